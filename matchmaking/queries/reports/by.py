"""Figures by country, delegation, category and hall, with what each group is called."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count

from expo.models import Category, Delegation, Edition, Hall
from foundation.texts import Text
from matchmaking.queries.reports.groups import Dimension, above, figures_of
from matchmaking.queries.reports.sums import Grouped, Key


@dataclass(frozen=True)
class Group:
    """A row's name: a code, a text in languages, how deep it stands in its tree."""

    key: Key
    code: str = ""
    name: Text = field(default_factory=Text)
    depth: int = 0
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Listed:
    """Groups in order, with their figures. Those without any figure are left out."""

    groups: list[Group]
    figures: Grouped


def by_country(edition: Edition) -> Listed:
    """Ten queries. Names and their order are the reader's language's business."""
    way = "organization__country"
    found = figures_of(edition, Dimension(way, way))
    return Listed([Group(key, "" if key is None else str(key)) for key in found.rows], found)


def by_delegation(edition: Edition) -> Listed:
    """A mission's figures include its parts'."""
    rows = {each.pk: each for each in Delegation.objects.filter(edition=edition).order_by("ref")}
    ways = above({key: row.parent_id for key, row in rows.items()})
    by = Dimension("delegation", "delegation", groups=lambda key: ways.get(key, ()))
    found = figures_of(edition, by)
    groups = [
        Group(key, rows[key].country, rows[key].name, len(ways[key]) - 1)
        for key in _tree_order(list(rows.values()))
    ]
    if None in found.rows:
        groups.append(Group(None))
    return Listed(groups, found)


def _tree_order(rows: Iterable[Delegation]) -> list[int]:
    below: dict[int | None, list[int]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row.pk)
    order: list[int] = []

    def walk(parent: int | None) -> None:
        for key in below.pop(parent, []):
            order.append(key)
            walk(key)

    walk(None)
    return order


def by_hall(edition: Edition) -> Listed:
    """Exhibitors by their booth, meetings by their table; buyers belong to no hall."""
    by = Dimension("booth__hall", None, meeting="table__hall")
    found = figures_of(edition, by)
    slots = edition.slots.count()
    halls: Any = Hall.objects.filter(edition=edition).annotate(count=Count("tables"))
    groups = [
        Group(
            hall.pk, hall.ref, hall.name, more={"tables": hall.count, "places": hall.count * slots}
        )
        for hall in halls.order_by("ref")
    ]
    found.total.counts["tables"] = sum(group.more["tables"] for group in groups)
    found.total.counts["places"] = sum(group.more["places"] for group in groups)
    for group in groups:
        found.rows[group.key].counts.update(group.more)
    if None in found.rows:
        groups.append(Group(None))
    return Listed(groups, found)


# Chapters: what lies right below the tree's roots, and roots with nothing below them.
CHAPTERS = """
WITH RECURSIVE part AS (
    SELECT id, id AS chapter, 0 AS depth FROM expo_category
    WHERE scheme = %(scheme)s AND parent_id IS NULL
    UNION ALL
    SELECT child.id, CASE part.depth WHEN 0 THEN child.id ELSE part.chapter END, part.depth + 1
    FROM expo_category child JOIN part ON child.parent_id = part.id
)
"""
OFFERED = """
SELECT exhibitor.id, COALESCE(
    array_agg(DISTINCT part.chapter) FILTER (WHERE part.chapter IS NOT NULL), '{}'
) FROM exhibitors_exhibitor exhibitor
LEFT JOIN exhibitors_product product ON product.exhibitor_id = exhibitor.id
LEFT JOIN part ON part.id = product.category_id
WHERE exhibitor.edition_id = %(edition)s GROUP BY exhibitor.id
"""
PRODUCTS = """
SELECT part.chapter, count(*) FROM exhibitors_product product
JOIN exhibitors_exhibitor exhibitor ON exhibitor.id = product.exhibitor_id
LEFT JOIN part ON part.id = product.category_id
WHERE product.edition_id = %(edition)s AND exhibitor.state = 'approved' GROUP BY 1
"""
# The last row, of no chapter and grouped as such, counts each buyer and need once.
WANTED = """
SELECT part.chapter, GROUPING(part.chapter), count(DISTINCT need.id), count(DISTINCT buyer.id)
FROM buyers_sourcingneed need
JOIN buyers_buyer buyer ON buyer.id = need.buyer_id
LEFT JOIN buyers_sourcingneed_categories link ON link.sourcingneed_id = need.id
LEFT JOIN part ON part.id = link.category_id
WHERE need.edition_id = %(edition)s AND buyer.state = 'approved'
GROUP BY GROUPING SETS ((part.chapter), ())
"""


def by_category(edition: Edition) -> Listed:
    """By chapter: products and needs by their own; the rest by those its exhibitor lists in."""
    offered = dict(_asked(OFFERED, edition))
    by = Dimension("pk", None, groups=lambda key: offered.get(key, ()))
    found = figures_of(edition, by, parties=False)
    let_in = edition.exhibitors.taking_part().values_list("pk", flat=True)
    for key in let_in:
        found.count(offered.get(key, ()), {"exhibitors": 1})
    for chapter, products in _asked(PRODUCTS, edition):
        found.count([chapter], {"products": products})
    for chapter, total, needs, buyers in _asked(WANTED, edition):
        row = found.total if total else found.rows[chapter]
        row.counts["needs"], row.counts["buyers"] = needs, buyers
    named = Category.objects.filter(pk__in=[key for key in found.rows if key is not None])
    groups = [Group(row.pk, row.code, row.name) for row in named.order_by("code")]
    if None in found.rows:
        groups.append(Group(None))
    return Listed(groups, found)


def _asked(statement: str, edition: Edition) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        values: dict[str, str | int] = {"scheme": edition.category_scheme, "edition": edition.pk}
        cursor.execute(CHAPTERS + statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
