"""All sheets of a source into one edition, in the order in which they refer to each other."""

from collections.abc import Iterator

from expo.models import Category, Delegation
from matchmaking.exchange.loading.categories import SHIPPED_SCHEME, ensure_shipped
from matchmaking.exchange.loading.edition import start_load
from matchmaking.exchange.loading.halls import hall_loader
from matchmaking.exchange.loading.load import Load, Progress
from matchmaking.exchange.loading.participants import participant_loaders
from matchmaking.exchange.loading.requests import request_loader
from matchmaking.exchange.loading.things import (
    CERTIFICATE_LOADER,
    GLOSSARY_LOADER,
    INTERPRETER_LOADER,
    NEED_LOADER,
    PRODUCT_LOADER,
    TABLE_LOADER,
)
from matchmaking.exchange.loading.trees import lead_delegations, tree_loader
from matchmaking.exchange.loading.upsert import Loader, load_rows
from matchmaking.exchange.problems import Problems
from matchmaking.exchange.rows import bind, read_rows
from matchmaking.exchange.tables import Source


def load_source(source: Source, slug: str, problems: Problems, progress: Progress | None) -> Load:
    """Writes everything into the current transaction.

    With problems, what was written is incomplete: the caller rolls it back.
    """
    cells = source.edition(problems)
    load = start_load(cells, slug, problems)
    load.slug = slug or (cells.cells.get("slug", "") if cells else "")
    load.progress = progress
    if load.scheme == SHIPPED_SCHEME:
        ensure_shipped(problems)
    for loader in _loaders():
        _load_sheet(loader, load, source)
    return load


def _loaders() -> Iterator[Loader]:
    exhibitors, buyers = participant_loaders()
    yield tree_loader("categories", Category)
    yield hall_loader()
    yield tree_loader("delegations", Delegation, lead_delegations)
    yield TABLE_LOADER
    yield exhibitors
    yield PRODUCT_LOADER
    yield CERTIFICATE_LOADER
    yield buyers
    yield NEED_LOADER
    yield INTERPRETER_LOADER
    yield GLOSSARY_LOADER
    yield request_loader()


def _load_sheet(loader: Loader, load: Load, source: Source) -> None:
    name = loader.sheet.name
    before = len(load.problems)
    table = source.table(name, load.problems)
    if table is None:
        if len(load.problems) > before:
            load.unread.add(name)
        return
    load.file = table.file
    bound = bind(loader.sheet, table, load.problems)
    if bound is None:
        load.unread.add(name)
        return
    load_rows(loader, load, read_rows(loader.sheet, table, bound, load.clock, load.problems))
