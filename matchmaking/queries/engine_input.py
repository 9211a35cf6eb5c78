"""An edition's rows as the matching engine's frozen data."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from django.db.models import QuerySet

from buyers.models import Buyer, SourcingNeed
from exhibitors.models import Certificate, Exhibitor, Product
from expo.models import Category, Edition, Participant
from expo.trees import SCHEME, shipped_keywords
from matchmaking.queries.editions import reference_day
from matchmaking.queries.embedder import distinct_texts
from matchmaking.scoring import data
from matchmaking.scoring.blend import Blend
from matchmaking.scoring.dense import dense_texts
from matchmaking.scoring.dictionary import cedict
from matchmaking.scoring.embedding import text_key
from matchmaking.scoring.engine import wish
from matchmaking.scoring.glossary import Glossary, keywords_of
from matchmaking.scoring.packing import Inputs
from matchmaking.scoring.products import title_of

# Whom the organizer has let in; nobody else is matched.
APPROVED = Participant.State.APPROVED


def load_inputs(edition: Edition, blend: Blend | None = None) -> Inputs:
    """All that a run over the edition reads, as it is now. `blend`: the edition's own, if any."""
    settings = replace(load_settings(edition), blend=blend)
    said = keywords_of(settings.glossary)
    return Inputs(
        settings=settings,
        categories=tuple(load_categories(edition.category_scheme, said)),
        suppliers=tuple(load_suppliers(Exhibitor.objects.filter(edition=edition))),
        products=tuple(load_products(Product.objects.filter(edition=edition))),
        buyers=tuple(load_buyers(Buyer.objects.filter(edition=edition))),
        needs=tuple(load_needs(SourcingNeed.objects.filter(edition=edition))),
        hs=edition.category_scheme == SCHEME,
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
        glossary=tuple(
            data.Term(dict(text), code or "")
            for text, code in edition.glossary.order_by("ref").values_list("text", "category__code")
        ),
    )


def load_categories(scheme: str, said: Mapping[str, str] | None = None) -> list[data.Category]:
    """The whole tree; Fairlead's own with the keywords that ship beside it, and with `said`."""
    keywords = dict(shipped_keywords() if scheme == SCHEME else {})
    for code, words in (said or {}).items():
        keywords[code] = f"{words};{keywords[code]}" if code in keywords else words
    rows = Category.objects.filter(scheme=scheme).values_list(
        "code", "parent__code", "name", "kind"
    )
    return [
        data.Category(code, parent or "", name, kind, keywords.get(code, ""))
        for code, parent, name, kind in rows.iterator()
    ]


def load_suppliers(exhibitors: QuerySet[Exhibitor]) -> list[data.Supplier]:
    """Without their products."""
    return [
        data.Supplier(
            id=exhibitor.pk,
            languages=tuple(exhibitor.languages),
            country=exhibitor.organization.country,
            target_markets=tuple(exhibitor.target_markets),
            channels=tuple(exhibitor.channels),
        )
        for exhibitor in exhibitors.filter(state=APPROVED)
        .select_related("organization")
        .order_by("pk")
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
        for buyer in buyers.filter(state=APPROVED).select_related("organization").order_by("pk")
    ]


def load_products(products: QuerySet[Product]) -> list[data.Product]:
    """Every product with the certificates that cover it, the company's own included."""
    own, company = _certificates(products)
    rows = products.filter(exhibitor__state=APPROVED).select_related("category").order_by("pk")
    return [
        _product(product, (*own[product.pk], *company[product.exhibitor_id]))
        for product in rows.iterator(2000)
    ]


def _certificates(
    products: QuerySet[Product],
) -> tuple[dict[int, list[Any]], dict[int, list[Any]]]:
    own: dict[int, list[data.Certificate]] = defaultdict(list)
    company: dict[int, list[data.Certificate]] = defaultdict(list)
    exhibitors = products.order_by().values("exhibitor")
    for row in Certificate.objects.filter(exhibitor__in=exhibitors).order_by("pk"):
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
    """Open needs with their categories' codes."""
    rows = needs.filter(state=SourcingNeed.State.OPEN, buyer__state=APPROVED)
    return [_need(row) for row in rows.prefetch_related("categories").order_by("pk")]


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
        certificates_nice=tuple(row.certificates_nice),
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


def texts_of(inputs: Inputs) -> list[str]:
    """All texts that the engine would have vectors of, in the order in which they are embedded.

    Needs first. Products come in the order of their texts' hashes, so that where not all can be
    embedded at once it is chance, and not who registered first, that decides.
    """
    titles = distinct_texts(map(title_of, inputs.products))
    glossary = Glossary(inputs.settings.glossary)
    texts = [text for need in inputs.needs for text in wish(need, glossary).texts]
    return distinct_texts([*dense_texts((), texts, cedict()), *sorted(titles, key=text_key)])
