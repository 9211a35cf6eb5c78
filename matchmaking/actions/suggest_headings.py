"""Answer somebody who is typing what a product is."""

from matchmaking.queries.headings import SUGGESTED
from matchmaking.queries.tree import index_of
from matchmaking.queue import answer


def suggest_headings(key: str, scheme: str, language: str, text: str) -> None:
    """Code, name and score (0–1) of the headings that the engine finds nearest, best first."""
    answer(key, index_of(scheme).suggest(text, language, SUGGESTED))
