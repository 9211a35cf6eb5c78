"""What a problem's fields must have to do with each other. Types are the reader's business."""

from __future__ import annotations

import math
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from operator import eq
from typing import TYPE_CHECKING

from matchmaking.scheduling.limits import (
    MOST,
    MOST_NUMBER,
    at_least,
    check_minimums,
    check_points,
    within_limits,
)
from matchmaking.scheduling.problem import ProblemError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from matchmaking.scheduling.problem import (
        Floor,
        Interpreter,
        Party,
        Placement,
        Problem,
        Quota,
        Slot,
        Table,
        Wish,
    )

MOST_NAMED = 20  # wishes of a circle; of a longer one both ends


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking half a million wishes has found out on the way.

    `party` and `wish` number the ids. `special` wishes have slots, a table, an order or languages
    of their own.
    """

    party: dict[str, int]
    wish: dict[str, int]
    special: list[int]


def check(problem: Problem) -> Checked:
    """Raise ProblemError at the first contradiction, naming the place and the remedy."""
    within_limits({name: len(getattr(problem, name)) for name in MOST})
    for name in ("slots", "tables", "interpreters", "quotas", "floors"):
        _unique(name, getattr(problem, name))
    parties = _unique("parties", problem.parties)
    wishes = _unique("wishes", problem.wishes)
    _slots(problem.slots)
    slots = {slot.id for slot in problem.slots}
    tables = {table.id: table for table in problem.tables}
    _parties(problem.parties, slots)
    for n, table in enumerate(problem.tables):
        where = f"$.tables[{n}]"
        _known(table.slots or (), slots, "slot", f"{where}.slots")
        _known([table.home] if table.home else (), parties, "party", f"{where}.home")
    special = _wishes(problem.wishes, parties, slots, tables)
    for n, interpreter in enumerate(problem.interpreters):
        _interpreter(interpreter, slots, f"$.interpreters[{n}]")
    for n, quota in enumerate(problem.quotas):
        _known(quota.parties, parties, "party", f"$.quotas[{n}].parties")
        at_least(0, quota.maximum, f"$.quotas[{n}].maximum")
    _floors(problem, parties)
    for n, pair in enumerate(problem.forbidden):
        _known(pair, parties, "party", f"$.forbidden[{n}]")
    _order(problem.wishes, special, wishes)
    _kept(problem.kept, wishes)
    check_points(problem)
    check_minimums(problem)
    return Checked(parties, wishes, special)


def _unique(
    name: str, things: Sequence[Slot | Party | Wish | Table | Interpreter | Quota | Floor]
) -> dict[str, int]:
    """The number of each id; none is empty or found twice."""
    ids = [thing.id for thing in things]
    known = dict(zip(ids, range(len(ids)), strict=True))
    if "" not in known and len(known) == len(ids):
        return known
    seen: dict[str, int] = {}
    for n, thing in enumerate(things):
        where = f"$.{name}[{n}].id"
        if not thing.id:
            raise ProblemError("the id is empty; give each its own", where)
        if thing.id in seen:
            first = f"$.{name}[{seen[thing.id]}]"
            raise ProblemError(f"id {thing.id!r} is taken by {first}; ids are unique", where)
        seen[thing.id] = n
    return known


def _known(ids: Iterable[str], known: Collection[str], kind: str, where: str) -> None:
    for name in ids:
        if name not in known:
            raise ProblemError(f"there is no {kind} {name!r}; add it or correct the id", where)


def _slots(slots: Sequence[Slot]) -> None:
    closed: set[str] = set()
    for n, slot in enumerate(slots):
        where = f"$.slots[{n}]"
        at_least(0, slot.start, f"{where}.start")
        at_least(1, slot.minutes, f"{where}.minutes")
        before = slots[n - 1] if n else None
        if before is None:
            continue
        if before.day != slot.day:
            closed.add(before.day)
        elif slot.start < before.start + before.minutes:
            raise ProblemError(f"begins before {before.id!r} ends; list slots in time order", where)
        if slot.day in closed:
            raise ProblemError(f"day {slot.day!r} is split; list a day's slots together", where)


def _parties(parties: Sequence[Party], slots: set[str]) -> None:
    known = all(slots.issuperset(ids or ()) for ids in {party.slots for party in parties})
    for n, party in enumerate(parties):
        limits = party.maximum or 0, party.maximum_a_day or 0, party.minimum, party.minimum_a_day
        usual = min(limits) >= 0 and max(limits) <= MOST_NUMBER
        if known and usual and 1 <= party.seats <= MOST_NUMBER:
            continue
        where = f"$.parties[{n}]"
        at_least(1, party.seats, f"{where}.seats")
        _known(party.slots or (), slots, "slot", f"{where}.slots")
        at_least(0, party.minimum, f"{where}.minimum")
        at_least(0, party.maximum, f"{where}.maximum")
        at_least(0, party.maximum_a_day, f"{where}.maximum_a_day")
        at_least(0, party.minimum_a_day, f"{where}.minimum_a_day")


def _wishes(
    wishes: Sequence[Wish],
    parties: Mapping[str, int],
    slots: Collection[str],
    tables: dict[str, Table],
) -> list[int]:
    """Of half a million, nearly all name two parties and little else: columns tell, at once.

    The others' numbers.
    """
    a, b = [wish.a for wish in wishes], [wish.b for wish in wishes]
    plain = parties.keys() >= set(a) and parties.keys() >= set(b) and not any(map(eq, a, b))
    plain = plain and min([wish.value for wish in wishes], default=0) >= 0
    special = [
        n
        for n, wish in enumerate(wishes)
        if wish.after
        or wish.languages is not None
        or wish.slots is not None
        or wish.fixed_slot is not None
        or wish.fixed_table is not None
    ]
    for n in special if plain else range(len(wishes)):
        _wish(wishes[n], parties, slots, tables, f"$.wishes[{n}]")
    return special


def _wish(
    wish: Wish,
    parties: Collection[str],
    slots: Collection[str],
    tables: dict[str, Table],
    where: str,
) -> None:
    _known([wish.a], parties, "party", f"{where}.a")
    _known([wish.b], parties, "party", f"{where}.b")
    if wish.a == wish.b:
        raise ProblemError(f"{wish.a!r} cannot meet itself; name two parties", where)
    at_least(0, wish.value, f"{where}.value", math.inf)
    _known(wish.slots or (), slots, "slot", f"{where}.slots")
    if wish.fixed_slot is not None:
        _known([wish.fixed_slot], slots, "slot", f"{where}.fixed_slot")
    if wish.fixed_table is not None:
        _known([wish.fixed_table], tables, "table", f"{where}.fixed_table")
        home = tables[wish.fixed_table].home
        if home not in {"", wish.a, wish.b}:
            text = f"table {wish.fixed_table!r} is home to {home!r}; choose another table"
            raise ProblemError(text, f"{where}.fixed_table")


def _interpreter(interpreter: Interpreter, slots: Collection[str], where: str) -> None:
    _known(interpreter.slots or (), slots, "slot", f"{where}.slots")
    at_least(1, interpreter.max_run, f"{where}.max_run")


def _floors(problem: Problem, parties: Collection[str]) -> None:
    labels = {party.group for party in problem.parties}
    for n, floor in enumerate(problem.floors):
        where = f"$.floors[{n}]"
        _known(floor.parties, parties, "party", f"{where}.parties")
        at_least(0, floor.minimum, f"{where}.minimum")
        if floor.group:
            _known([floor.group], labels, "party of group", f"{where}.group")
        elif not floor.parties:
            raise ProblemError("the floor is nobody's; name a group or parties", where)


def _order(wishes: Sequence[Wish], special: list[int], known: Collection[str]) -> None:
    waiting = {wishes[n].id: (n, wishes[n].after) for n in special if wishes[n].after}
    if not waiting:
        return
    for n, after in waiting.values():
        _known(after, known, "wish", f"$.wishes[{n}].after")
    try:
        TopologicalSorter({name: after for name, (_, after) in waiting.items()}).prepare()
    except CycleError as error:
        circle = error.args[1]
        names = [*reversed(circle)]
        if len(names) > MOST_NAMED:
            names[MOST_NAMED // 2 : -MOST_NAMED // 2] = ["…"]
        text = f"wishes wait for each other in a circle ({' after '.join(names)})"
        raise ProblemError(
            f"{text}; remove one of them", f"$.wishes[{waiting[circle[0]][0]}].after"
        ) from None


def _kept(meetings: Sequence[Placement], wishes: Mapping[str, int]) -> None:
    ids = [kept.wish for kept in meetings]
    if len(set(ids)) == len(ids) and all(map(wishes.__contains__, ids)):
        return
    seen: set[str] = set()
    for n, name in enumerate(ids):
        _known([name], wishes, "wish", f"$.kept[{n}].wish")
        if name in seen:
            text = f"wish {name!r} is kept twice; keep it once"
            raise ProblemError(text, f"$.kept[{n}].wish")
        seen.add(name)
