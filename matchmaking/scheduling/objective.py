"""The model's objective, its hints, and the timetable that its values stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from matchmaking.scheduling.assignment import Timetable, serving_groups
from matchmaking.scheduling.faces import changes_lost, few_faces
from matchmaking.scheduling.gaps import exact_gaps, light_gaps, limit_difference
from matchmaking.scheduling.places import few_places, walking_lost

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matchmaking.scheduling.model import Expr, Model

# Above this many wish-slot booleans the search works better without the gaps' small terms; the
# objective still counts the gaps, and the bound stays valid since gaps only cost.
MOST_WITH_GAPS = 60_000
Key = TypeVar("Key")


def add_comforts(model: Model, lost: Expr) -> None:
    """Add gaps, walking and interpreters by name where the problem's size allows, and all points.

    What is left out only costs, so the bound holds; it is counted on the timetable all the same.
    """
    problem, weights = model.shape.problem, model.shape.problem.preferences
    limit = weights.max_break_difference
    gaps: list[Expr] = []
    if problem.objective == "breaks" or limit is not None:
        gaps = exact_gaps(model)
        if limit is not None:
            limit_difference(model, gaps, limit)
    elif weights.idle_gap and sum(map(len, model.at)) <= MOST_WITH_GAPS:
        gaps = light_gaps(model)
    if problem.objective == "breaks":
        model.cp.minimize(sum(gaps))
        return
    lost += weights.idle_gap * sum(gaps)
    if few_places(model.shape):
        lost += weights.walking * walking_lost(model)
    if few_faces(model.shape):
        lost += weights.interpreter_change * changes_lost(model)
    set_objective(model, lost)


def set_objective(model: Model, lost: Expr) -> None:
    """Maximise the points of held wishes less those of moves and those lost otherwise."""
    shape, problem = model.shape, model.shape.problem
    points = sum(shape.points(w) * held for w, held in enumerate(model.held))
    for kept in problem.kept:
        same = model.at[shape.wish[kept.wish]].get(shape.slot.get(kept.slot, -1))
        points -= problem.preferences.moved * (1 if same is None else 1 - same)
    model.cp.maximize(points - lost)


def hint(model: Model, values: list[int] | None, slots: Mapping[int, int]) -> None:
    """Start the search from values of the variables, or else from the slots of held wishes."""
    if model.shape.problem.objective == "breaks":
        return  # measured: a first timetable with many gaps only leads the search astray
    if values is not None:
        for index, value in enumerate(values):
            model.cp.add_hint(model.cp.get_int_var_from_proto_index(index), value)
        return
    for w, at in enumerate(model.at):
        for s, literal in at.items():
            model.cp.add_hint(literal, slots.get(w) == s)


def timetable_of(model: Model, values: list[int]) -> Timetable:
    """What the model's variables say."""
    slots = {w: s for w, at in enumerate(model.at) for s, v in at.items() if values[v.index]}
    counts = {key: values[count.index] for key, count in model.teams.items()}
    halls = {w: _chosen(model.places[w, s], values)[1] for w, s in slots.items() if model.places}
    names = [person.id for person in model.shape.problem.interpreters]
    people = {
        w: names[_chosen(model.people[w, s], values)]
        for w, s in slots.items()
        if (w, s) in model.people
    }
    return Timetable(
        slots,
        serving_groups(model.shape, slots, counts),
        halls if model.places else None,
        people if model.people else None,
    )


def _chosen(literals: Mapping[Key, Expr], values: list[int]) -> Key:
    return next(key for key, literal in literals.items() if values[literal.index])
