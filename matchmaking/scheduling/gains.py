"""What a repair around a left-out wish is worth, and what it says of the wish."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from matchmaking.scheduling.measure import day_parts, hard_rules_kept, held_parts
from matchmaking.scheduling.probe import repair
from matchmaking.scheduling.problem import Reason
from matchmaking.scheduling.relaxing import relaxed

if TYPE_CHECKING:
    from matchmaking.scheduling.ledger import Ledger
    from matchmaking.scheduling.probe import Repair
    from matchmaking.scheduling.shape import Shape


class Probed(NamedTuple):
    """The reason, sharpened where probing found more; the changes that work and their points."""

    reason: Reason
    relaxation: Reason | None = None
    gained: int | None = None
    changes: tuple[Reason, ...] = ()


def probed(ledger: Ledger, w: int, reason: Reason) -> Probed:
    """What probing says of wish w, of which only the direct reason is known."""
    if reason.code == "displaced":
        reason = _rivals(ledger, w, reason)
    found = repair(ledger, w, dropping=False)
    if found is None or not found.changes:
        return Probed(reason)
    gained = gain(ledger, found)
    if gained <= 0:
        return Probed(reason)
    single = found.changes[0] if len(found.changes) == 1 else None
    return Probed(reason, single, gained, found.changes)


def _rivals(ledger: Ledger, w: int, reason: Reason) -> Reason:
    """The least valuable meetings that would have to go, in place of all that are in the way."""
    found = repair(ledger, w, dropping=True)
    if found is None:
        return reason
    wishes, slots = ledger.shape.problem.wishes, ledger.shape.problem.slots
    if found.dropped:
        return Reason("displaced", {"wishes": tuple(wishes[v].id for v in found.dropped)})
    return Reason("low_value", {"wish": wishes[w].id, "slot": slots[found.places[w][0]].id})


def gain(ledger: Ledger, found: Repair) -> int:
    """The points gained by a repair and the changes that it needs; 0 where its moves would break a
    minimum or the limit on gaps, of which the small model knows nothing.
    """
    shape = ledger.shape
    after = shape
    for change in found.changes:
        after = changed_shape(after, change)
    hall = dict(enumerate(table.hall for table in shape.problem.tables))
    touched = sorted({p for v in found.places for p in shape.sides[v]})
    near = {v for p in touched for v in shape.wishes_of[p]}
    halls = {v: hall[t] for v, t in ledger.tables.items() if v in near}
    new_hall = next((str(c.params["hall"]) for c in found.changes if "hall" in c.params), "")
    slots = ledger.slots | {v: s for v, (s, _, _) in found.places.items()}
    if not hard_rules_kept(after, slots, touched):
        return 0
    now = halls | {v: new_hall if t is None else hall[t] for v, (_, t, _) in found.places.items()}
    people = {v: who for v, who in ledger.people.items() if v in near}
    with_whom = people | {v: who for v, (_, _, who) in found.places.items() if who is not None}
    gained = held_parts(after, slots) | day_parts(after, slots, now, with_whom, touched)
    spent = held_parts(shape, ledger.slots) | day_parts(shape, ledger.slots, halls, people, touched)
    return sum(gained.values()) - sum(spent.values())


def changed_shape(shape: Shape, change: Reason) -> Shape:
    """The shape of the relaxed problem, as far as measuring goes: counts of tables stay."""
    problem = relaxed(shape.problem, change)
    if change.code != "more_time":
        return replace(shape, problem=problem)
    p, s = shape.party[str(change.params["party"])], shape.slot[str(change.params["slot"])]
    present = tuple(own | {s} if n == p else own for n, own in enumerate(shape.present))
    never = {frozenset(pair) for pair in problem.forbidden}
    allowed = list(shape.allowed)
    for v in shape.wishes_of[p]:
        wish = problem.wishes[v]
        fits = wish.fixed_slot in {None, problem.slots[s].id}
        fits &= wish.slots is None or problem.slots[s].id in wish.slots
        fits &= all(s in present[side] for side in shape.sides[v])
        if fits and frozenset((wish.a, wish.b)) not in never and s not in allowed[v]:
            allowed[v] = tuple(sorted((*allowed[v], s)))
    return replace(shape, problem=problem, present=present, allowed=tuple(allowed))
