"""Halls and the ways between them, each given once for a pair."""

import re
from typing import Any

from expo.models import Hall, HallDistance
from matchmaking.exchange.loading.load import Load
from matchmaking.exchange.loading.upsert import Loader
from matchmaking.exchange.numbers import SMALL
from matchmaking.exchange.rows import Row
from matchmaking.exchange.sheets import HALLS

_WAY = re.compile(r"([A-Za-z0-9._-]{1,64}):(\d{1,5})")
Pair = tuple[int, int]


def hall_loader() -> Loader:
    """For one import: ways are written when all halls have ids."""
    listed: list[Row] = []
    touched_before: dict[str, bool] = {}

    def note(load: Load, rows: list[Row], instances: dict[str, Any]) -> None:  # noqa: ARG001 (a hook)
        listed.extend(row for row in rows if "distances" in row.values)

    def before(load: Load, rows: list[Row], existing: dict[str, Any]) -> None:  # noqa: ARG001
        touched_before.update({row.key: row.key in existing for row in rows})

    def write(load: Load) -> None:
        changed = _write_ways(load, listed)
        halls = load.ids("halls")
        for row in listed:
            if touched_before[row.key] and not row.touched and halls[row.key] in changed:
                load.counts["halls"].unchanged -= 1
                load.counts["halls"].updated += 1

    return Loader(HALLS, Hall, before, note, write)


def _write_ways(load: Load, rows: list[Row]) -> set[int]:
    """Returns the halls whose ways are different now."""
    wanted = _wanted(load, rows)
    there = {
        (way.start_id, way.end_id): way for way in HallDistance.objects.filter(edition=load.edition)
    }
    mine = {load.ids("halls")[row.key] for row in rows}
    # A way is gone when both its halls were listed and neither names it.
    gone = [pair for pair in there if pair not in wanted and set(pair) <= mine]
    changed = [p for p, minutes in wanted.items() if p not in there or there[p].minutes != minutes]
    if load.problems:
        return set()
    HallDistance.objects.filter(
        id__in=[there[pair].pk for pair in gone + changed if pair in there]
    ).delete()
    HallDistance.objects.bulk_create(
        HallDistance(edition=load.edition, start_id=start, end_id=end, minutes=wanted[start, end])
        for start, end in changed
    )
    return {hall for pair in gone + changed for hall in pair}


def _wanted(load: Load, rows: list[Row]) -> dict[Pair, int]:
    wanted: dict[Pair, int] = {}
    for row in rows:
        own = load.ids("halls")[row.key]
        for cell in row.values["distances"]:
            found = _WAY.fullmatch(cell)
            if not found or int(found[2]) > SMALL:
                load.report(row, "distances", cell, "write hall:minutes, like H1:3;H3:5")
                continue
            other = load.link(row, "distances", "halls", found[1])
            if own is None or other is None:
                continue
            if own == other:
                load.report(row, "distances", cell, "is the way from a hall to itself; delete it")
                continue
            pair = (min(own, other), max(own, other))
            if wanted.setdefault(pair, int(found[2])) != int(found[2]):
                advice = f"is {wanted[pair]} minutes in the other hall's row; give it once"
                load.report(row, "distances", cell, advice)
    return wanted
