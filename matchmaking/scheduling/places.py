"""Walking in the model: which hall each meeting takes, and where each party comes from.

Exact, but heavy: a boolean for each wish, slot and kind of place. Large problems are searched
without it, and their tables are handed out for little walking afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matchmaking.scheduling.walks import Distances

if TYPE_CHECKING:
    from matchmaking.scheduling.model import Expr, Model, Place
    from matchmaking.scheduling.shape import Shape

MOST_PLACES = 8_000


def places_of(shape: Shape) -> list[dict[Place, int]]:
    """For each slot how many tables are open of each kind of place."""
    places: list[dict[Place, int]] = [{} for _ in shape.slot]
    for table in shape.problem.tables:
        place = (shape.party[table.home] if table.home else None, table.hall)
        for s in shape.open_slots(table.slots):
            places[s][place] = places[s].get(place, 0) + 1
    return places


def few_places(shape: Shape) -> bool:
    """Whether the problem is small enough for walking in the model, and there is any to do."""
    if not Distances.of(shape.problem).far or not shape.problem.preferences.walking:
        return False
    halls = len({table.hall for table in shape.problem.tables})
    return sum(map(len, shape.allowed)) * halls <= MOST_PLACES


def walking_lost(model: Model) -> Expr:
    """Settle the halls of all meetings; the minutes that the parties walk, as an expression."""
    _settle(model)
    distances = Distances.of(model.shape.problem)
    minutes: Expr = 0
    for p in range(len(model.shape.party)):
        for day in model.shape.days:
            minutes += _walked(model, p, day, distances)
    return minutes


def _settle(model: Model) -> None:
    """Each meeting takes one kind of place that it may use, no more of a kind than are open."""
    cp, shape = model.cp, model.shape
    fixed = {table.id: table for table in shape.problem.tables}
    for s, places in enumerate(places_of(shape)):
        guests: dict[Place, list[Expr]] = {}
        for w, at in enumerate(model.at):
            if s not in at:
                continue
            usable = [place for place in places if place[0] in {None, *shape.sides[w]}]
            name = shape.problem.wishes[w].fixed_table
            if name is not None:
                home, hall = fixed[name].home, fixed[name].hall
                wanted = (shape.party[home] if home else None, hall)
                usable = [place for place in usable if place == wanted]
            literals = {place: cp.new_bool_var("") for place in usable}
            cp.add_exactly_one([*literals.values(), ~at[s]])
            model.places[w, s] = literals
            for place, literal in literals.items():
                guests.setdefault(place, []).append(literal)
        for place, here in guests.items():
            if len(here) > places[place]:
                cp.add(sum(here) <= places[place])


def _walked(model: Model, p: int, day: range, distances: Distances) -> Expr:
    """Minutes of party p on a day, its latest halls carried along from slot to slot."""
    latest: dict[str, Expr] = {}
    minutes: Expr = 0
    for s in day:
        here = _halls(model, p, s)
        if not here:
            continue
        one_team = model.shape.problem.parties[p].seats == 1
        inside = {hall: _any(model, literals) for hall, literals in here.items()}
        for hall, literals in here.items():
            for literal in [inside[hall]] if one_team else literals:
                minutes += _way(model, distances, latest, hall, literal)
        latest = _carried(model, p, s, inside, latest)
    return minutes


def _halls(model: Model, p: int, s: int) -> dict[str, list[Expr]]:
    """The literals of the party's meetings in a slot, by hall."""
    found: dict[str, list[Expr]] = {}
    for w in model.shape.wishes_of[p]:
        for (_, hall), literal in model.places.get((w, s), {}).items():
            found.setdefault(hall, []).append(literal)
    return found


def _any(model: Model, literals: list[Expr]) -> Expr:
    if len(literals) == 1:
        return literals[0]
    literal = model.cp.new_bool_var("")
    model.cp.add_max_equality(literal, literals)
    return literal


def _way(
    model: Model, distances: Distances, latest: dict[str, Expr], hall: str, literal: Expr
) -> Expr:
    """Minutes to a meeting in the hall, from the nearest of the latest halls; 0 if there is none.

    One boolean for each further distance: on, if the party comes from there or farther.
    """
    minutes: Expr = 0
    reached = 0
    for far in sorted({distances.between(old, hall) for old in latest} - {0}):
        step = model.cp.new_bool_var("")
        nearer = [v for old, v in latest.items() if distances.between(old, hall) < far]
        for old, v in latest.items():
            if distances.between(old, hall) >= far:
                model.cp.add_bool_or([step, ~literal, ~v, *nearer])
        minutes += (far - reached) * step
        reached = far
    return minutes


def _carried(
    model: Model, p: int, s: int, inside: dict[str, Expr], latest: dict[str, Expr]
) -> dict[str, Expr]:
    """The latest halls after slot s: those of its meetings if it has any, else those before."""
    cp = model.cp
    busy: Expr = model.busy(p, s)
    after = dict(inside)
    for hall, before in latest.items():
        now, literal = inside.get(hall), cp.new_bool_var("")
        here = [now] if now is not None else []
        cp.add_bool_or([literal, busy, ~before])
        cp.add_bool_or([~literal, before, *here])
        cp.add_bool_or([~literal, ~busy, *here])
        for cause in here:
            cp.add_implication(cause, literal)
        after[hall] = literal
    return after
