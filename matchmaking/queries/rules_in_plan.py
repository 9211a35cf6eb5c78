"""The organizer's rules in the terms of the solver's problem."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from expo.models import MeetingTable, TimeSlot
from matchmaking.queries.rules import Limit, Rules, stricter
from matchmaking.queries.times import open_slots
from matchmaking.queries.wishes import Wanted
from matchmaking.scheduling import problem as p


def limited(
    parties: Iterable[p.Party],
    limits: Mapping[int, Limit],
    begun: Mapping[int, int],
    wishes: Mapping[int, int] | None = None,
) -> Iterable[p.Party]:
    """With the organizer's limits, where they are stricter. Nobody has to hold more meetings than
    are wished for; those that have begun count.
    """
    for party in parties:
        rule = limits.get(int(party.id))
        if rule is None:
            yield party
            continue
        used = begun.get(int(party.id), 0)
        most = None if rule.maximum is None else max(0, rule.maximum - used)
        maximum = stricter(party.maximum, most)
        least = min(max(0, rule.minimum - used), (wishes or {}).get(int(party.id), 0))
        yield replace(
            party,
            minimum=least if maximum is None else min(least, maximum),
            maximum=maximum,
            maximum_a_day=stricter(party.maximum_a_day, rule.maximum_a_day),
        )


def pair_of(wanted: Wanted) -> tuple[int, int]:
    """The two organizations."""
    return wanted.exhibitor.organization_id, wanted.buyer.organization_id


def quietened(
    wish: Wanted, slots: Iterable[TimeSlot], opened: frozenset[str] | None, rules: Rules
) -> frozenset[str] | None:
    """Without the times that the organizer keeps quiet."""
    if not rules.quiet:
        return opened
    calm = frozenset(str(slot.pk) for slot in slots if rules.open_to(slot, wish.buyer))
    return calm if opened is None else opened & calm


def open_at(table: MeetingTable, slots: Sequence[TimeSlot], rules: Rules) -> frozenset[str] | None:
    """The slots in which a table serves; None where nothing limits."""
    opened = open_slots(slots, table.open)
    if not any(rule.hall_id == table.hall_id for rule in rules.quiet):
        return opened
    calm = frozenset(str(slot.pk) for slot in slots if rules.hall_open(slot, table))
    return calm if opened is None else opened & calm
