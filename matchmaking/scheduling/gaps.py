"""Idle gaps of parties: runs of idle slots between two meetings of a party on one day.

Two wordings. The light one bounds gaps from below and serves an objective that pays for them. The
exact one also serves a limit on the difference between parties and, by its windows, proofs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from matchmaking.scheduling.windows import fillable

if TYPE_CHECKING:
    from matchmaking.scheduling.model import Expr, Model


def light_gaps(model: Model) -> list[Expr]:
    """Terms whose sum is at least, and at an optimum exactly, the number of gaps.

    Gaps of a day are the beginnings of its runs of meetings, less one if there is any meeting.
    """
    cp, terms = model.cp, []
    for p, party in enumerate(model.shape.problem.parties):
        if len(model.shape.wishes_of[p]) < 2:  # noqa: PLR2004 - a gap lies between two meetings
            continue
        for day in model.shape.days:
            here = {s: model.literals(model.shape.wishes_of[p], s) for s in day}
            if sum(map(bool, here.values())) < 2:  # noqa: PLR2004 - likewise
                continue
            if party.seats > 1:
                here = {s: [v] for s in day if (v := model.busy(p, s)) is not None}
            some = cp.new_bool_var("")
            cp.add(sum(v for literals in here.values() for v in literals) >= some)
            terms.append(-some)
            for s in day:
                if here.get(s):
                    begins = cp.new_bool_var("")
                    cp.add(begins >= sum(here[s]) - sum(here.get(s - 1, ())))
                    terms.append(begins)
    return terms


def exact_gaps(model: Model) -> list[Expr]:
    """For each party the exact number of its gaps, as an expression."""
    gaps: list[Expr] = []
    for p in range(len(model.shape.party)):
        days = [_day_gaps(model, p, day) for day in model.shape.days]
        if len(days) == 1 and days[0].begins and _tallied(model, p) is not None:
            gaps.append(_windows(model, p, days[0]))
        else:
            gaps.append(sum(sum(day.begins) for day in days))
        if any(day.begins for day in days):
            model.gaps[p] = gaps[-1]
    return gaps


def limit_difference(model: Model, gaps: list[Expr], difference: int) -> None:
    """The number of gaps of any two parties differs by at most `difference`."""
    most = len(model.shape.slot)
    least, greatest = (model.cp.new_int_var(0, most, "") for _ in range(2))
    for count in gaps:
        model.cp.add(count >= least)
        model.cp.add(count <= greatest)
    model.cp.add(greatest - least <= difference)


@dataclass(slots=True)
class _Day:
    """Literals of a party's day by slot: it has begun, meetings lie ahead, a gap begins there."""

    started: dict[int, Expr] = field(default_factory=dict)
    ahead: dict[int, Expr] = field(default_factory=dict)
    begins: list[Expr] = field(default_factory=list)


def _day_gaps(model: Model, p: int, day: range) -> _Day:
    """The party's day, with a literal for each slot in which a gap may begin."""
    cp = model.cp
    busy: dict[int, Expr] = {s: v for s in day if (v := model.busy(p, s)) is not None}
    total = _tallied(model, p)
    if len(busy) < 2 or total == 1:  # noqa: PLR2004 - a gap lies between two meetings
        return _Day()
    span = range(min(busy), max(busy) + 1)
    started = _running(model, busy, span)
    ahead = _running(model, busy, span[::-1])
    if total is not None:
        _count_off(model, busy, total, started, ahead)
    begins = []
    for s in span[1:-1]:
        if s - 1 in busy:
            gap, idle = cp.new_bool_var(""), [~busy[s]] if s in busy else []
            cp.add_bool_and([busy[s - 1], ahead[s], *idle]).only_enforce_if(gap)
            cp.add_bool_or([gap, ~busy[s - 1], ~ahead[s], *(~v for v in idle)])
            begins.append(gap)
    return _Day(started, ahead, begins)


def _count_off(
    model: Model,
    busy: dict[int, Expr],
    total: int,
    started: dict[int, Expr],
    ahead: dict[int, Expr],
) -> None:
    """The number of meetings is known: how many are over says what has started or lies ahead."""
    cp = model.cp
    cp.add(sum(busy.values()) == total)
    so_far: Expr = 0
    for s, begun in started.items():
        so_far += busy.get(s, 0)
        cp.add(so_far >= begun)
        cp.add(so_far <= total * begun)
        if s + 1 in ahead:
            cp.add(total - so_far >= ahead[s + 1])
            cp.add(total - so_far <= total * ahead[s + 1])
        cp.add_bool_or([begun, ahead[s + 1] if s + 1 in ahead else ahead[s]])


def _running(model: Model, busy: dict[int, Expr], span: range) -> dict[int, Expr]:
    """Monotone literals along the span: there has been a meeting up to here."""
    literals: dict[int, Expr] = {}
    before: list[Expr] = []
    for s in span:
        literal = model.cp.new_bool_var("")
        here = [busy[s]] if s in busy else []
        model.cp.add_bool_or([~literal, *before, *here])
        for cause in [*before, *here]:
            model.cp.add_implication(cause, literal)
        literals[s] = literal
        before = [literal]
    return literals


def _tallied(model: Model, p: int) -> int | None:
    """The number of slots that party p is busy in on its only day, if that is settled."""
    mine = model.shape.wishes_of[p]
    settled = all(model.shape.forced[w] for w in mine) and not model.claims
    one = model.shape.problem.parties[p].seats == 1 and len(model.shape.days) == 1
    return len(mine) if settled and one else None


def _windows(model: Model, p: int, day: _Day) -> Expr:
    """The party's gaps as "any at all" and "how many more": one literal is what proofs build on.

    One boolean for each window that its meetings can fill: exactly one, or there is a gap.

    Without them the linear relaxation spreads a party's meetings thinly and sees no gap at all.
    """
    total = len(model.shape.wishes_of[p])
    cp, busy = model.cp, {s: v for s in model.shape.days[0] if (v := model.busy(p, s)) is not None}
    window = {slots[0]: cp.new_bool_var("") for slots in fillable(model.shape, p)}
    broken, begins = cp.new_bool_var(""), day.begins
    cp.add_exactly_one([*window.values(), broken])
    for s, started in day.started.items():
        later = [v for start, v in window.items() if start > s]
        cp.add_at_most_one([*later, started])
    for s, ahead in day.ahead.items():
        over = [v for start, v in window.items() if start + total <= s]
        cp.add_at_most_one([*over, ahead])
    for s, literal in busy.items():
        cover = [v for start, v in window.items() if start <= s < start + total]
        cp.add(sum(cover) <= literal)
        for at in model.literals(model.shape.wishes_of[p], s):
            cp.add_bool_or([~at, *cover, broken])
    for gap in begins:
        cp.add_implication(gap, broken)
    cp.add_bool_or([*begins, ~broken])
    more = cp.new_int_var(0, len(begins) - 1, "")
    cp.add(sum(begins) == broken + more)
    model.broken[p], model.more[p] = broken, more
    return broken + more
