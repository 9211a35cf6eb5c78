"""Idle gaps of parties: runs of idle slots between two meetings of a party on one day.

Three wordings. The light one bounds gaps from below and serves an objective that pays for them. The
exact one also serves a limit on the difference between parties; with windows it serves proofs.
"""

from __future__ import annotations

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
    """For each party the exact number of its gaps, as an expression.

    Worded as sparely as can be: most problems are settled before anything stronger is read in.
    """
    gaps: list[Expr] = []
    for p in range(len(model.shape.party)):
        ends = [literal for day in model.shape.days for literal in _gap_ends(model, p, day)]
        gaps.append(sum(ends))
        if ends:
            model.gaps[p] = gaps[-1]
            model.ends[p] = ends
    return gaps


def limit_difference(model: Model, gaps: list[Expr], difference: int) -> None:
    """The number of gaps of any two parties differs by at most `difference`."""
    first, most = len(model.cp.proto.constraints), len(model.shape.slot)
    least, greatest = (model.cp.new_int_var(0, most, "") for _ in range(2))
    for count in gaps:
        model.cp.add(count >= least)
        model.cp.add(count <= greatest)
    model.cp.add(greatest - least <= difference)
    model.difference = difference, range(first, len(model.cp.proto.constraints))


def _gap_ends(model: Model, p: int, day: range) -> list[Expr]:
    """A literal for each slot of the party's day that may be the last one of a gap."""
    cp = model.cp
    busy, total = _busy(model, p, day), _tallied(model, p)
    if len(busy) < 2 or total == 1:  # noqa: PLR2004 - a gap lies between two meetings
        return []
    if total is not None:
        cp.add(sum(busy.values()) == total)
    span = range(min(busy), max(busy) + 1)
    started = model.started[p] = _running(model, busy, span)
    ends = []
    for s in span[1:-1]:
        if s + 1 in busy:
            end, idle = cp.new_bool_var(""), [~busy[s]] if s in busy else []
            causes = [started[s - 1], busy[s + 1], *idle]
            cp.add_bool_and(causes).only_enforce_if(end)
            cp.add_bool_or([end, *(~cause for cause in causes)])
            ends.append(end)
    return ends


def _busy(model: Model, p: int, day: range) -> dict[int, Expr]:
    return {s: v for s in day if (v := model.busy(p, s)) is not None}


def days_settled(model: Model) -> bool:
    """Whether each party's gaps lie in its only day, in which it has a known number of meetings."""
    one = len(model.shape.days) == 1
    return one and bool(model.gaps) and all(_tallied(model, p) for p in model.gaps)


def add_windows(model: Model) -> None:
    """Have a model of settled days see whole days, for proofs.

    Each party's gaps become "any at all" and "how many more", in `broken` and `more`.
    """
    for p in model.gaps:
        _windows(model, p, _busy(model, p, model.shape.days[0]))


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


def _windows(model: Model, p: int, busy: dict[int, Expr]) -> None:
    """One boolean for each window that the party's meetings can fill: exactly one, or a gap.

    Without them the linear relaxation spreads a party's meetings thinly and sees no gap at all.
    """
    total, ends = len(model.shape.wishes_of[p]), model.ends[p]
    cp = model.cp
    window = {slots[0]: cp.new_bool_var("") for slots in fillable(model.shape, p)}
    broken = cp.new_bool_var("")
    cp.add_exactly_one([*window.values(), broken])
    for s, started in model.started[p].items():
        later = [v for start, v in window.items() if start > s]
        cp.add_at_most_one([*later, started])
    for s, ahead in _running(model, busy, range(max(busy), min(busy) - 1, -1)).items():
        over = [v for start, v in window.items() if start + total <= s]
        cp.add_at_most_one([*over, ahead])
    for s, literal in busy.items():
        cover = [v for start, v in window.items() if start <= s < start + total]
        cp.add(sum(cover) <= literal)
        for at in model.literals(model.shape.wishes_of[p], s):
            cp.add_bool_or([~at, *cover, broken])
    for gap in ends:
        cp.add_implication(gap, broken)
    cp.add_bool_or([*ends, ~broken])
    more = cp.new_int_var(0, len(ends) - 1, "")
    cp.add(sum(ends) == broken + more)
    model.broken[p], model.more[p] = broken, more
