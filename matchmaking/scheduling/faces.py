"""Interpreters by name in the model, so that parties keep theirs for a day where that can be.

Exact, but a boolean for each wish, slot and person; large problems hand people out afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matchmaking.scheduling.model import Expr, Model
    from matchmaking.scheduling.shape import Shape

MOST_FACES = 8_000


def few_faces(shape: Shape) -> bool:
    """Whether the problem is small enough for single interpreters, and has several."""
    problem = shape.problem
    needing = sum(len(shape.allowed[w]) for w, wish in enumerate(problem.wishes) if wish.languages)
    people = len(problem.interpreters)
    return (
        problem.preferences.interpreter_change > 0
        and people > 1
        and (0 < needing * people <= MOST_FACES)
    )


def changes_lost(model: Model) -> Expr:
    """Settle who interprets; the interpreters beyond the first of each party and day."""
    _settle(model)
    shape, cp = model.shape, model.cp
    changes: Expr = 0
    for mine in shape.wishes_of:
        for day in shape.days:
            faces: dict[int, list[Expr]] = {}
            for w in mine:
                for s in day:
                    for who, literal in model.people.get((w, s), {}).items():
                        faces.setdefault(who, []).append(literal)
            if len(faces) > 1:
                seen = {who: cp.new_bool_var("") for who in faces}
                for who, literals in faces.items():
                    for literal in literals:
                        cp.add_implication(literal, seen[who])
                anyone = cp.new_bool_var("")
                cp.add_bool_or([*seen.values(), ~anyone])
                changes += sum(seen.values()) - anyone
    return changes


def _settle(model: Model) -> None:
    """Each interpreted meeting has one person, who serves one at a time and takes rests."""
    shape, cp = model.shape, model.cp
    work: list[dict[int, list[Expr]]] = [{} for _ in shape.problem.interpreters]
    shifts = [shape.open_slots(person.slots) for person in shape.problem.interpreters]
    for w, wish in enumerate(shape.problem.wishes):
        if wish.languages is None:
            continue
        able = [
            n
            for n, person in enumerate(shape.problem.interpreters)
            if person.languages.issuperset(wish.languages)
        ]
        for s, at in model.at[w].items():
            people = {n: cp.new_bool_var("") for n in able if s in shifts[n]}
            cp.add_exactly_one([*people.values(), ~at])
            model.people[w, s] = people
            for n, literal in people.items():
                work[n].setdefault(s, []).append(literal)
    for person, load in zip(shape.problem.interpreters, work, strict=True):
        for literals in load.values():
            cp.add_at_most_one(literals)
        if person.max_run is not None:
            _rests(model, load, person.max_run)


def _rests(model: Model, load: dict[int, list[Expr]], longest: int) -> None:
    for window in model.shape.windows(longest + 1):
        work = [v for t in window for v in load.get(t, [])]
        if len(work) > longest:
            model.cp.add(sum(work) <= longest)
