"""An exhibitor's products as its own people see them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast

from exhibitors.models import Exhibitor, Picture, Product
from expo.trees import SCHEME
from matchmaking.models import Match, ScoringRun

FILTERS = ("all", "no-price", "no-category", "no-picture")


def products_of(exhibitor: Exhibitor, wanted: str = "", lack: str = "all") -> QuerySet[Product]:
    """By reference; `wanted` is looked for in names, references and HS codes, in any language."""
    rows = exhibitor.products.select_related("category").order_by("ref")
    if wanted:
        rows = rows.annotate(said=Cast("name", TextField())).filter(
            Q(name__icontains=wanted) | Q(ref__icontains=wanted) | Q(hs_code__startswith=wanted)
        )
    lacks = {
        "no-price": Q(price_min__isnull=True),
        "no-category": _without_category(exhibitor),
        "no-picture": Q(pictures__isnull=True),
    }
    return rows.filter(lacks[lack]) if lack in lacks else rows


def _without_category(exhibitor: Exhibitor) -> Q:
    """An HS code is a category in the HS tree, and in no other."""
    none = Q(category__isnull=True)
    return none & Q(hs_code="") if exhibitor.edition.category_scheme == SCHEME else none


def first_pictures(products: list[Product]) -> dict[int, Picture]:
    """The picture in front of each product that has one."""
    rows = Picture.objects.filter(product__in=products).order_by("product", "number")
    return {row.product_id: row for row in reversed(rows) if row.product_id}


@dataclass(frozen=True)
class Loss:
    """What goes with a product."""

    certificates: int
    pictures: int
    matches: int


def loss_of(product: Product) -> Loss:
    """Three queries. `matches` are shown ones of which it is the best product."""
    run = ScoringRun.objects.filter(edition=product.edition_id, current=True).first()
    matches = Match.objects.filter(run=run, exhibitor=product.exhibitor_id) if run else None
    counted = product.__class__.objects.filter(pk=product.pk).aggregate(
        certificates=Count("certificates", distinct=True),
        pictures=Count("pictures", distinct=True),
    )
    led = matches.filter(pairs__0__product=product.pk).count() if matches is not None else 0
    return Loss(counted["certificates"], counted["pictures"], led)
