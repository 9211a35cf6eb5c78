"""The organizer's own glossary: what the trade at one edition calls things."""

import re
from collections.abc import Iterable, Iterator

from matchmaking.scoring.data import Term
from matchmaking.scoring.text import normalise

_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


class Glossary:
    """Finds the terms of a text and says them in the other languages.

    A term counts where it stands as a whole word, in scripts without spaces anywhere; the longest
    one that fits at a place.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms: dict[str, list[tuple[str, Term]]] = {}
        for term in terms:
            for language, alias in _aliases(term):
                self._terms.setdefault(alias, []).append((language, term))
        longest = sorted(self._terms, key=lambda alias: (-len(alias), alias))
        self._pattern = re.compile("|".join(map(_whole, longest))) if longest else None

    def said_otherwise(self, text: str) -> list[str]:
        """The terms found in the text, in each other language that has them; none if none is."""
        if self._pattern is None:
            return []
        said: dict[str, dict[str, None]] = {}
        for match in self._pattern.finditer(normalise(text)):
            for own, term in self._terms[match[0]]:
                for language, words in term.texts.items():
                    if language != own:
                        said.setdefault(language, {})[words.split("/")[0].strip()] = None
        return [" ".join(words) for _language, words in sorted(said.items())]


def keywords_of(terms: Iterable[Term]) -> dict[str, str]:
    """What the glossary adds to the keywords of categories."""
    found: dict[str, str] = {}
    for term in terms:
        if term.category:
            words = ";".join(alias for _language, alias in _aliases(term))
            found[term.category] = (
                f"{found[term.category]};{words}" if term.category in found else words
            )
    return found


def _aliases(term: Term) -> Iterator[tuple[str, str]]:
    for language, text in sorted(term.texts.items()):
        for alias in text.split("/"):
            plain = normalise(alias).strip()
            if plain:
                yield language, plain


def _whole(alias: str) -> str:
    word = re.escape(alias)
    return word if _UNSPACED.search(alias) else rf"(?<!\w){word}(?!\w)"
