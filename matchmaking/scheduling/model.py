"""The CP-SAT model of who meets when: one boolean for each wish and slot.

Tables and interpreters are capacities here. They are worded so that handing out the single
tables and people afterwards (`assignment.py`) always succeeds and loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from matchmaking.scheduling.pairing import pair_up

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matchmaking.scheduling.shape import Shape

Expr = Any  # OR-Tools ships no types that mypy can follow
Place = tuple[int | None, str]  # the home party (None: a lounge) and the hall


@dataclass(slots=True)
class Model:
    """The CP-SAT model with its variables by position.

    `at[w][s]`: wish w is held in slot s. `held[w]`: it is held at all. `teams[g, pair, s]`: how
    many meetings of a language pair the interpreters of group g serve. `claims`: what each
    assumption literal stands for, ("wish" or "minimum", position), if the model was built soft.
    `gaps[p]`: the exact number of gaps of party p, if it can have any, and `ends[p]` the literals
    that they are counted by; `started[p][s]`: its latest day has begun by slot s. After
    `add_windows`, `broken[p]`: it has one, and `more[p]` counts its further ones.
    """

    shape: Shape
    cp: cp_model.CpModel
    at: list[dict[int, Expr]] = field(default_factory=list)
    held: list[Expr] = field(default_factory=list)
    teams: dict[tuple[int, tuple[str, str], int], Expr] = field(default_factory=dict)
    places: dict[tuple[int, int], dict[Place, Expr]] = field(default_factory=dict)
    people: dict[tuple[int, int], dict[int, Expr]] = field(default_factory=dict)
    claims: dict[int, tuple[str, int]] = field(default_factory=dict)
    claim_literals: list[Expr] = field(default_factory=list)
    busy_literals: dict[tuple[int, int], Expr] = field(default_factory=dict)
    gaps: dict[int, Expr] = field(default_factory=dict)
    ends: dict[int, list[Expr]] = field(default_factory=dict)
    started: dict[int, dict[int, Expr]] = field(default_factory=dict)
    broken: dict[int, Expr] = field(default_factory=dict)
    more: dict[int, Expr] = field(default_factory=dict)
    difference: tuple[int, range] | None = None

    def literals(self, wishes: Iterable[int], s: int) -> list[Expr]:
        """The booleans of those of the wishes that may be held in slot s."""
        return [self.at[w][s] for w in wishes if s in self.at[w]]

    def busy(self, p: int, s: int) -> Expr | None:
        """A literal: party p has a meeting in slot s. None if it never can."""
        if (p, s) not in self.busy_literals:
            mine = self.literals(self.shape.wishes_of[p], s)
            literal: Expr = mine[0] if mine else None
            if len(mine) > 1:
                literal = self.cp.new_bool_var("")
                if self.shape.problem.parties[p].seats == 1:
                    self.cp.add_exactly_one([*mine, ~literal])
                else:
                    self.cp.add_bool_or([*mine, ~literal])
                    for held in mine:
                        self.cp.add_implication(held, literal)
            self.busy_literals[p, s] = literal
        return self.busy_literals[p, s]

    def claim(self, kind: str, position: int) -> Expr:
        """A new assumption literal that stands for a must or a minimum."""
        literal = self.cp.new_bool_var("")
        self.claims[literal.index] = (kind, position)
        self.claim_literals.append(literal)
        return literal


def build(shape: Shape, *, soft: bool = False) -> Model:
    """Every hard rule but the idle gaps. `soft`: musts and minimums hold under assumptions."""
    model = Model(shape, cp_model.CpModel())
    _wishes(model, soft=soft)
    _parties(model, soft=soft)
    _order(model)
    _fixed_tables(model)
    _tables(model)
    return model


def _wishes(model: Model, *, soft: bool) -> None:
    cp, shape = model.cp, model.shape
    for w, times in enumerate(shape.allowed):
        at = {s: cp.new_bool_var("") for s in times}
        model.at.append(at)
        if shape.forced[w] and not soft:
            held: Expr = cp.new_constant(1)
            cp.add_exactly_one(at.values()) if at else cp.add_bool_or([])
        elif not at:
            held = cp.new_constant(0)
        else:
            held = cp.new_bool_var("")
            cp.add_exactly_one([*at.values(), ~held])
        if shape.forced[w] and soft:
            literal = model.claim("wish", w)
            cp.add_bool_or([*at.values(), ~literal])
        model.held.append(held)


def _parties(model: Model, *, soft: bool) -> None:
    cp, shape = model.cp, model.shape
    for p, party in enumerate(shape.problem.parties):
        mine = shape.wishes_of[p]
        _seats(model, p)
        total = sum(model.held[w] for w in mine)
        if party.maximum is not None and party.maximum < len(mine):
            cp.add(total <= party.maximum)
        if party.minimum:
            rule = cp.add(total >= party.minimum)
            if soft:
                rule.only_enforce_if(model.claim("minimum", p))
        _days(model, p, soft=soft)
    for quota, counted in zip(shape.problem.quotas, shape.quotas, strict=True):
        if quota.maximum < len(counted):
            cp.add(sum(model.held[w] for w in counted) <= quota.maximum)


def _days(model: Model, p: int, *, soft: bool) -> None:
    party = model.shape.problem.parties[p]
    for day in model.shape.days:
        today = [v for s in day for v in model.literals(model.shape.wishes_of[p], s)]
        if party.maximum_a_day is not None and party.maximum_a_day < len(today):
            model.cp.add(sum(today) <= party.maximum_a_day)
        if party.minimum_a_day and not model.shape.present[p].isdisjoint(day):
            rule = model.cp.add(sum(today) >= party.minimum_a_day)
            if soft:
                rule.only_enforce_if(model.claim("minimum", p))


def _seats(model: Model, p: int) -> None:
    cp, mine, seats = model.cp, model.shape.wishes_of[p], model.shape.problem.parties[p].seats
    used = 0
    for s in model.shape.present[p]:
        here = model.literals(mine, s)
        used += bool(here)
        if len(here) > seats == 1:
            cp.add_at_most_one(here)
        elif len(here) > seats:
            cp.add(sum(here) <= seats)
    if seats * used < len(mine):  # implied, but a search by clauses takes ages to count pigeons
        cp.add(sum(model.held[w] for w in mine) <= seats * used)


def _order(model: Model) -> None:
    # By every slot, no more of the later wish than of the earlier one before it: the strongest
    # linear wording of "strictly earlier".
    for w, before in enumerate(model.shape.after):
        for first in before:
            for s in model.at[w]:
                later = [v for t, v in model.at[w].items() if t <= s]
                earlier = [v for t, v in model.at[first].items() if t < s]
                model.cp.add(sum(later) <= sum(earlier))


def _fixed_tables(model: Model) -> None:
    shape = model.shape
    tables = {table.id: table for table in shape.problem.tables}
    fixed: dict[str, list[int]] = {}
    for w, wish in enumerate(shape.problem.wishes):
        if wish.fixed_table is not None:
            fixed.setdefault(wish.fixed_table, []).append(w)
    for name, wishes in fixed.items():
        opened = shape.open_slots(tables[name].slots)
        for s in range(len(shape.slot)):
            here = model.literals(wishes, s)
            if s in opened:
                model.cp.add_at_most_one(here)
            else:
                model.cp.add_bool_and([~v for v in here])


def _seated(
    model: Model, s: int
) -> tuple[dict[int, list[tuple[int, Expr]]], list[tuple[int, Expr]]]:
    """Who may sit where in a slot: each home party's meetings at its home, and the lounges'."""
    guests: dict[int, list[tuple[int, Expr]]] = {}
    loungers: list[tuple[int, Expr]] = []
    for w, at in enumerate(model.at):
        for owner, literal in _hosts(model, w, s) if s in at else ():
            if owner is None:
                loungers.append((w, literal))
            else:
                guests.setdefault(owner, []).append((w, literal))
    return guests, loungers


def _tables(model: Model) -> None:
    for s, homes in enumerate(model.shape.homes):
        guests, loungers = _seated(model, s)
        terms = _clustered(model, loungers, s)
        most_terms = len(terms)
        for owner, meetings in guests.items():
            room = homes.get(owner, 0)  # none where only a closed fixed table leads here
            most = min(len(meetings), model.shape.problem.parties[owner].seats)
            if most > room:
                over = model.cp.new_int_var(0, most - room, "")
                model.cp.add(sum(v for _, v in meetings) - over <= room)
                terms.append(over)
                most_terms += most - room
        if most_terms > model.shape.lounges[s]:
            model.cp.add(sum(terms) <= model.shape.lounges[s])
        if proves_gaps(model.shape):
            _pairs(model, s, terms)


def _pairs(model: Model, s: int, terms: list[Expr]) -> None:
    """Tie the busy parties of a slot to its meetings; `terms` counts those at lounges."""
    homes = model.shape.homes[s]
    counts = pair_up(model, s, model.shape.lounges[s] + sum(homes.values()))
    if counts and not homes:
        model.cp.add(sum(terms) == sum(counts))


def proves_gaps(shape: Shape) -> bool:
    """Whether a bound on the gaps is the work, of parties with one seat each."""
    return shape.problem.objective == "breaks" and all(p.seats == 1 for p in shape.problem.parties)


def _hosts(model: Model, w: int, s: int) -> list[tuple[int | None, Expr]]:
    """Who hosts wish w in slot s (None: a lounge), each with its literal.

    A meeting goes home where it can, since only its own party may use a home table, so the lounge
    gains by it; what a full home cannot take overflows to the lounge. Only where both sides
    have a home and neither is large enough for all its seats is there anything to decide.
    """
    shape, literal = model.shape, model.at[w][s]
    problem, homes = shape.problem, shape.homes[s]
    name = problem.wishes[w].fixed_table
    if name is not None:
        home = next(table.home for table in problem.tables if table.id == name)
        return [(shape.party[home] if home else None, literal)]
    owners = [p for p in shape.sides[w] if homes.get(p)]
    for owner in owners:
        if homes[owner] >= problem.parties[owner].seats:
            return [(owner, literal)]
    if len(owners) < len(shape.sides[w]):
        return [(owners[0] if owners else None, literal)]
    second = model.cp.new_bool_var("")
    first = model.cp.new_bool_var("")
    model.cp.add_exactly_one([first, second, ~literal])
    return [(owners[0], first), (owners[1], second)]


def _clustered(model: Model, meetings: list[tuple[int, Expr]], s: int) -> list[Expr]:
    """The literals to add up, with meetings that exclude each other gathered into one.

    Parties with one seat, most meetings first, take what is left over. It pays only where proving
    a bound on the gaps is the work: there, few literals propagate better than many.
    """
    if model.shape.problem.objective != "breaks":
        return [literal for _, literal in meetings]
    left, terms = dict(meetings), []
    for p in sorted(range(len(model.shape.party)), key=lambda p: -len(model.shape.wishes_of[p])):
        if model.shape.problem.parties[p].seats != 1:
            continue
        mine = model.literals(model.shape.wishes_of[p], s)
        taken = [left.pop(w) for w in model.shape.wishes_of[p] if w in left]
        if len(taken) == len(mine) > 1:
            terms.append(model.busy(p, s))
        elif len(taken) > 1:
            literal = model.cp.new_bool_var("")
            model.cp.add_exactly_one([*taken, ~literal])
            terms.append(literal)
        else:
            terms.extend(taken)
    return [*terms, *left.values()]
