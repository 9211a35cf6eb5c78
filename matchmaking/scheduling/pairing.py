"""Whoever is busy in a slot is busy with somebody: busy parties come in pairs.

A linear relaxation knows it, clauses do not: they see tables run out only meeting by meeting. One
count for each slot tells them, and lets windows of parties' days talk to each other directly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matchmaking.scheduling.model import Expr, Model
    from matchmaking.scheduling.shape import Shape

Side = list[int]


def pair_up(model: Model, s: int, most: int) -> list[Expr]:
    """For each group of parties who meet each other the number of its meetings in slot s.

    Two sides of whom nobody meets their own are equally busy; any other group has an even number
    of busy parties. `most`: all tables of the slot.
    """
    counts = []
    for sides in sides_of(model.shape):
        busy = [[v for p in side if (v := model.busy(p, s)) is not None] for side in sides]
        if any(busy):
            count = model.cp.new_int_var(0, min(most, sum(map(len, busy)) // 2), "")
            for literals in busy:
                model.cp.add(sum(literals) == (3 - len(sides)) * count)
            counts.append(count)
    return counts


def sides_of(shape: Shape) -> list[list[Side]]:
    """Connected parties: as two sides if every wish is between them, else as one group."""
    colour: dict[int, bool] = {}
    found = []
    for first in range(len(shape.party)):
        if first not in colour and shape.wishes_of[first]:
            members = _reached(shape, first, colour)
            mixed = any(
                colour[a] == colour[b] for p in members for a, b in _pairs(shape, p)
            )  # fmt: skip
            halves = [[p for p in members if colour[p]], [p for p in members if not colour[p]]]
            found.append([members] if mixed else halves)
    return found


def _reached(shape: Shape, first: int, colour: dict[int, bool]) -> list[int]:
    """All parties that meetings connect to the first; neighbours get the other colour."""
    colour[first] = True
    members = [first]
    for p in members:
        for pair in _pairs(shape, p):
            for other in pair:
                if other not in colour:
                    colour[other] = not colour[p]
                    members.append(other)
    return members


def _pairs(shape: Shape, p: int) -> list[tuple[int, int]]:
    return [shape.sides[w] for w in shape.wishes_of[p]]
