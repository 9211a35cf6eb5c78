"""Whether a text says that it does not want what it names: no halal needed, never frozen."""

import re

from matchmaking.scoring.reading.vocabulary import LETTERS, marks, word_pattern

# 南非 is South Africa, 东非 East Africa: no "not".
NON_HAN = "(?<![东西南北中])非"
# How far before a word its "not" may begin, in characters.
_WINDOW = 48
# Only words of asking stand between a "not" and what it denies: no need for, sin certificado.
_BEFORE = re.compile(
    rf"(?:{word_pattern(marks('not'))}|(?<![{LETTERS}])[a-z]{{2,5}}n['’]t(?![a-z])|{NON_HAN})"
    rf"(?:[\s-]{{0,2}}(?:{word_pattern(marks('asked'))}|d['’])){{0,4}}[\s-]{{0,2}}$"
)
_ASKED = (
    r"(?:strictly |really |pas |se |es |son |est |sont )?"
    r"(?:required|needed|necessary|mandatory|compulsory|obligatory|a must"
    r"|requis|necessaire|obligatoire|exige|demande|indispensable"
    r"|obligatori|necesari|imprescindible|requerid|requier|necesita|hace falta"
    r"|accept|wanted|нуж|обязател|треб|необходим|принима|مقبول|مطلوب|ضروري|الزامي|لازم|يشترط|تشترط)"
)
# Three words at most between: the HACCP certificate is not required, شهادة الحلال غير مطلوبة.
_BEHIND = re.compile(
    rf"(?:\s?(?:{word_pattern(marks('paper'))}|is|are|est|n['’]est|ne sont|es|son)){{0,3}}\s?"
    rf"(?:(?:not|isn['’]t|aren['’]t|pas|non|no|не|غير|ليست?|لا)\s{_ASKED}|unnecessary"
    r"|(?:也|并)?(?:不是|非|不|无)(?:必须|必需|必要|需要|要求|强制|接受))"
)
# What joins two things of which one is denied: halal or kosher.
_OR = re.compile(r"\s?(?:/|or|nor|ou|ni|o|или|ни|او|ولا|或|或者|和|、)\s?")
_AND = re.compile(r"\s?(?:,|/|and|or|et|ou|y|e|o|и|или|و|او|和|或|、|，)\s?")


def denied(plain: str, spans: list[tuple[int, int]]) -> list[bool]:
    """Of words in the order of the text, which are not asked for; a "not" goes on over an "or"."""
    found = [bool(_BEFORE.search(plain, max(0, start - _WINDOW), start)) for start, _ in spans]
    for place in range(1, len(spans)):
        if found[place - 1] and _OR.fullmatch(plain, spans[place - 1][1], spans[place][0]):
            found[place] = True
    behind = [bool(_BEHIND.match(plain, end)) for _, end in spans]
    for place in range(len(spans) - 1, 0, -1):
        if behind[place] and _AND.fullmatch(plain, spans[place - 1][1], spans[place][0]):
            behind[place - 1] = True
    return [first or second for first, second in zip(found, behind, strict=True)]
