"""An exhibitor's own products from a file, and what the file would change, row by row."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext as _

from exhibitors.models import Exhibitor, Product
from foundation.texts import Text as Texts
from matchmaking.exchange.clock import Clock
from matchmaking.exchange.columns import Column, Link, Text
from matchmaking.exchange.csv_files import read_csv
from matchmaking.exchange.kinds import REF
from matchmaking.exchange.loading.load import Counts, Load
from matchmaking.exchange.loading.upsert import Loader, load_rows
from matchmaking.exchange.problems import Problems, shortened
from matchmaking.exchange.rows import Row, bind, read_rows
from matchmaking.exchange.sheets import PRODUCTS
from matchmaking.exchange.tables import SourceError, Table
from matchmaking.exchange.workbook_parts import Limits
from matchmaking.exchange.workbooks import Workbook

LARGEST_FILE = 5 * 1024 * 1024
MOST_ROWS = 5000
BATCH = 250
# Of a workbook from a stranger.
LIMITS = Limits(unpacked=96 << 20, strings=24 << 20, cells=1_000_000)
ZIP = b"PK\x03\x04"

# Whose the products are is known: the column may stay out.
OWN_PRODUCTS = replace(
    PRODUCTS,
    columns=tuple(
        Column("exhibitor", REF, own=False) if column.name == "exhibitor" else column
        for column in PRODUCTS.columns
    ),
)
Moved = Callable[[int, int], None]
Lines = Iterator[tuple[int, list[str]]]


@dataclass
class Outcome:
    """What a file did, or would do. `rows` are dicts of `line`, `ref`, `name`, `kind` (`created`
    or `updated`) and `fields`: [column, before, after] each, shortened. `digest` is of all of it.
    """

    counts: Counts = field(default_factory=Counts)
    rows: list[dict[str, Any]] = field(default_factory=list)
    digest: str = ""


def load_own_products(
    exhibitor: Exhibitor, name: str, data: bytes, problems: Problems, moved: Moved
) -> Outcome:
    """Writes the file's rows in the current transaction; the caller rolls back after problems.

    `moved` is told how many rows are done, and of how many. A product of another exhibitor is
    never touched: its ref is refused.
    """
    with ExitStack() as stack:
        table = _table(stack, name, data, problems)
        bound = bind(OWN_PRODUCTS, table, problems) if table else None
        if table is None or bound is None:
            return Outcome()
        edition = exhibitor.edition
        clock = Clock(edition.zone, edition.language)
        load = _OwnLoad(edition, problems, clock, edition.category_scheme, file=table.file)
        lines = list(_within_limit(table, table.rows, problems))
        total, table.rows = len(lines), iter(lines)
        load.progress = lambda _file, done: moved(done, total)
        moved(0, total)
        watcher = _Watcher(exhibitor, load)
        loader = Loader(OWN_PRODUCTS, Product, watcher.before, watcher.after)
        load_rows(loader, load, read_rows(OWN_PRODUCTS, table, bound, clock, problems), BATCH)
        return watcher.outcome()


def _table(stack: ExitStack, name: str, data: bytes, problems: Problems) -> Table | None:
    """Which kind of file it is, its first bytes say; its name is only shown."""
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="fairlead-import-")))
    stem = "".join(char for char in Path(name).stem if char.isprintable() and char not in "/\\:")
    workbook = data.startswith(ZIP)
    path = folder / f"{stem[:60] or 'products'}{'.xlsx' if workbook else '.csv'}"
    path.write_bytes(data)
    if not workbook:
        return read_csv(path, problems)
    try:
        book = stack.enter_context(closing(Workbook(path, LIMITS)))
    except SourceError as error:
        problems.add(path.name, None, "", "", error.message)
        return None
    return book.table("products", problems) or book.first(problems)


def _within_limit(table: Table, rows: Lines, problems: Problems) -> Lines:
    yield from islice(rows, MOST_ROWS)
    for line, _cells in islice(rows, 1):
        advice = _("is row %(row)s; split the file, at most %(most)s rows fit")
        facts = {"row": f"{MOST_ROWS + 1:,}", "most": f"{MOST_ROWS:,}"}
        problems.add(table.file, line, "", "", advice % facts)


class _OwnLoad(Load):
    """For somebody who cannot add to the tree."""

    def _nowhere(self, to: str, ref: str) -> str:
        if f"0{ref}" in self.ids(to):
            return super()._nowhere(to, ref)
        return _(
            "is no code of the category tree; leave it empty and choose one on the product's page"
        )


class _Watcher:
    """Sees each batch before and after it is written."""

    def __init__(self, exhibitor: Exhibitor, load: Load) -> None:
        self._exhibitor, self._load = exhibitor, load
        self._codes = {key: code for code, key in load.ids("categories").items()}
        self._former: dict[str, dict[str, str]] = {}
        self._rows: list[dict[str, Any]] = []
        self._hash = hashlib.sha256()

    def before(self, load: Load, rows: list[Row], existing: dict[str, Any]) -> None:
        """Refuses what is not the exhibitor's own, and remembers what there was."""
        own = self._exhibitor
        for row in rows:
            there = existing.get(row.key)
            if row.values.get("exhibitor") and row.values["exhibitor"] != own.ref:
                advice = _("is not you: write %(ref)s, or leave the column out") % {"ref": own.ref}
                load.report(row, "exhibitor", row.values["exhibitor"], advice)
            elif there is not None and there.exhibitor_id != own.pk:
                load.report(row, "ref", row.key, _("is taken; choose another"))
            elif there is None:
                row.extra["exhibitor_id"] = own.pk
            else:
                self._former[row.key] = self._cells(there)

    def after(self, load: Load, rows: list[Row], written: dict[str, Any]) -> None:  # noqa: ARG002
        """Compares, in the file's own words."""
        for row in rows:
            now, former = self._cells(written[row.key]), self._former.get(row.key)
            before = former or {}
            fields = [
                (title, before.get(title, ""), now.get(title, ""))
                for title in sorted({*now, *before}, key=_place)
                if before.get(title, "") != now.get(title, "")
            ]
            if not fields:
                continue
            kind = "created" if former is None else "updated"
            self._hash.update(json.dumps([row.key, kind, fields]).encode())
            self._rows.append(
                {
                    "line": row.line,
                    "ref": row.key,
                    "name": str(written[row.key].name),
                    "kind": kind,
                    "fields": [[title, shortened(a), shortened(b)] for title, a, b in fields],
                }
            )

    def outcome(self) -> Outcome:
        """Once the file is through."""
        counts = self._load.counts.get(OWN_PRODUCTS.name, Counts())
        return Outcome(counts, self._rows, self._hash.hexdigest())

    def _cells(self, product: Product) -> dict[str, str]:
        """The cells of a product's row that are not empty, texts under their language's title."""
        cells: dict[str, str] = {"language": product.language}
        for column in OWN_PRODUCTS.columns:
            if not column.own:
                continue
            value = getattr(product, column.attribute)
            if isinstance(column.kind, Text):
                cells |= _texts(column.name, value, product.language)
            elif isinstance(column.kind, Link):
                cells[column.name] = self._codes.get(value, "")
            elif value is not None:
                cells[column.name] = column.kind.write(value, self._load.clock)
        return {title: cell for title, cell in cells.items() if cell}


def _texts(name: str, texts: Texts, language: str) -> dict[str, str]:
    titles = {key: name if key == language else f"{name}_{key}".replace("-", "_") for key in texts}
    return {titles[key]: text for key, text in texts.items()}


def _place(title: str) -> tuple[int, str]:
    """Columns in the file's order, a text's languages after it."""
    names = list(OWN_PRODUCTS.by_name)
    own = next((n for n in names if title == n), None)
    base = own or next((n for n in ("name", "description") if title.startswith(f"{n}_")), "ref")
    return names.index(base), title
