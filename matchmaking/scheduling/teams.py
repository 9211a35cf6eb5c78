"""Interpreters as capacities: groups of equal people serve language pairs, slot by slot.

People with the same languages, slots and longest run form a group. That loses nothing: if a
group of k works at most k * r meetings in any r + 1 neighbouring slots of a day, giving each rest
to whoever rested longest ago leaves nobody with a run above r.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matchmaking.scheduling.model import Expr, Model
    from matchmaking.scheduling.shape import Shape


@dataclass(frozen=True, slots=True)
class Group:
    """Interpreters that can stand in for each other, by position in the problem."""

    members: tuple[int, ...]
    languages: frozenset[str]
    slots: frozenset[int]
    max_run: int | None


def groups_of(shape: Shape) -> tuple[Group, ...]:
    """The groups, in the order of their first members."""
    found: dict[tuple[frozenset[str], frozenset[int], int | None], list[int]] = {}
    for n, person in enumerate(shape.problem.interpreters):
        key = (person.languages, shape.open_slots(person.slots), person.max_run)
        found.setdefault(key, []).append(n)
    return tuple(Group(tuple(who), *key) for key, who in found.items())


def pair_of(languages: tuple[str, str]) -> tuple[str, str]:
    """The two languages in one order."""
    return min(languages), max(languages)


def add_interpreters(model: Model) -> None:
    """For each slot and language pair: as many interpreters as meetings; shifts and rests kept."""
    shape, groups = model.shape, groups_of(model.shape)
    needing: dict[tuple[str, str], list[int]] = {}
    for w, wish in enumerate(shape.problem.wishes):
        if wish.languages is not None:
            needing.setdefault(pair_of(wish.languages), []).append(w)
    for pair, wishes in needing.items():
        able = [g for g, group in enumerate(groups) if group.languages.issuperset(pair)]
        for s in range(len(shape.slot)):
            here = model.literals(wishes, s)
            if not here:
                continue
            serving = []
            for g in able:
                if s in groups[g].slots:
                    most = min(len(groups[g].members), len(here))
                    model.teams[g, pair, s] = model.cp.new_int_var(0, most, "")
                    serving.append(model.teams[g, pair, s])
            model.cp.add(sum(here) == sum(serving))
    for g, group in enumerate(groups):
        _shifts(model, g, group)


def _shifts(model: Model, g: int, group: Group) -> None:
    load: dict[int, list[Expr]] = {}
    for (other, _, s), count in model.teams.items():
        if other == g:
            load.setdefault(s, []).append(count)
    for counts in load.values():
        model.cp.add(sum(counts) <= len(group.members))
    if group.max_run is None:
        return
    for window in model.shape.windows(group.max_run + 1):
        work = [v for t in window for v in load.get(t, [])]
        model.cp.add(sum(work) <= group.max_run * len(group.members))
