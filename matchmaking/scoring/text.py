"""Text in any language to tokens: words of spaced scripts, characters and pairs of the others."""

import html
import itertools
import re
import unicodedata
from functools import lru_cache
from sys import intern

import snowballstemmer

from matchmaking.scoring.dictionary import cedict
from matchmaking.scoring.measures import plain_measures

# Longer texts add nothing to what is looked for, and cost time. Characters.
MAX_CHARS = 5_000
# A "word" longer than this is an identifier or rubbish; its head is enough.
MAX_WORD = 40

_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,1000}>")
# Han, Hiragana, Katakana, Thai, Lao, Khmer, Burmese: written without spaces between words.
_UNSPACED = (
    "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_PIECE = re.compile(rf"[(,;\[]|{_RUN.pattern}")
_IS_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")

# Words that say nothing about goods. One string a language, for a list would take a line a word.
# Common lists hold fire, top, side, can, over, under and numbers, which shops sell: not here.
_ENGLISH_WORDS = (
    "a an the and or nor of for with in on at to by from as into onto than then that this"
    " these those is are was were be been being am do does did have has had having it its he"
    " she they them their there here we us our you your i me my who whom whose which what"
    " where when why how if so such but not no could may might must shall should will would"
    " also just only very too more most some any each every both either neither other another"
    " same own etc via per about please"
)
_FUNCTION_WORDS = (
    _ENGLISH_WORDS,
    "de des du la le les un une et en pour avec sur au aux par dans ou nous",
    "el los las del y con para por una que",
    "и в на с для по из от к о или мы",
    "من في على إلى عن مع أو و",
)
# Terms of an enquiry rather than of the goods: nearly every need has them.
_ENQUIRY_WORDS = (
    "looking seeking seek wanted need want buy buying purchase supplier suppliers find interested",
    "cherchons recherche buscamos ищем требуется",
)
STOP_WORDS = frozenset(
    word for line in (*_FUNCTION_WORDS, *_ENQUIRY_WORDS) for word in line.split()
)
_STOP_CHARACTERS = frozenset("的了和与及或在是有为我们请等之其于以并个每")

_STEMMER = snowballstemmer.stemmer("english")
_INVISIBLE = frozenset({"Cf", "Cs", "Co", "Cn", "Mn"})
# Beginnings of words that are written in two ways, British before American. What rules would say
# of all words in -our or -ise is wrong of four, hour, rise and exercise.
_TWO_WAYS_IN = (
    "colour color flavour flavor odour odor vapour vapor armour armor harbour harbor labour labor"
    " favour favor neighbour neighbor savour savor parlour parlor mould mold plough plow grey gray"
    " fibre fiber centre center theatre theater litre liter metre meter calibre caliber"
    " lustre luster aluminium aluminum sulph sulf jewell jewel jewellery jewelry tyre tire"
    " kerb curb draught draft pyjama pajama cosy cozy yoghurt yogurt yoghourt yogurt"
    " doughnut donut whisky whiskey chilli chili catalogue catalog"
    " analogue analog programme program licence license organis organiz pasteuris pasteuriz"
    " homogenis homogeniz caramelis carameliz galvanis galvaniz sterilis steriliz deodoris deodoriz"
    " moisturis moisturiz mineralis mineraliz oxidis oxidiz crystallis crystalliz stabilis stabiliz"
    " fertilis fertiliz vulcanis vulcaniz polaris polariz atomis atomiz"
    " tenderis tenderiz paediatric pediatric orthopaedic orthopedic anaesth anesth haemo hemo"
    " oestr estr gynaec gynec diarrhoea diarrhea"
)
_WAYS = _TWO_WAYS_IN.split()
_TWO_WAYS = dict(zip(_WAYS[::2], _WAYS[1::2], strict=True))
_SECOND_WAY = re.compile("|".join(sorted(_TWO_WAYS, key=len, reverse=True)))
_SHORTEST_STEM = 3
_PLURALS = (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"))


class _Visible(dict[int, int | None]):
    """Each character as it is, or None for one that is not seen; asked once a character."""

    def __missing__(self, code: int) -> int | None:
        # Format characters (category Cf) are invisible: bidi marks, joiners, soft hyphens.
        seen = unicodedata.category(chr(code)) not in _INVISIBLE
        return self.setdefault(code, code if seen else None)


_VISIBLE = _Visible()


class _Bare(dict[int, str]):
    """Each letter without its accents, in scripts where people leave them out."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        script = unicodedata.name(letter, "").split(" ", maxsplit=1)[0]
        # The short i of Cyrillic is no accented one.
        accented = script in {"LATIN", "CYRILLIC", "GREEK", "ARABIC"} and letter not in "йЙ"
        bare = unicodedata.normalize("NFD", letter)[0] if accented else letter
        return self.setdefault(code, bare)


_BARE = _Bare()


def normalise(text: str) -> str:
    """Text in NFKC, casefolded, without HTML, bidi marks and controls, at most MAX_CHARS long."""
    raw = text[: 4 * MAX_CHARS]
    raw = _TAG.sub(" ", html.unescape(raw)) if "<" in raw or "&" in raw else raw
    if raw.isascii():
        raw = raw.lower()
    else:
        raw = unicodedata.normalize("NFKC", raw).casefold().translate(_VISIBLE)
    return " ".join(raw.split())[:MAX_CHARS]


def runs(normalised: str) -> list[str]:
    """Runs of one kind of script in a normalised text: words, or stretches without spaces."""
    return [run[:MAX_CHARS] for run in _RUN.findall(normalised)]


def pieces(normalised: str) -> list[str]:
    """As `runs`, with the brackets and commas between them."""
    return _PIECE.findall(normalised)


def is_unspaced(run: str) -> bool:
    """Whether a run is of a script that writes no spaces between words."""
    return _IS_UNSPACED.match(run) is not None


def has_chinese(text: str) -> bool:
    """Whether a text has any Chinese character."""
    return _IS_CHINESE.search(text) is not None


def has_unspaced(text: str) -> bool:
    """Whether a text has any character of a script that writes no spaces between words."""
    return not text.isascii() and _IS_UNSPACED.search(text) is not None


def is_chinese(run: str) -> bool:
    """Whether a run begins with a Chinese character."""
    return _IS_CHINESE.match(run) is not None


def is_function_word(word: str) -> bool:
    """Whether a Chinese word is a single character that says nothing by itself."""
    return word in _STOP_CHARACTERS


def stem(word: str) -> str:
    """A word without its English plural.

    The S stemmer of D. Harman, "How effective is suffixing?", JASIS 42 (1991), with the
    sibilant plurals added; words of other languages pass nearly unharmed, but for their accents:
    cafe is café, черный is чёрный.
    """
    if not word.isascii():
        word = word.translate(_BARE)
    if len(word) <= _SHORTEST_STEM or not word.endswith("s"):
        return word
    for ending, instead in _PLURALS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + instead
    if word.endswith(("ss", "us", "is")):
        return word
    return word[:-1]


def grams(run: str) -> list[str]:
    """Characters and pairs of neighbours of an unspaced run, without its function words.

    Traditional characters count as the simplified ones.
    """
    run = cedict().simplified(run)
    singles = [c for c in run if c not in _STOP_CHARACTERS]
    pairs = [
        a + b
        for a, b in itertools.pairwise(run)
        if a not in _STOP_CHARACTERS and b not in _STOP_CHARACTERS
    ]
    return singles + pairs


def tokens(text: str) -> list[str]:
    """The tokens of any text: stems of words, and character 1-2-grams of unspaced scripts."""
    return tokens_of(normalise(text))


def tokens_of(normalised: str) -> list[str]:
    """The tokens of a normalised text."""
    found: list[str] = []
    for run in runs(normalised):
        found += _tokens_of_run(run) if len(run) <= MAX_WORD else _read_run(run)
    return found


def _read_run(run: str) -> tuple[str, ...]:
    if is_unspaced(run):
        return tuple(grams(run))
    return () if run in STOP_WORDS else (intern(stem(run[:MAX_WORD])),)


# Texts share most of their words.
_tokens_of_run = lru_cache(maxsize=100_000)(_read_run)


def index_tokens(text: str) -> list[str]:
    """The tokens that indexes hold: as `tokens`, with measures written one way and Porter 2."""
    return [deep_stem(token) for token in tokens(plain_measures(normalise(text)))]


@lru_cache(maxsize=100_000)
def deep_stem(token: str) -> str:
    """A word without its English endings, in American spelling; other tokens as they are."""
    if not token.isascii() or not token.isalpha():
        return token
    british = _SECOND_WAY.match(token)
    if british:
        token = _TWO_WAYS[british[0]] + token[british.end() :]
    return str(_STEMMER.stemWord(token))


def character_grams(text: str) -> list[str]:
    """Character 3-5-grams inside each word of any text, its edges marked by a space."""
    return [gram for run in runs(normalise(text)) for gram in _word_grams(run)]


@lru_cache(maxsize=50_000)
def _word_grams(run: str) -> tuple[str, ...]:
    if is_unspaced(run) or run in STOP_WORDS:
        return ()
    word = f" {run[:MAX_WORD].translate(_BARE)} "
    return tuple(word[i : i + n] for n in (3, 4, 5) for i in range(len(word) - n + 1))
