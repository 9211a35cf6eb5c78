"""Why a wish was left out, and what would make room for it.

The reason is found by checking the wish against the finished timetable. Then, the most valuable
wishes first and as long as the time lasts, a small model (`probe.py`) looks for the least change
that makes room; a change is named only if it was found to work and to gain points.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from matchmaking.scheduling.gains import Probed, probed
from matchmaking.scheduling.ledger import Ledger
from matchmaking.scheduling.problem import Reason, Unscheduled
from matchmaking.scheduling.relaxing import likely_hall

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matchmaking.scheduling.problem import Placement
    from matchmaking.scheduling.shape import Shape

TEXTS = {
    "forbidden": "{a} and {b} must not meet.",
    "no_common_slot": "{a} and {b} have no slot in common that the wish allows.",
    "no_table": "No table is left in the slots both sides have free: {slots}.",
    "no_interpreter": "No interpreter for {languages} is free in the slots both have: {slots}.",
    "party_full": "{party} has no room for more than its {limit} meetings.",
    "quota_full": "Quota {quota} has no room for more than its {limit} meetings.",
    "order": "It comes after {wishes}, which leave no slot for it.",
    "displaced": "Other meetings of the same parties took the common slots: {wishes}.",
    "low_value": "Slot {slot} has room, but gaps or moves cost more than it earns, or time is up.",
    "conflict": "It cannot be held together with {wishes} and the minimums of {minimums}.",
    "more_time": "Open slot {slot} for {party}.",
    "more_seats": "Give {party} one more seat in slot {slot}.",
    "more_meetings": "Raise the meetings allowed to {party} by one.",
    "more_quota": "Raise quota {quota} by one meeting.",
    "more_a_day": "Raise the meetings a day allowed to {party} by one.",
    "more_tables": "Open one more table in hall {hall} in slot {slot}.",
    "interpreter": "Find an interpreter for {languages} in slot {slot}.",
}

# The same where no wish, no minimum or neither of them is named.
CONFLICTS = {
    (True, False): "It cannot be held together with {wishes}.",
    (False, True): "No timetable holds it and keeps the minimums of {minimums}.",
    (False, False): "No timetable can hold it.",
}

MOST_PROBES = 200
Why = tuple[Reason, Reason | None]


def text_of(reason: Reason) -> str:
    """The reason or relaxation as an English sentence."""
    words = {
        name: ", ".join(value) or "none" if isinstance(value, tuple) else str(value)
        for name, value in reason.params.items()
    }
    text = TEXTS[reason.code]
    if not words.get("hall", "any"):
        text = text.replace(" in hall {hall}", "")
    if reason.code == "conflict":
        named = bool(reason.params["wishes"]), bool(reason.params["minimums"])
        text = CONFLICTS.get(named, text)
    return text.format(**words)


def explain(shape: Shape, meetings: Sequence[Placement], seconds: float) -> tuple[Unscheduled, ...]:
    """Every wish that is not held, in the problem's order; `seconds` are for the probing."""
    until = monotonic() + seconds
    ledger = Ledger.of(shape, meetings)
    left = [w for w in range(len(shape.problem.wishes)) if w not in ledger.slots]
    empty = Ledger.of(shape, ())
    full = _full_quotas(ledger)
    reasons = {w: _why(ledger, w, empty, full) for w in left}
    found: dict[int, Probed] = {}
    if shape.problem.objective == "value":
        best_first = sorted(left, key=lambda w: (-shape.points(w), w))
        for w in best_first[:MOST_PROBES]:
            if monotonic() >= until:
                break
            found[w] = probed(ledger, w, reasons[w])
    wishes = shape.problem.wishes
    return tuple(
        Unscheduled(wishes[w].id, wishes[w].a, wishes[w].b, *found.get(w, Probed(reasons[w])))
        for w in left
    )


def never_possible(shape: Shape, w: int, empty: Ledger | None = None) -> Why | None:
    """Why a wish cannot be held even on an empty floor, or None if it could.

    `empty` is the ledger of that floor, where many wishes are asked about.
    """
    wish = shape.problem.wishes[w]
    sides = {"a": wish.a, "b": wish.b}
    if frozenset((wish.a, wish.b)) in shape.never:
        return Reason("forbidden", sides), None
    if not shape.allowed[w]:
        return Reason("no_common_slot", sides), _more_time(shape, w)
    empty = empty or Ledger.of(shape, ())
    if not any(empty.table(w, s) for s in shape.allowed[w]):
        return _short(shape, w, "no_table", shape.allowed[w])
    if not any(empty.interpreter(w, s) for s in shape.allowed[w]):
        return _short(shape, w, "no_interpreter", shape.allowed[w])
    return limit_below(shape, [w])


def limit_below(shape: Shape, wishes: Sequence[int]) -> Why | None:
    """The limit of a party or a quota that does not let all of the wishes be held, if any."""
    for p in dict.fromkeys(p for w in wishes for p in shape.sides[w]):
        party = shape.problem.parties[p]
        limits = [m for m in (party.maximum, _in_all_days(shape, p)) if m is not None]
        if limits and min(limits) < sum(p in shape.sides[w] for w in wishes):
            reason = Reason("party_full", {"party": party.id, "limit": min(limits)})
            return reason, Reason("more_meetings", {"party": party.id})
    for quota, counted in zip(shape.problem.quotas, shape.quotas, strict=True):
        if quota.maximum < len(counted.intersection(wishes)):
            reason = Reason("quota_full", {"quota": quota.id, "limit": quota.maximum})
            return reason, Reason("more_quota", {"quota": quota.id})
    return None


def _in_all_days(shape: Shape, p: int) -> int | None:
    """How many meetings the limit a day leaves in the days on which the party is there."""
    most = shape.problem.parties[p].maximum_a_day
    if most is None:
        return None
    return most * sum(not shape.present[p].isdisjoint(day) for day in shape.days)


def _full_quotas(ledger: Ledger) -> dict[int, Reason]:
    """Why no more of the wishes of each full quota can be held, by wish."""
    found: dict[int, Reason] = {}
    shape = ledger.shape
    for quota, counted in zip(shape.problem.quotas, shape.quotas, strict=True):
        if sum(v in ledger.slots for v in counted) >= quota.maximum:
            reason = Reason("quota_full", {"quota": quota.id, "limit": quota.maximum})
            found = dict.fromkeys(counted, reason) | found
    return found


def _why(ledger: Ledger, w: int, empty: Ledger, full: Mapping[int, Reason]) -> Reason:
    shape = ledger.shape
    never = never_possible(shape, w, empty)
    if never is not None:
        return never[0]
    for p in shape.sides[w]:
        party, held = shape.problem.parties[p], len(ledger.held_by(p))
        if party.maximum is not None and held >= party.maximum:
            return Reason("party_full", {"party": party.id, "limit": party.maximum})
    return full.get(w) or _why_now(ledger, w)


def _why_now(ledger: Ledger, w: int) -> Reason:
    """The first thing that is missing in the slots that remain."""
    shape, wish = ledger.shape, ledger.shape.problem.wishes[w]
    waits = [v for v in shape.after[w] if v not in ledger.slots]
    earliest = max((ledger.slots[v] + 1 for v in shape.after[w] if v in ledger.slots), default=0)
    times = [s for s in shape.allowed[w] if s >= earliest]
    if waits or not times:
        blockers = waits or shape.after[w]
        return Reason("order", {"wishes": tuple(shape.problem.wishes[v].id for v in blockers)})
    seated = [s for s in times if all(ledger.seat(p, s) for p in shape.sides[w])]
    if not seated:
        return _taken(ledger, w, times)
    with_table = [s for s in seated if ledger.table(w, s)]
    if not with_table:
        return _short(shape, w, "no_table", seated)[0]
    served = [s for s in with_table if ledger.interpreter(w, s)]
    if not served:
        return _short(shape, w, "no_interpreter", with_table)[0]
    slot = shape.problem.slots[served[0]].id
    return Reason("low_value", {"wish": wish.id, "slot": slot})


def _taken(ledger: Ledger, w: int, times: Sequence[int]) -> Reason:
    """One of the parties is busy in every slot: full altogether, or just at those times."""
    shape, parties = ledger.shape, ledger.shape.problem.parties
    for p in shape.sides[w]:
        if not any(ledger.seat(p, s) for s in shape.present[p]):
            return Reason("party_full", {"party": parties[p].id, "limit": len(ledger.held_by(p))})
    rivals = sorted(
        {v for p in shape.sides[w] for v in ledger.held_by(p) if ledger.slots[v] in times}
    )
    names = tuple(shape.problem.wishes[v].id for v in rivals)
    if not names:  # a limit a day, reached in other slots
        p = next(p for p in shape.sides[w] if not ledger.seat(p, times[0]))
        limit = parties[p].maximum_a_day or 0
        return Reason("party_full", {"party": parties[p].id, "limit": limit})
    return Reason("displaced", {"wishes": names})


def _more_time(shape: Shape, w: int) -> Reason | None:
    """A slot that the wish allows and all but one of its parties have open."""
    wish = shape.problem.wishes[w]
    times = shape.open_slots(wish.slots)
    if wish.fixed_slot is not None:
        times &= {shape.slot[wish.fixed_slot]}
    for s in sorted(times):
        away = [p for p in shape.sides[w] if s not in shape.present[p]]
        if len(away) == 1:
            party, slot = shape.problem.parties[away[0]].id, shape.problem.slots[s].id
            return Reason("more_time", {"party": party, "slot": slot})
    return None


def _short(shape: Shape, w: int, code: str, times: Sequence[int]) -> Why:
    """Tables or interpreters are missing in all of the slots; more in the first would do."""
    slots = tuple(shape.problem.slots[s].id for s in times)
    if code == "no_table":
        hall = likely_hall(shape.problem, shape.problem.wishes[w])
        return Reason(code, {"slots": slots}), Reason(
            "more_tables", {"slot": slots[0], "hall": hall}
        )
    languages = shape.problem.wishes[w].languages or ()
    relaxation = Reason("interpreter", {"languages": languages, "slot": slots[0]})
    return Reason(code, {"languages": languages, "slots": slots}), relaxation
