"""The idle gaps of small parts of a problem: few literals, quick to build and to solve.

It propagates less than the exact wording of `gaps.py`, but a neighbourhood is solved sooner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matchmaking.scheduling.windows import windows_of

if TYPE_CHECKING:
    from matchmaking.scheduling.model import Expr, Model


def lean_gaps(model: Model) -> list[Expr]:
    """The gaps of each party, where all wishes are held on one day and every party has one seat."""
    return [_lean(model, p) if len(mine) > 1 else 0 for p, mine in enumerate(model.shape.wishes_of)]


def _lean(model: Model, p: int) -> Expr:
    cp = model.cp
    chosen, broken = _unbroken(model, p)
    begins = _begins(model, p)
    for window, literal in chosen.items():
        cp.add_implication(literal, begins[window.start])
    for s, begin in begins.items():
        cp.add_at_most_one([begin, *(v for window, v in chosen.items() if window.start != s)])
    more = cp.new_int_var(0, len(begins), "")
    cp.add(sum(begins.values()) == 1 + broken + more)
    cp.add(more == 0).only_enforce_if(~broken)
    return broken + more


def _begins(model: Model, p: int) -> dict[int, Expr]:
    """For each slot a literal: a run of meetings begins there."""
    cp, begins = model.cp, {}
    for s in model.shape.days[0]:
        busy, before = model.busy(p, s), model.busy(p, s - 1) if s else None
        if busy is None:
            continue
        if before is None:
            begins[s] = busy
            continue
        begins[s] = cp.new_bool_var("")
        cp.add_bool_or([begins[s], ~busy, before])
        cp.add_implication(begins[s], busy)
        cp.add_at_most_one([begins[s], before])
    return begins


def _unbroken(model: Model, p: int) -> tuple[dict[range, Expr], Expr]:
    """A literal for each unbroken window that the party's meetings can fill, and for none.

    A window excludes what lies outside it, idle slots inside it, and meetings where they keep
    the rest from filling it.
    """
    cp, mine = model.cp, model.shape.wishes_of[p]
    windows = windows_of([model.shape.allowed[w] for w in mine], model.shape.days[0])
    chosen = {window: cp.new_bool_var("") for window in windows}
    broken = cp.new_bool_var("")
    cp.add_exactly_one([*chosen.values(), broken])
    for s in model.shape.days[0]:
        busy = model.busy(p, s)
        if busy is not None:
            cp.add_at_most_one([busy, *(v for window, v in chosen.items() if s not in window)])
            cp.add_at_most_one([~busy, *(v for window, v in chosen.items() if s in window)])
        for n, w in enumerate(mine):
            if s in model.at[w]:
                others = [v for window, v in chosen.items() if (n, s) not in windows[window]]
                cp.add_at_most_one([model.at[w][s], *others])
    return chosen, broken
