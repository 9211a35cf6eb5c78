"""A scheme's category tree and names, kept in the process for as long as the rows are the same.

Reading them takes a hundred times as long as looking whether any row is another one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from exhibitors.queries.search_terms import Sense, category_names
from exhibitors.queries.search_tree import Tree

MOST = 8  # schemes kept


@dataclass(frozen=True)
class Categories:
    """Of one scheme, as it was at a stamp."""

    stamp: tuple[int, int]
    tree: Tree
    names: Mapping[str, Sense]


_kept: dict[str, Categories] = {}


def categories_of(scheme: str) -> Categories:
    """One query where nothing has changed since the last time, else three."""
    stamp = _stamp(scheme)
    known = _kept.get(scheme)
    if known is None or known.stamp != stamp:
        known = Categories(stamp, Tree.of(scheme), category_names(scheme))
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[scheme] = known
    return known


def _stamp(scheme: str) -> tuple[int, int]:
    """How many rows, and the sum of the transactions that wrote them: a row written anew has a
    later one, in whatever order two at once are committed.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(sum(xmin::text::bigint), 0)::bigint"
            " FROM expo_category WHERE scheme = %s",
            [scheme],
        )
        count, written = cursor.fetchone()
    return int(count), int(written)
