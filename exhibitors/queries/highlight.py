"""Marks what was looked for in a text, as pieces: a template escapes each and marks some."""

import re
from collections.abc import Collection

from exhibitors.queries.search_terms import is_unspaced, plain

Pieces = list[tuple[str, bool]]
_WORD = re.compile(r"[^\W_]+")
LONGEST_ENDING = 4
SHORTEST_STEM = 3


def highlight(text: str, lexemes: Collection[str], longest: int = 0) -> Pieces:
    """(piece, whether it was looked for), in order; around the first mark if `longest` is given."""
    marked = [False] * len(text)
    for match in _WORD.finditer(text):
        for start, end in _found(match[0], lexemes):
            marked[match.start() + start : match.start() + end] = [True] * (end - start)
    if longest and len(text) > longest:
        return _excerpt(text, marked, longest)
    return _pieces(text, marked)


def _excerpt(text: str, marked: list[bool], longest: int) -> Pieces:
    first = marked.index(True) if True in marked else 0
    start = max(0, min(first - longest // 3, len(text) - longest))
    if start:
        space = text.find(" ", start, first)
        start = space + 1 if space > 0 else start
    end = min(len(text), start + longest)
    if end < len(text):
        space = text.rfind(" ", start + longest // 2, end)
        end = space if space > 0 else end
    pieces = _pieces(text[start:end], marked[start:end])
    before = [("… ", False)] if start else []
    return [*before, *pieces, *([(" …", False)] if end < len(text) else [])]


def _found(run: str, lexemes: Collection[str]) -> list[tuple[int, int]]:
    """Stretches of a run of letters: the whole word, or pairs of characters."""
    if any(map(is_unspaced, run)):
        sizes = sorted({len(one) for one in lexemes if is_unspaced(one)})
        return [
            (at, at + size)
            for size in sizes
            for at in range(len(run) - size + 1)
            if run[at : at + size] in lexemes
        ]
    word = plain(run)
    whole = word in lexemes or any(
        len(word) - LONGEST_ENDING <= length < len(word) and word[:length] in lexemes
        for length in range(SHORTEST_STEM, len(word))
    )
    return [(0, len(run))] if whole else []


def _pieces(text: str, marked: list[bool]) -> Pieces:
    found: Pieces = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or marked[at] != marked[start]:
            found.append((text[start:at], marked[start]))
            start = at
    return found
