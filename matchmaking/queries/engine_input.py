"""An edition's rows as the matching engine's frozen data."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from django.db.models import QuerySet

from buyers.models import Buyer, SourcingNeed
from exhibitors.models import Certificate, Exhibitor, Product
from expo.models import Category, Edition
from expo.trees import SCHEME, shipped_keywords
from matchmaking.queries.editions import reference_day
from matchmaking.scoring import data
from matchmaking.scoring.engine import Engine


def load_engine(edition: Edition) -> Engine:
    """The engine over all that the edition's exhibitors list."""
    return Engine(
        categories=load_categories(edition.category_scheme),
        products=load_products(edition),
        suppliers=load_suppliers(edition),
        settings=load_settings(edition),
    )


def load_settings(edition: Edition) -> data.Settings:
    """What the edition fixes for a run."""
    return data.Settings(
        today=reference_day(edition),
        currency=edition.currency,
        rates={code: float(rate) for code, rate in edition.rates.items()},
        interpreter_languages=frozenset(
            frozenset(languages)
            for languages in edition.interpreters.values_list("languages", flat=True)
        ),
    )


def load_categories(scheme: str) -> list[data.Category]:
    """The whole tree; Fairlead's own with the keywords that ship beside it."""
    keywords = shipped_keywords() if scheme == SCHEME else {}
    rows = Category.objects.filter(scheme=scheme).values_list(
        "code", "parent__code", "name", "kind"
    )
    return [
        data.Category(code, parent or "", name, kind, keywords.get(code, ""))
        for code, parent, name, kind in rows.iterator()
    ]


def load_suppliers(edition: Edition) -> list[data.Supplier]:
    """Every exhibitor."""
    return [
        data.Supplier(
            id=exhibitor.pk,
            languages=tuple(exhibitor.languages),
            country=exhibitor.organization.country,
            target_markets=tuple(exhibitor.target_markets),
            channels=tuple(exhibitor.channels),
        )
        for exhibitor in Exhibitor.objects.filter(edition=edition).select_related("organization")
    ]


def load_buyers(buyers: QuerySet[Buyer]) -> list[data.BuyerProfile]:
    """Without their needs."""
    return [
        data.BuyerProfile(
            id=buyer.pk,
            languages=tuple(buyer.languages),
            country=buyer.organization.country,
            channels=tuple(buyer.channels),
        )
        for buyer in buyers.select_related("organization")
    ]


def load_products(edition: Edition) -> list[data.Product]:
    """Every product with the certificates that cover it, the company's own included."""
    own, company = _certificates(edition)
    products = Product.objects.filter(edition=edition).select_related("category").order_by("pk")
    return [
        _product(product, (*own[product.pk], *company[product.exhibitor_id]))
        for product in products.iterator(2000)
    ]


def _certificates(edition: Edition) -> tuple[dict[int, list[Any]], dict[int, list[Any]]]:
    own: dict[int, list[data.Certificate]] = defaultdict(list)
    company: dict[int, list[data.Certificate]] = defaultdict(list)
    for row in Certificate.objects.filter(edition=edition).order_by("pk"):
        held = data.Certificate(
            standard=row.standard,
            valid_until=row.valid_until,
            product=row.product_id,
            issuer=row.issuer,
        )
        if row.product_id:
            own[row.product_id].append(held)
        else:
            company[row.exhibitor_id].append(held)
    return own, company


def _product(row: Product, certificates: Iterable[data.Certificate]) -> data.Product:
    return data.Product(
        id=row.pk,
        exhibitor=row.exhibitor_id,
        names=row.name,
        descriptions=row.description,
        language=row.language,
        category=row.category.code if row.category else "",
        hs_code=row.hs_code,
        origin=row.origin,
        moq=_quantity(row.moq, row.moq_unit),
        unit_size=_quantity(row.unit_size, row.unit_size_unit),
        capacity=_quantity(row.capacity, row.capacity_unit),
        capacity_period=cast("data.Period", row.capacity_period),
        price=_price(row.price_min, row.price_max, row.price_currency, row.price_unit),
        incoterm=row.incoterm,
        lead_time_days=row.lead_time_days,
        shelf_life_days=row.shelf_life_days,
        temperature_min=row.temperature_min,
        temperature_max=row.temperature_max,
        certificates=tuple(certificates),
    )


def load_needs(needs: QuerySet[SourcingNeed]) -> list[data.Need]:
    """Needs with their categories' codes."""
    return [_need(row) for row in needs.prefetch_related("categories").order_by("pk")]


def _need(row: SourcingNeed) -> data.Need:
    price = row.target_price
    return data.Need(
        id=row.pk,
        buyer=row.buyer_id,
        texts=row.text,
        language=row.language,
        categories=tuple(sorted(category.code for category in row.categories.all())),
        volume=_quantity(row.volume, row.volume_unit),
        volume_period=cast("data.Period", row.volume_period),
        target_price=_price(price, price, row.target_price_currency, row.target_price_unit),
        certificates=tuple(row.certificates),
        incoterms=tuple(row.incoterms),
        origins_wanted=tuple(row.origins_wanted),
        origins_unwanted=tuple(row.origins_unwanted),
        deadline=row.deadline,
        min_shelf_life_days=row.min_shelf_life_days,
        priority=row.priority,
    )


def _quantity(amount: Decimal | None, unit: str) -> data.Quantity | None:
    return None if amount is None else data.Quantity(float(amount), unit)


def _price(
    low: Decimal | None, high: Decimal | None, currency: str, unit: str
) -> data.PriceBand | None:
    if low is None or high is None:
        return None
    return data.PriceBand(float(low), float(high), currency, unit)


def inputs_digest(edition: Edition) -> str:
    """Tells whether anything that the engine reads has changed (SHA-256, hexadecimal)."""
    settings = load_settings(edition)
    # Sets are put in order: their own differs from process to process.
    spoken = sorted(map(sorted, settings.interpreter_languages))
    plain = (settings.today, settings.currency, sorted(settings.rates.items()), spoken)
    digest = hashlib.sha256(repr(plain).encode())
    buyers = Buyer.objects.filter(edition=edition).order_by("pk")
    needs = SourcingNeed.objects.filter(edition=edition)
    for rows in (
        load_categories(edition.category_scheme),
        load_suppliers(edition),
        load_products(edition),
        load_buyers(buyers),
        load_needs(needs),
    ):
        for row in rows:
            digest.update(repr(row).encode())
    return digest.hexdigest()
