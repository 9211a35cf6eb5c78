"""Why there is no timetable at all: a small set of musts and minimums that cannot hold together."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from matchmaking.scheduling.explain import limit_below, never_possible
from matchmaking.scheduling.gaps import exact_gaps, limit_difference
from matchmaking.scheduling.ledger import Ledger
from matchmaking.scheduling.model import build
from matchmaking.scheduling.problem import Reason, Unscheduled
from matchmaking.scheduling.relaxing import relaxed
from matchmaking.scheduling.shape import shape_of
from matchmaking.scheduling.teams import add_interpreters

if TYPE_CHECKING:
    from matchmaking.scheduling.explain import Why
    from matchmaking.scheduling.model import Model
    from matchmaking.scheduling.shape import Shape

LONGEST = 5.0  # seconds for the whole explanation: a larger set sooner beats a smaller one late


def conflict(shape: Shape, seconds: float, seed: int) -> tuple[Unscheduled, ...]:
    """The wishes of a conflicting set, each with reason `conflict` naming the others.

    A wish that is impossible by itself is the whole explanation, with the limit or the earlier
    wishes that make it so. The set is minimal if the time allows; without any proof in that time,
    the answer is empty. A relaxation is named where that one wish could then be held.
    """
    until = monotonic() + min(LONGEST, seconds)
    empty = Ledger.of(shape, ())
    alone = [
        Unscheduled(wish.id, wish.a, wish.b, *_checked(shape, w, why, until))
        for w, wish in enumerate(shape.problem.wishes)
        if shape.forced[w] and (why := never_possible(shape, w, empty)) is not None
    ]
    if alone:
        return tuple(alone)
    shape = _needed(shape)
    claims = _smallest_core(shape, until, seed)
    wishes = [n for kind, n in claims if kind == "wish"]
    short = dict.fromkeys(n for kind, n in claims if kind == "minimum")  # overall, or on a day
    parties = tuple(shape.problem.parties[n].id for n in short)
    if len(claims) == 1 and wishes:
        wish = shape.problem.wishes[wishes[0]]
        return (Unscheduled(wish.id, wish.a, wish.b, *_alone(shape, wishes[0])),)
    entries = []
    for w in wishes:
        wish = shape.problem.wishes[w]
        others = tuple(shape.problem.wishes[v].id for v in wishes if v != w)
        reason = Reason("conflict", {"wishes": others, "minimums": parties})
        entries.append(Unscheduled(wish.id, wish.a, wish.b, reason))
    for party in () if wishes else parties:
        entries.extend(_short_party(shape, party))
    return tuple(entries)


def _checked(shape: Shape, w: int, why: Why, until: float) -> Why:
    """With the relaxation only if the wish could then be held: more may stand in its way."""
    reason, change = why
    if change is None or monotonic() >= until:
        return reason, None
    works = never_possible(shape_of(relaxed(shape.problem, change)), w) is None
    return reason, change if works else None


def _needed(shape: Shape) -> Shape:
    """The problem without the wishes that no must and no minimum asks for: nobody misses them."""
    problem = shape.problem
    asking = {p for p, q in enumerate(problem.parties) if q.minimum or q.minimum_a_day}
    needed = [
        w for w, pair in enumerate(shape.sides) if shape.forced[w] or not asking.isdisjoint(pair)
    ]
    known = set(needed)
    for w in needed:  # grows: what a needed wish comes after is needed too
        needed += [first for first in shape.after[w] if first not in known]
        known.update(shape.after[w])
    if len(known) == len(problem.wishes):
        return shape
    wishes = tuple(wish for w, wish in enumerate(problem.wishes) if w in known)
    return shape_of(replace(problem, wishes=wishes, kept=()))


def _alone(shape: Shape, w: int) -> Why:
    """A must that no other must or minimum stands against: what has to go before it does."""
    chain = [w]
    for v in chain:
        chain += [earlier for earlier in shape.after[v] if earlier not in chain]
    impossible = [v for v in chain[1:] if never_possible(shape, v) is not None]
    if not impossible and (why := limit_below(shape, chain)) is not None:
        reason, change = why
        enough = change and limit_below(shape_of(relaxed(shape.problem, change)), chain) is None
        return reason, change if enough else None
    blockers = tuple(shape.problem.wishes[v].id for v in impossible or shape.after[w])
    if blockers:
        return Reason("order", {"wishes": blockers}), None
    return Reason("conflict", {"wishes": (), "minimums": ()}), None


def _short_party(shape: Shape, party: str) -> list[Unscheduled]:
    """No must is involved: name the wishes of a party whose minimum is out of reach, and the
    quota that keeps it there.
    """
    reason = Reason("conflict", {"wishes": (), "minimums": (party,)})
    minimum = shape.problem.parties[shape.party[party]].minimum
    for quota in shape.problem.quotas:
        if party in quota.parties and quota.maximum < minimum:
            reason = Reason("quota_full", {"quota": quota.id, "limit": quota.maximum})
    mine = (shape.problem.wishes[w] for w in shape.wishes_of[shape.party[party]])
    return [Unscheduled(wish.id, wish.a, wish.b, reason) for wish in mine]


def _smallest_core(shape: Shape, until: float, seed: int) -> list[tuple[str, int]]:
    model = build(shape, soft=True)
    add_interpreters(model)
    limit = shape.problem.preferences.max_break_difference
    if limit is not None:
        limit_difference(model, exact_gaps(model), limit)
    literals = {literal.index: literal for literal in model.claim_literals}
    core = _core(model.cp, list(literals.values()), until, seed)
    if core is None:
        return []
    for index in sorted(core):
        smaller = [literals[i] for i in sorted(core - {index})]
        if index in core and monotonic() < until and not _hold_alone(model, smaller, until, seed):
            core = _core(model.cp, smaller, until, seed) or core
    return [model.claims[index] for index in sorted(core)]


def _hold_alone(model: Model, assumed: list[Any], until: float, seed: int) -> bool:
    """Whether these hold together with nothing else held: the common case, and quickly seen."""
    cp = model.cp.clone()
    wanted = {n for kind, n in (model.claims[each.index] for each in assumed) if kind == "wish"}
    cp.add_bool_and([~held for w, held in enumerate(model.held) if w not in wanted])
    return _core(cp, assumed, until, seed) is None


def _core(cp: cp_model.CpModel, assumed: list[Any], until: float, seed: int) -> set[int] | None:
    """Assumptions that suffice for a contradiction; None if they hold together or time is up."""
    cp.clear_assumptions()
    cp.add_assumptions(assumed)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1  # cores come from a single worker
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = max(0.1, until - monotonic())
    if solver.solve(cp) != cp_model.INFEASIBLE:
        return None
    return set(solver.sufficient_assumptions_for_infeasibility()) or {a.index for a in assumed}
