"""Reports put into words of the language in force: one function for each."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from expo.models import Edition
from matchmaking.exchange.reports.rosters import rosters
from matchmaking.exchange.reports.tables import Column, Figure, Kind, Report, Row, Table
from matchmaking.exchange.reports.words import (
    BUCKET_DEFINITION,
    BUCKETS,
    FIGURES,
    GROUPS,
    SIDES,
    TITLES,
)
from matchmaking.queries.reports.by import (
    Group,
    Listed,
    by_category,
    by_country,
    by_delegation,
    by_hall,
)
from matchmaking.queries.reports.fairness import Spread, fairness_of
from matchmaking.queries.reports.groups import currencies
from matchmaking.queries.reports.press import press_of
from matchmaking.queries.reports.sums import Money, Sums
from matchmaking.wording import country_name

NAME_WIDTH = 34
COUNTED = (
    "registrations", "exhibitors", "buyers", "products", "needs", "matches", "requests",
    "scheduled", "held", "no_show", "intents", "contracts", "intended", "contracted",
)  # fmt: skip
WITHOUT = {"category": {"registrations"}, "hall": {"registrations", "buyers", "needs"}}
MONEYED = ("intended", "contracted")
PRESS = (
    "exhibitors", "exhibitor_countries", "first_time", "ldc_exhibitors", "ldc_countries", "buyers",
    "buyer_countries", "hosted", "products", "needs", "matches", "requests", "accepted_share",
    "scheduled", "hours", "met_exhibitors", "met_buyers", "pairs_of_countries", "interpreted",
    "interpreters", "held", "no_show", "held_share", "intents", "intended", "contracts",
    "contracted",
)  # fmt: skip


def report_of(edition: Edition, name: str, **asked: Any) -> Report:
    """The report of that name; KeyError for any other."""
    return REPORTS[name](edition, **asked)


def column(name: str, edition: Edition) -> Column:
    """A figure's; money says its currency."""
    title, _definition, kind = FIGURES[name]
    said = f"{title} ({edition.currency})" if kind == Kind.MONEY else str(title)
    return Column(name, said, kind, 16 if kind == Kind.MONEY else 11)


def definition(name: str, edition: Edition) -> tuple[str, str]:
    """A figure's title and what it counts."""
    title, words, _kind = FIGURES[name]
    filled = {"threshold": edition.match_threshold, "currency": edition.currency}
    return str(title), str(words) % filled


def grouped(name: str, listed: Callable[[Edition], Listed]) -> Callable[[Edition], Report]:
    """A report by groups."""

    def make(edition: Edition) -> Report:
        found = listed(edition)
        figures = [each for each in COUNTED if each not in WITHOUT.get(name, ())]
        if name == "hall":
            figures = ["tables", "use", *figures]
        heads = [Column("group", HEADS[name](), Kind.TEXT, NAME_WIDTH)]
        groups = [(group, group_name(name, group)) for group in found.groups]
        if name == "country":
            groups.sort(key=lambda pair: (pair[0].key is None, pair[1]))
        rows = [
            Row([said, *_cells(found.figures.rows[group.key], figures, edition)], group.depth)
            for group, said in groups
        ]
        total = Row([_("All"), *_cells(found.figures.total, figures, edition)])
        columns = [*heads, *(column(each, edition) for each in figures)]
        main = Table(name, str(TITLES[name]), columns, rows, total, [OVERLAP[name]()], wide=True)
        tables = [main, *_amounts(edition, found, {g.key: s for g, s in groups}, heads)]
        return _report(edition, name, tables, [definition(each, edition) for each in figures])

    return make


def _report(
    edition: Edition,
    name: str,
    tables: list[Table],
    definitions: list[tuple[str, str]],
    notes: tuple[str, ...] = (),
) -> Report:
    made_at = timezone.now().astimezone(edition.zone)
    return Report(name, str(TITLES[name]), edition, made_at, tables, definitions, notes)


def group_name(name: str, group: Group) -> str:
    """What a row is called."""
    if group.key in (None, ""):
        return NOWHERE[name]()
    if name == "country":
        return country_name(group.code)
    if name == "delegation":
        return str(group.name)
    return f"{group.code} {group.name}".strip()


def _cells(row: Sums, figures: list[str], edition: Edition) -> list[Any]:
    cells: list[Any] = []
    for name in figures:
        if name == "use":
            cells.append(row.share("scheduled", "places"))
        elif name in MONEYED:
            cells.append(Money.of(row.amounts[name], edition.currency, edition.rates).value)
        else:
            cells.append(row.counts[name])
    return cells


def _amounts(
    edition: Edition, found: Listed, names: dict[Any, str], heads: list[Column]
) -> list[Table]:
    """Amounts as they were said, each in its currency: of all, and in workbooks by group. No
    table where there are none.
    """
    columns = [
        Column("what", _("What"), Kind.TEXT, 18),
        Column("currency", _("Currency"), Kind.TEXT, 10),
        Column("amount", _("Amount"), Kind.MONEY, 18),
        Column("worth", _("In %(currency)s") % {"currency": edition.currency}, Kind.MONEY, 18),
    ]
    rows = [Row(_amount(edition, *each)) for each in currencies(found.figures.total)]
    if not rows:
        return []
    notes = []
    if any(row.cells[-1] is None for row in rows):
        notes.append(
            _("Amounts without an exchange rate in the edition's settings are in no other table.")
        )
    title = _("Amounts in their own currencies")
    apart = [
        Row([name, *_amount(edition, *each)])
        for key, name in names.items()
        for each in currencies(found.figures.rows[key])
    ]
    by = _("Amounts by group")
    return [
        Table("amounts", title, columns, rows, None, notes),
        Table("amounts_by", by, [*heads, *columns], apart, None, notes, detail=True),
    ]


def _amount(edition: Edition, name: str, currency: str, value: Any) -> list[Any]:
    known = Money.of({currency: value}, edition.currency, edition.rates)
    return [str(FIGURES[name][0]), currency, value, None if known.unknown else known.value]


def press(edition: Edition) -> Report:
    """One figure a line, each with its definition beside it."""
    found = press_of(edition)
    columns = [
        Column("figure", _("Figure"), Kind.TEXT, NAME_WIDTH),
        Column("value", pgettext("of a figure", "Value"), Kind.COUNT, 18),
        Column("definition", _("What it counts"), Kind.TEXT, 70),
    ]
    rows = []
    for name in PRESS:
        _title, words = definition(name, edition)
        value: Any = found.counts.get(name, found.shares.get(name))
        if name in found.money:
            value = found.money[name].value
        figure = column(name, edition)
        rows.append(Row([figure.title, Figure(figure.kind, value), words]))
    notes = [
        _("%(figure)s without an exchange rate, left out above: %(amounts)s.")
        % {"figure": FIGURES[name][0], "amounts": _unknown(money)}
        for name, money in found.money.items()
        if money.unknown
    ]
    table = Table("press", str(TITLES["press"]), columns, rows, None, notes)
    return _report(edition, "press", [table], [])


def _unknown(money: Money) -> str:
    amount = Column("", "", Kind.MONEY)
    return ", ".join(f"{code} {amount.said(value)}" for code, value in money.unknown.items())


def fairness(edition: Edition) -> Report:
    """How meetings are spread, side by side."""
    tables = []
    for side, spreads in fairness_of(edition).items():
        columns = [
            Column("group", _("Group"), Kind.TEXT, NAME_WIDTH),
            column("members", edition),
            column("scheduled", edition),
        ]
        for number, words in enumerate(BUCKETS):
            columns.append(Column(f"with_{number}", str(words)))
            columns.append(Column(f"share_{number}", "%", Kind.SHARE, 8))
        columns += [column(name, edition) for name in ("mean", "median", "gini", "top_tenth")]
        rows = [Row(_spread(each)) for each in spreads if each.members or each.group == "all"]
        tables.append(Table(side, str(SIDES[side]), columns, rows, wide=True))
    names = ("members", "scheduled", "mean", "median", "gini", "top_tenth")
    defined = [definition(name, edition) for name in names]
    buckets = " · ".join(str(each) for each in BUCKETS)
    rest = (
        str(GROUPS["rest"]),
        _("Neither first-time exhibitors or hosted buyers, nor from least developed countries."),
    )
    return _report(edition, "fairness", tables, [*defined, (buckets, str(BUCKET_DEFINITION)), rest])


def _spread(spread: Spread) -> list[Any]:
    cells: list[Any] = [str(GROUPS[spread.group]), spread.members, spread.meetings]
    for number in spread.buckets:
        cells += [number, number / spread.members if spread.members else None]
    return [*cells, spread.mean, spread.median, spread.gini, spread.top_tenth]


HEADS: dict[str, Callable[[], str]] = {
    "country": lambda: _("Country or region"),
    "delegation": lambda: _("Delegation"),
    "category": lambda: _("Category"),
    "hall": lambda: _("Hall"),
}
NOWHERE: dict[str, Callable[[], str]] = {
    "country": lambda: _("without a country"),
    "delegation": lambda: _("without a delegation"),
    "category": lambda: _("without a category"),
    "hall": lambda: _("without a booth in a hall"),
}
OVERLAP: dict[str, Callable[[], str]] = {
    "country": lambda: _(
        "Matches, requests, meetings and what came of them count for the countries of both sides;"
        " in the last row each counts once."
    ),
    "delegation": lambda: _(
        "A mission's figures include those of its parts. What members of two delegations share"
        " counts for both; in the last row each counts once."
    ),
    "category": lambda: _(
        "Products and needs count in their own chapters; an exhibitor, its matches, requests and"
        " meetings in each chapter in which it lists a product; a buyer in each in which it has a"
        " need. In the last row each counts once."
    ),
    "hall": lambda: _(
        "Exhibitors, products, matches and requests count in the hall of the exhibitor's booth,"
        " meetings and what came of them in the hall of their table."
    ),
}
REPORTS: dict[str, Callable[..., Report]] = {
    "press": press,
    "country": grouped("country", by_country),
    "delegation": grouped("delegation", by_delegation),
    "category": grouped("category", by_category),
    "hall": grouped("hall", by_hall),
    "fairness": fairness,
    "rosters": rosters,
}
