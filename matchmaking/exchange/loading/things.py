"""Tables, certificates, needs and interpreters: what their rows stand on beside plain links."""

from typing import Any

from buyers.models import SourcingNeed
from exhibitors.models import Certificate, Product
from expo.models import GlossaryTerm, Interpreter, MeetingTable
from matchmaking.exchange.loading.booths import place_booths
from matchmaking.exchange.loading.load import Load, rows_of
from matchmaking.exchange.loading.people import users_by_email
from matchmaking.exchange.loading.upsert import Loader
from matchmaking.exchange.rows import Row
from matchmaking.exchange.sheets import (
    CERTIFICATES,
    GLOSSARY,
    INTERPRETERS,
    NEEDS,
    PRODUCTS,
    TABLES,
)

Instances = dict[str, Any]


def _tables(load: Load, rows: list[Row], existing: Instances) -> None:  # noqa: ARG001 (hooks)
    place_booths(load, rows)


def _certificates(load: Load, rows: list[Row], existing: Instances) -> None:  # noqa: ARG001
    """The product is one of the exhibitor's; who checked it signs in."""
    products = {row.values["product"] for row in rows if row.values.get("product")}
    owners = dict(Product.objects.filter(id__in=products).values_list("id", "exhibitor_id"))
    for row in rows:
        product = row.values.get("product")
        if product and owners[product] != row.values["exhibitor"]:
            load.report(row, "product", "", "belongs to another exhibitor; correct one of the two")
    checkers = [row for row in rows if "checked_by" in row.values]
    users = users_by_email((row.values["checked_by"], "") for row in checkers)
    for row in checkers:
        email = row.values["checked_by"].lower()
        row.extra["checked_by_id"] = users[email].pk if email else None


def _interpreters(load: Load, rows: list[Row], existing: Instances) -> None:  # noqa: ARG001
    """Interpreters sign in; their sectors are codes of the tree."""
    for row in rows:
        for code in row.values.get("sectors", ()):
            load.link(row, "sectors", "categories", code)
    named = [row for row in rows if "email" in row.values]
    users = users_by_email((row.values["email"], row.values["name"]) for row in named)
    for row in named:
        email = row.values["email"].lower()
        row.extra["user_id"] = users[email].pk if email else None


def _needs(load: Load, rows: list[Row], existing: Instances) -> None:  # noqa: ARG001
    for row in rows:
        codes = row.values.get("categories")
        if codes is not None:
            row.values["categories"] = {
                load.link(row, "categories", "categories", code) for code in codes
            }


def _categorise(load: Load, rows: list[Row], instances: Instances) -> None:  # noqa: ARG001
    """Writes the categories that differ."""
    listed = [row for row in rows if "categories" in row.values]
    between = SourcingNeed.categories.through
    there: dict[int, set[int]] = {instances[row.key].pk: set() for row in listed}
    links = rows_of(between).filter(sourcingneed__in=there)
    for need, category in links.values_list("sourcingneed_id", "category_id"):
        there[need].add(category)
    new, gone = [], []
    for row in listed:
        need = instances[row.key].pk
        wanted = row.values["categories"]
        row.touched = row.touched or wanted != there[need]
        new += [between(sourcingneed_id=need, category_id=each) for each in wanted - there[need]]
        if there[need] - wanted:
            gone.append(need)
            new += [
                between(sourcingneed_id=need, category_id=each) for each in wanted & there[need]
            ]
    rows_of(between).filter(sourcingneed__in=gone).delete()
    rows_of(between).bulk_create(new)


TABLE_LOADER = Loader(TABLES, MeetingTable, _tables)
PRODUCT_LOADER = Loader(PRODUCTS, Product)
CERTIFICATE_LOADER = Loader(CERTIFICATES, Certificate, _certificates)
NEED_LOADER = Loader(NEEDS, SourcingNeed, _needs, _categorise)
GLOSSARY_LOADER = Loader(GLOSSARY, GlossaryTerm)
INTERPRETER_LOADER = Loader(INTERPRETERS, Interpreter, _interpreters)
