"""Category trees as the engine's index."""

from functools import lru_cache

from expo.trees import SCHEME, shipped_categories, shipped_keywords
from matchmaking.queries.engine_input import load_categories
from matchmaking.queries.headings import version_of
from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.data import Category


def shipped_index() -> CategoryIndex:
    """The tree that ships with Fairlead: HS sections, chapters, headings and services with their
    keywords. Needs no database.
    """
    keywords = shipped_keywords()
    return CategoryIndex(
        Category(row.code, row.parent, row.name, row.kind, keywords.get(row.code, ""))
        for row in shipped_categories()
    )


def index_of(scheme: str) -> CategoryIndex:
    """A tree as the database has it; kept until it changes."""
    return _index(scheme, version_of(scheme))


@lru_cache(maxsize=4)
def _index(scheme: str, version: tuple[int, int]) -> CategoryIndex:  # noqa: ARG001 (for the cache)
    return CategoryIndex(load_categories(scheme), hs=scheme == SCHEME)
