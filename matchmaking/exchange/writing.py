"""From the database to rows of text: every sheet of an edition, as a stream."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from buyers.models import Buyer, SourcingNeed
from exhibitors.models import Certificate, Exhibitor, Product
from expo.models import (
    Category,
    Delegation,
    Edition,
    GlossaryTerm,
    Hall,
    HallDistance,
    Interpreter,
    MeetingTable,
)
from matchmaking.exchange import sheets
from matchmaking.exchange.clock import Clock
from matchmaking.exchange.columns import Sheet
from matchmaking.exchange.formulas import escaped
from matchmaking.exchange.numbers import Amount, Measure, Whole, plain_number
from matchmaking.models import MeetingRequest

CHUNK = 2000


@dataclass(frozen=True)
class Writer:
    """A sheet's rows: where they come from, and the cells that are no fields of their own."""

    sheet: Sheet
    rows: Callable[[Edition], QuerySet[Any]]
    others: Callable[[Any, Clock], Mapping[str, Any]]


def edition_cells(edition: Edition) -> dict[str, str]:
    """The keys of `edition.toml` as text."""
    clock = Clock(edition.zone, edition.language)
    cells: dict[str, str] = {}
    for column in sheets.EDITION.columns:
        if not column.own:
            cells[column.name] = ""
            continue
        value = getattr(edition, column.attribute)
        if column in sheets.EDITION.texts:
            cells[column.name] = value.get(edition.language, "")
            others = {key: text for key, text in value.items() if key != edition.language}
            cells |= {f"{column.name}_{key.replace('-', '_')}": others[key] for key in others}
        else:
            cells[column.name] = "" if value is None else column.kind.write(value, clock)
    days = list(edition.days.all())
    cells["timezone"] = edition.time_zone
    cells["days"] = ";".join(part for day in days for part in clock.write(day.hours))
    cells["breaks"] = ";".join(part for day in days for p in day.breaks for part in clock.write(p))
    cells["rates"] = ";".join(
        f"{code}:{plain_number(Decimal(str(rate)))}" for code, rate in edition.rates.items()
    )
    return cells


def sheet_rows(writer: Writer, edition: Edition) -> Iterator[list[str]]:
    """The header, then a row for each; nothing at all if there are none."""
    clock = Clock(edition.zone, edition.language)
    suffixes = _suffixes(writer, edition, clock)
    header = [
        title
        for column in writer.sheet.columns
        for title in (
            column.name,
            *(f"{column.name}_{key}" for key in suffixes.get(column.name, ())),
        )
    ]
    first = True
    for instance in writer.rows(edition).iterator(chunk_size=CHUNK):
        if first:
            yield [title.replace("-", "_") for title in header]
            first = False
        cells = _cells(writer, instance, clock, suffixes)
        yield [escaped(cells[title]) for title in header]


def _cells(
    writer: Writer, instance: Any, clock: Clock, suffixes: Mapping[str, list[str]]
) -> dict[str, str]:
    others = writer.others(instance, clock)
    language = getattr(instance, "language", clock.language)
    cells = {}
    for column in writer.sheet.columns:
        name = column.name
        value = others[name] if name in others else getattr(instance, column.attribute)
        if name in suffixes:
            cells[name] = value.get(language, "")
            for key in suffixes[name]:
                cells[f"{name}_{key}"] = value.get(key, "") if key != language else ""
        else:
            cells[name] = "" if value is None else column.kind.write(value, clock)
    return cells


def _suffixes(writer: Writer, edition: Edition, clock: Clock) -> dict[str, list[str]]:
    """The languages beside the row's own in which any row has a text, by column."""
    found: dict[str, set[str]] = {column.name: set() for column in writer.sheet.texts}
    if found:
        for instance in writer.rows(edition).iterator(chunk_size=CHUNK):
            language = getattr(instance, "language", clock.language)
            others = writer.others(instance, clock)
            for name, keys in found.items():
                value = others[name] if name in others else getattr(instance, name)
                keys.update(key for key in value if key != language)
    return {name: sorted(keys) for name, keys in found.items()}


def _nothing(instance: Any, clock: Clock) -> Mapping[str, Any]:  # noqa: ARG001 (a Writer's)
    return {}


def _of_category(category: Category, clock: Clock) -> Mapping[str, Any]:  # noqa: ARG001
    return {"parent": category.parent.code if category.parent else None}


def _of_hall(hall: Hall, clock: Clock) -> Mapping[str, Any]:  # noqa: ARG001
    return {"distances": getattr(hall, "ways", ())}


def _halls(edition: Edition) -> QuerySet[Hall]:
    """Each way stands in the row of the hall it starts from."""
    way = Concat("end__ref", Value(":"), Cast("minutes", TextField()), output_field=TextField())
    ways = HallDistance.objects.filter(start=OuterRef("pk")).order_by("end__ref")
    listed = ArraySubquery(ways.annotate(way=way).values("way"))
    return edition.halls.order_by("ref").annotate(ways=listed)


def _of_delegation(delegation: Delegation, clock: Clock) -> Mapping[str, Any]:  # noqa: ARG001
    return {
        "parent": delegation.parent.ref if delegation.parent else None,
        "lead_name": delegation.lead.name if delegation.lead else "",
        "lead_email": delegation.lead.email if delegation.lead else "",
    }


def _of_table(table: MeetingTable, clock: Clock) -> Mapping[str, Any]:  # noqa: ARG001
    return {"hall": table.hall.ref, "booth": table.booth.code if table.booth else ""}


def _of_participant(party: Exhibitor | Buyer, clock: Clock) -> Mapping[str, Any]:  # noqa: ARG001
    names = ("name", "registration_number", "country", "city", "website")
    cells = {name: getattr(party.organization, name) for name in names}
    mission = party.delegation.ref if party.delegation else None
    return {**cells, "delegation": mission, "private_tables": getattr(party, "kept", ())}


def _with_tables(parties: QuerySet[Any]) -> QuerySet[Any]:
    """Each with the tables that are kept for its organization."""
    here = {"edition": OuterRef("edition"), "reserved_for": OuterRef("organization")}
    kept = MeetingTable.objects.filter(**here).order_by("ref")
    found: QuerySet[Any] = parties.annotate(kept=ArraySubquery(kept.values("ref")))
    return found.order_by("ref")


def _of_exhibitor(exhibitor: Exhibitor, clock: Clock) -> Mapping[str, Any]:
    booth = exhibitor.booth
    place = {"hall": booth.hall.ref if booth else None, "booth": booth.code if booth else ""}
    return {**_of_participant(exhibitor, clock), **place}


def _of_product(product: Product, clock: Clock) -> Mapping[str, Any]:  # noqa: ARG001
    category = product.category.code if product.category else None
    return {"exhibitor": product.exhibitor.ref, "category": category}


def _of_certificate(certificate: Certificate, clock: Clock) -> Mapping[str, Any]:  # noqa: ARG001
    return {
        "exhibitor": certificate.exhibitor.ref,
        "product": certificate.product.ref if certificate.product else None,
        "checked_by": certificate.checked_by.email if certificate.checked_by else "",
    }


def _of_term(term: GlossaryTerm, clock: Clock) -> Mapping[str, Any]:  # noqa: ARG001
    return {"category": term.category.code if term.category else None}


def _of_need(need: SourcingNeed, clock: Clock) -> Mapping[str, Any]:  # noqa: ARG001
    return {"buyer": need.buyer.ref, "categories": [each.code for each in need.categories.all()]}


def _of_request(request: MeetingRequest, clock: Clock) -> Mapping[str, Any]:
    slot = request.fixed_slot
    start = slot.during.lower.astimezone(clock.zone) if slot else None
    return {
        "exhibitor": request.exhibitor.ref,
        "buyer": request.buyer.ref,
        "fixed_slot": f"{start:%Y-%m-%d %H:%M}" if start else "",
        "after": [each.ref for each in request.after.all()],
    }


WRITERS = (
    Writer(
        sheets.CATEGORIES,
        lambda e: Category.objects.filter(scheme=e.category_scheme).select_related("parent"),
        _of_category,
    ),
    Writer(sheets.HALLS, _halls, _of_hall),
    Writer(
        sheets.DELEGATIONS,
        lambda e: e.delegations.select_related("parent", "lead").order_by("ref"),
        _of_delegation,
    ),
    Writer(
        sheets.TABLES, lambda e: e.tables.select_related("hall", "booth").order_by("ref"), _of_table
    ),
    Writer(
        sheets.EXHIBITORS,
        lambda e: _with_tables(
            Exhibitor.objects.filter(edition=e).select_related(
                "organization", "delegation", "booth__hall"
            )
        ),
        _of_exhibitor,
    ),
    Writer(
        sheets.PRODUCTS,
        lambda e: (
            Product.objects.filter(edition=e)
            .select_related("exhibitor", "category")
            .order_by("ref")
        ),
        _of_product,
    ),
    Writer(
        sheets.CERTIFICATES,
        lambda e: (
            Certificate.objects.filter(edition=e)
            .select_related("exhibitor", "product", "checked_by")
            .order_by("ref")
        ),
        _of_certificate,
    ),
    Writer(
        sheets.BUYERS,
        lambda e: _with_tables(
            Buyer.objects.filter(edition=e).select_related("organization", "delegation")
        ),
        _of_participant,
    ),
    Writer(
        sheets.NEEDS,
        lambda e: (
            SourcingNeed.objects.filter(edition=e)
            .select_related("buyer")
            .prefetch_related(Prefetch("categories", Category.objects.order_by("code")))
            .order_by("ref")
        ),
        _of_need,
    ),
    Writer(
        sheets.INTERPRETERS,
        lambda e: Interpreter.objects.filter(edition=e).order_by("ref"),
        _nothing,
    ),
    Writer(
        sheets.GLOSSARY,
        lambda e: e.glossary.select_related("category").order_by("ref"),
        _of_term,
    ),
    Writer(
        sheets.REQUESTS,
        lambda e: (
            MeetingRequest.objects.filter(edition=e)
            .select_related("exhibitor", "buyer", "fixed_slot")
            .prefetch_related(Prefetch("after", MeetingRequest.objects.order_by("ref")))
            .order_by("ref")
        ),
        _of_request,
    ),
)


def numeric(sheet: Sheet, title: str) -> bool:
    """Whether a workbook may keep the column's cells as numbers."""
    column = sheet.by_name.get(title)
    return column is not None and isinstance(column.kind, Whole | Measure | Amount)
