"""Writes a whole import folder."""

import tomllib
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from matchmaking.generator import (
    buyers,
    certificates,
    exhibitors,
    floor,
    interpreters,
    missions,
    needs,
    products,
)
from matchmaking.generator.edition import SLUG, edition_toml
from matchmaking.generator.requests import Requests
from matchmaking.generator.sheet import Sheet, open_sheet
from matchmaking.generator.sizes import SIZES
from matchmaking.generator.world import World, make_world

# A few buyers state ten needs and ask for as many meetings.
BUYER_SKEW, KEENEST = 2.5, 12.0
CALMER = 0.6  # the same for requests, which have only days to fit into


class NotOurs(Exception):  # noqa: N818 (says what it is about)
    """The folder holds something else than an edition made here: nothing is overwritten."""


def generate(size: str, seed: int, folder: Path) -> dict[str, int]:
    """The files of one edition; the same size and seed give the same bytes. Rows by file.

    NotOurs if that would write over what is no earlier edition of this function's.
    """
    _refuse_others(folder)
    world = make_world(SIZES[size], seed)
    folder.mkdir(parents=True, exist_ok=True)
    toml = edition_toml(world, seed)
    (folder / "edition.toml").write_text(toml, encoding="utf-8", newline="\n")
    rows: dict[str, int] = {}
    for write in (_floor, _supply, _demand):
        with ExitStack() as stack:
            sheets = _Sheets(folder, stack)
            write(world, sheets)
            rows |= {name: sheet.rows for name, sheet in sheets.opened.items()}
    return rows


def _refuse_others(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise NotOurs(f"{folder} is a file; name a folder, new or empty.")
    if not folder.exists() or not any(folder.iterdir()):
        return
    try:
        slug = tomllib.loads((folder / "edition.toml").read_text(encoding="utf-8")).get("slug")
    except (OSError, ValueError):
        slug = None
    if not str(slug).startswith(SLUG):
        text = "is not empty, and what it holds was not generated; name a new folder"
        raise NotOurs(f"{folder} {text}.")


class _Sheets:
    """Opens each file when it is first asked for."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.stack = stack
        self.opened: dict[str, Sheet] = {}

    def __getitem__(self, name: str) -> Sheet:
        if name not in self.opened:
            self.opened[name] = self.stack.enter_context(open_sheet(self.folder, name))
        return self.opened[name]


def _floor(world: World, sheets: _Sheets) -> None:
    missions.write(world, sheets["delegations"])
    exhibitors.plan(world)
    floor.write_halls(world, sheets["halls"])
    floor.write_tables(world, sheets["tables"])
    interpreters.write(world, sheets["interpreters"])


def _supply(world: World, sheets: _Sheets) -> None:
    for exhibitor, count in zip(world.exhibitors, products.counts(world), strict=True):
        exhibitors.write(world, exhibitor, sheets["exhibitors"])
        for number in range(1, count + 1):
            products.write(world, exhibitor, number, sheets["products"])
        certificates.write(world, exhibitor, count, sheets["certificates"])


def _demand(world: World, sheets: _Sheets) -> None:
    size, rng = world.size, world.rng
    keen = [min(KEENEST, rng.paretovariate(BUYER_SKEW)) for _ in range(size.buyers)]
    calm = [weight**CALMER for weight in keen]
    need_counts = Counter(rng.choices(range(size.buyers), keen, k=size.needs))
    request_counts = Counter(rng.choices(range(size.buyers), calm, k=size.requests))
    requests = Requests(world, sheets["requests"])
    for place in range(size.buyers):
        buyer, country = buyers.draw(world, place + 1)
        side = buyers.write(world, buyer, country, sheets["buyers"])
        for number in range(1, need_counts[place] + 1):
            needs.write(world, buyer, number, sheets["needs"])
        requests.write(buyer, side, min(request_counts[place], size.exhibitors // 2))
