"""The tree that ships with Fairlead, as the engine's index; needs no database."""

from expo.trees import shipped_categories, shipped_keywords
from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.data import Category


def shipped_index() -> CategoryIndex:
    """HS sections, chapters, headings and services with their keywords."""
    keywords = shipped_keywords()
    return CategoryIndex(
        Category(row.code, row.parent, row.name, row.kind, keywords.get(row.code, ""))
        for row in shipped_categories()
    )
