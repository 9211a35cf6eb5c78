"""What it takes to hold one wish more: a small model around its two parties.

Their meetings may move, change table and interpreter; everybody else's stay where they are. The
first question is which least changes of the problem (a slot, a seat, a table …) make room while
all that is held stays held; the second, with no change, which meetings would have to go. Both
answers are certain to work; within the neighbourhood they are the least.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from matchmaking.scheduling.problem import Reason
from matchmaking.scheduling.relaxing import likely_hall

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matchmaking.scheduling.ledger import Ledger
    from matchmaking.scheduling.model import Expr

# Meetings of the two parties that may move; measured: 60 took twenty times as long and found no
# smaller changes.
MOST_MOVING = 20
ONE_CHANGE = 10**6
# Among single changes: a rule costs nothing, a table little, somebody's time more.
DEAR = {"more_meetings": 1, "more_a_day": 1, "more_quota": 1, "more_tables": 2, "more_seats": 3}
DEAR |= {"more_time": 4, "interpreter": 5}
SECONDS, LONGEST = 1.0, 4.0  # deterministic, for the same answer on a busy machine; by the clock
Where = tuple[int, int | None, str | None]  # slot, table (None: the new one), interpreter
NEW = "new"


@dataclass(frozen=True, slots=True)
class Repair:
    """How the wish is held: the changes made, the meetings dropped, and where the others go."""

    changes: tuple[Reason, ...]
    dropped: tuple[int, ...]
    places: dict[int, Where]


@dataclass(slots=True)
class _Probe:
    """The model under construction. `at[v][s]`: meeting v in slot s; `gone[v]`: dropped."""

    ledger: Ledger
    wish: int
    dropping: bool
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    moving: tuple[int, ...] = ()
    at: dict[int, dict[int, Expr]] = field(default_factory=dict)
    gone: dict[int, Expr] = field(default_factory=dict)
    table: dict[tuple[int, int, int | None], Expr] = field(default_factory=dict)
    person: dict[tuple[int, int, str], Expr] = field(default_factory=dict)
    change: dict[tuple[str, tuple[int, ...]], Expr] = field(default_factory=dict)

    def changed(self, code: str, *where: int) -> Expr:
        """The literal of a change; always off if none is allowed."""
        if (code, where) not in self.change:
            literal = self.cp.new_bool_var("")
            if self.dropping:
                self.cp.add(literal == 0)
            self.change[code, where] = literal
        return self.change[code, where]


def repair(ledger: Ledger, wish: int, *, dropping: bool) -> Repair | None:
    """How to hold the wish, by changes of the problem or (`dropping`) at others' cost.

    None if that cannot be, or is not found in a second.
    """
    probe = _Probe(ledger, wish, dropping)
    probe.moving = _moving(ledger, wish)
    _times(probe)
    _parties(probe)
    _quotas(probe)
    _order(probe)
    _tables(probe)
    _interpreters(probe)
    _least(probe)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.symmetry_level = 0  # this and probing cost more than the search
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.max_deterministic_time = SECONDS
    solver.parameters.max_time_in_seconds = LONGEST
    if solver.solve(probe.cp) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    return _read(probe, solver)


def _moving(ledger: Ledger, wish: int) -> tuple[int, ...]:
    sides = sorted((ledger.held_by(p) for p in ledger.shape.sides[wish]), key=len)
    some = sides[0] if len(sides[0]) + len(sides[1]) > MOST_MOVING else sides[0] + sides[1]
    return (*dict.fromkeys(some[:MOST_MOVING]), wish)


def _times(probe: _Probe) -> None:
    shape, cp = probe.ledger.shape, probe.cp
    for v in probe.moving:
        times = set(shape.allowed[v])
        if v == probe.wish:
            times |= _more_time(probe)
        probe.at[v] = {s: cp.new_bool_var("") for s in sorted(times)}
        if v != probe.wish and probe.dropping and not shape.forced[v]:
            probe.gone[v] = cp.new_bool_var("")
        cp.add_exactly_one([*probe.at[v].values(), *([probe.gone[v]] if v in probe.gone else [])])


def _more_time(probe: _Probe) -> set[int]:
    """Slots that the wish allows but a party has not: each with its change as a condition."""
    shape, wish = probe.ledger.shape, probe.ledger.shape.problem.wishes[probe.wish]
    if {wish.a, wish.b} in map(set, shape.problem.forbidden):
        return set()
    times = shape.open_slots(wish.slots)
    if wish.fixed_slot is not None:
        times &= {shape.slot[wish.fixed_slot]}
    return set(times)


def _parties(probe: _Probe) -> None:
    """Seats and limits of everybody who has a meeting that moves, less what stays."""
    ledger, shape, cp = probe.ledger, probe.ledger.shape, probe.cp
    own = shape.sides[probe.wish]
    for p in sorted({p for v in probe.moving for p in shape.sides[v]}):
        mine = [v for v in probe.moving if p in shape.sides[v]]
        stay = Counter(ledger.busy.get(p, ()))
        stay.subtract(Counter(ledger.slots[v] for v in mine if v != probe.wish))
        party, ours = shape.problem.parties[p], p in own
        for s in sorted({s for v in mine for s in probe.at[v]}):
            here = [probe.at[v][s] for v in mine if s in probe.at[v]]
            more = probe.changed("more_seats", p) if ours else 0
            cp.add(sum(here) + stay[s] <= party.seats + more)
            if ours and s in probe.at[probe.wish] and s not in shape.present[p]:
                cp.add_implication(probe.at[probe.wish][s], probe.changed("more_time", p, s))
        held = sum(v for w in mine for v in probe.at[w].values()) + sum(stay.values())
        if party.maximum is not None:
            cp.add(held <= party.maximum + (probe.changed("more_meetings", p) if ours else 0))
        cp.add(held >= party.minimum)
        for day in shape.days:
            today = [v for w in mine for s, v in probe.at[w].items() if s in day]
            count = sum(today) + sum(stay[s] for s in day)
            if party.maximum_a_day is not None:
                more = probe.changed("more_a_day", p) if ours else 0
                cp.add(count <= party.maximum_a_day + more)
            if party.minimum_a_day and not shape.present[p].isdisjoint(day):
                cp.add(count >= party.minimum_a_day)


def _quotas(probe: _Probe) -> None:
    shape, held = probe.ledger.shape, probe.ledger.slots
    for q, (quota, counted) in enumerate(zip(shape.problem.quotas, shape.quotas, strict=True)):
        if probe.wish in counted:
            gone = sum(literal for v, literal in probe.gone.items() if v in counted)
            used = sum(v in held for v in counted) + 1
            probe.cp.add(used - gone <= quota.maximum + probe.changed("more_quota", q))


def _order(probe: _Probe) -> None:
    shape, held = probe.ledger.shape, probe.ledger.slots
    for v in probe.moving:
        for first in shape.after[v]:
            for s, literal in probe.at[v].items():
                if first in probe.at:
                    sooner = [u for t, u in probe.at[first].items() if t < s]
                    probe.cp.add_bool_or([*sooner, ~literal])
                elif held.get(first, s) >= s:
                    probe.cp.add(literal == 0)
    for later, end in held.items():
        if later not in probe.at:
            for first in probe.at.keys() & set(shape.after[later]):
                _before(probe, first, end)


def _before(probe: _Probe, first: int, end: int) -> None:
    """Meeting `first` has to be over when a meeting in slot `end`, which stays, begins."""
    if first in probe.gone:
        probe.cp.add(probe.gone[first] == 0)
    for s, literal in probe.at[first].items():
        if s >= end:
            probe.cp.add(literal == 0)


def _tables(probe: _Probe) -> None:
    """Each moving meeting takes a table that no staying one has, or the new one (the wish only)."""
    ledger, cp = probe.ledger, probe.cp
    for s in sorted({s for v in probe.moving for s in probe.at[v]}):
        here = [v for v in probe.moving if s in probe.at[v]]
        stay = {ledger.tables[w] for w in ledger.here.get(s, ()) if w not in probe.at}
        free = [t for t in ledger.open_tables[s] if t not in stay]
        for v in here:
            usable = [t for t in free if ledger.usable(v, t)]
            # Lounges are many: no more are needed than there are meetings, and the old one.
            usable = sorted(usable, key=lambda t: _liking(ledger, v, t))[: len(here) + 2]
            options = {t: cp.new_bool_var("") for t in usable}
            probe.table |= {(v, s, t): literal for t, literal in options.items()}
            literals = list(options.values())
            fixed = ledger.shape.problem.wishes[v].fixed_table is not None
            if v == probe.wish and not fixed:
                literals.append(cp.new_bool_var(""))
                probe.table[v, s, None] = literals[-1]
                cp.add_implication(literals[-1], probe.changed("more_tables", s))
            cp.add_exactly_one([*literals, ~probe.at[v][s]])
        for t in free:
            cp.add_at_most_one(probe.table[v, s, t] for v in here if (v, s, t) in probe.table)


def _liking(ledger: Ledger, v: int, t: int) -> tuple[bool, bool, int]:
    return t != ledger.tables.get(v), not ledger.shape.problem.tables[t].home, t


def _interpreters(probe: _Probe) -> None:
    ledger, cp, problem = probe.ledger, probe.cp, probe.ledger.shape.problem
    stay: dict[str, set[int]] = {}
    for w, who in ledger.people.items():
        if w not in probe.at:
            stay.setdefault(who, set()).add(ledger.slots[w])
    for v in probe.moving:
        languages = problem.wishes[v].languages
        for s, at in probe.at[v].items() if languages else ():
            options = {
                person.id: cp.new_bool_var("")
                for person in problem.interpreters
                if person.languages.issuperset(languages or ())
                and s in ledger.shifts[person.id]
                and s not in stay.get(person.id, ())
            }
            if v == probe.wish:
                options[NEW] = cp.new_bool_var("")
                cp.add_implication(options[NEW], probe.changed("interpreter", s))
            cp.add_exactly_one([*options.values(), ~at])
            probe.person |= {(v, s, who): literal for who, literal in options.items()}
    for person in problem.interpreters:
        _shift(probe, person.id, person.max_run, stay.get(person.id, set()))


def _shift(probe: _Probe, who: str, longest: int | None, stay: Iterable[int]) -> None:
    work: dict[int, list[Expr]] = {}
    for (_, s, other), literal in probe.person.items():
        if other == who:
            work.setdefault(s, []).append(literal)
    for literals in work.values():
        probe.cp.add_at_most_one(literals)
    if longest is None or not work:
        return
    for window in probe.ledger.shape.windows(longest + 1):
        load = sum(v for t in window for v in work.get(t, ()))
        probe.cp.add(load + sum(t in stay for t in window) <= longest)


def _least(probe: _Probe) -> None:
    """Fewest changes, or least points dropped; then few moves of what stays."""
    ledger, shape = probe.ledger, probe.ledger.shape
    cost: Expr = sum(
        (ONE_CHANGE + 100 * DEAR[code]) * literal for (code, _), literal in probe.change.items()
    )
    cost += sum((shape.points(v) + 1) * 100 * literal for v, literal in probe.gone.items())
    for v in probe.moving[:-1]:
        cost -= probe.at[v].get(ledger.slots[v], 0)
    probe.cp.minimize(cost)


def _read(probe: _Probe, solver: cp_model.CpSolver) -> Repair:
    on = solver.boolean_value
    places: dict[int, Where] = {}
    for (v, s, t), literal in probe.table.items():
        if on(literal):
            places[v] = s, t, None
    for (v, s, who), literal in probe.person.items():
        if on(literal):
            places[v] = s, places[v][1], who
    changes = tuple(
        _reason(probe, code, where, places[probe.wish])
        for (code, where), literal in probe.change.items()
        if on(literal)
    )
    return Repair(changes, tuple(v for v, literal in probe.gone.items() if on(literal)), places)


def _reason(probe: _Probe, code: str, where: tuple[int, ...], place: Where) -> Reason:
    problem = probe.ledger.shape.problem
    wish, slot = problem.wishes[probe.wish], problem.slots[place[0]].id
    if code == "more_tables":
        return Reason(code, {"slot": slot, "hall": likely_hall(problem, wish)})
    if code == "interpreter":
        return Reason(code, {"languages": wish.languages or (), "slot": slot})
    if code == "more_quota":
        return Reason(code, {"quota": problem.quotas[where[0]].id})
    party = problem.parties[where[0]].id
    if code in {"more_seats", "more_time"}:
        return Reason(code, {"party": party, "slot": slot})
    return Reason(code, {"party": party})
