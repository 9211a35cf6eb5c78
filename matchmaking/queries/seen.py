"""An exhibitor as those it would do business with see it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet

from exhibitors.models import Exhibitor, Picture, Product
from matchmaking.models import Match
from matchmaking.queries.discreet import Side, discreet
from matchmaking.queries.review import category_names
from matchmaking.queries.standards import Paper, papers_of
from matchmaking.wording import Names


@dataclass(frozen=True)
class Face:
    """What is on the page: `products` pairs each with its picture; `page` is where in the list."""

    exhibitor: Exhibitor
    logo: Picture | None
    papers: list[Paper]
    page: Page[Product]
    products: list[tuple[Product, list[Picture]]]


@dataclass(frozen=True)
class Sample:
    """A match as the buyer's list shows it, without the buyer's target price; `names` are words
    for the codes of its reasons.
    """

    match: Match
    reasons: list[Mapping[str, Any]]
    blocks: list[Mapping[str, Any]]
    names: Names


def face_of(exhibitor: Exhibitor, turned: Callable[[QuerySet[Product]], "Page[Product]"]) -> Face:
    """`turned` gives the page of products. Papers that have run out are not shown to others."""
    rows = exhibitor.products.select_related("category").order_by("ref")
    listed = turned(rows)
    products = list(listed.object_list)
    pictures: dict[int | None, list[Picture]] = {}
    wanted: Any = [None, *[product.pk for product in products]]
    for picture in exhibitor.pictures.order_by("number"):
        if picture.product_id in wanted:
            pictures.setdefault(picture.product_id, []).append(picture)
    return Face(
        exhibitor=exhibitor,
        logo=next(iter(pictures.get(None, [])), None),
        papers=[paper for paper in papers_of(exhibitor) if paper.state != "expired"],
        page=listed,
        products=[(product, pictures.get(product.pk, [])) for product in products],
    )


def sample_match(exhibitor: Exhibitor) -> Sample | None:
    """Its best shown match, as an example."""
    rows = Match.objects.current().filter(exhibitor=exhibitor).select_related("buyer__organization")
    match = rows.order_by("-score", "pk").first()
    if match is None:
        return None
    return Sample(
        match,
        reasons=[discreet(each, Side.EXHIBITOR) for each in match.reasons],
        blocks=[discreet(each, Side.EXHIBITOR) for each in match.blocks],
        names={"category": category_names(exhibitor.edition, match.reasons)},
    )
