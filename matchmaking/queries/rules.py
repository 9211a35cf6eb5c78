"""The organizer's rules of an edition, as matching, wishes and the timetable ask them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Edition, MeetingTable, Participant, TimeSlot
from matchmaking.models import HostedOnly, MeetingLimit, PairRule, QuietTime

Pair = frozenset[int]


@dataclass(frozen=True)
class Limit:
    """Of one organization, all rules for it together."""

    minimum: int = 0
    maximum: int | None = None
    maximum_a_day: int | None = None

    def with_rule(self, rule: MeetingLimit) -> "Limit":
        """The stricter of each."""
        return Limit(
            max(self.minimum, rule.minimum),
            stricter(self.maximum, rule.maximum),
            stricter(self.maximum_a_day, rule.maximum_a_day),
        )


NO_LIMIT = Limit()


def stricter(one: int | None, other: int | None) -> int | None:
    """The smaller of two limits; None is none."""
    given = [number for number in (one, other) if number is not None]
    return min(given) if given else None


@dataclass(frozen=True)
class Rules:
    """Pairs are of organizations' keys; `hosted_only` are exhibitors'."""

    never: frozenset[Pair] = frozenset()
    must: frozenset[Pair] = frozenset()
    hosted_only: frozenset[int] = frozenset()
    limits: Sequence[MeetingLimit] = field(default_factory=list)
    quiet: Sequence[QuietTime] = field(default_factory=list)

    def forbids(self, exhibitor: Exhibitor, buyer: Buyer) -> bool:
        """Whether the two are not to meet."""
        pair = frozenset((exhibitor.organization_id, buyer.organization_id))
        return pair in self.never or (exhibitor.pk in self.hosted_only and not buyer.hosted)

    def demands(self, exhibitor: Exhibitor, buyer: Buyer) -> bool:
        """Whether they must."""
        return frozenset((exhibitor.organization_id, buyer.organization_id)) in self.must

    def open_to(self, slot: TimeSlot, buyer: Buyer) -> bool:
        """Whether a meeting of the buyer may be planned then."""
        return not any(
            _overlap(rule, slot)
            for rule in self.quiet
            if rule.who == QuietTime.Who.EVERYBODY
            or (rule.who == QuietTime.Who.HOSTED_ONLY and not buyer.hosted)
        )

    def hall_open(self, slot: TimeSlot, table: MeetingTable) -> bool:
        """Whether the table's hall is to be used then."""
        rules = [rule for rule in self.quiet if rule.hall_id == table.hall_id]
        return not any(_overlap(rule, slot) for rule in rules)

    def limits_of(
        self, exhibitors: Iterable[Exhibitor], buyers: Iterable[Buyer], members: Mapping[int, Any]
    ) -> Mapping[int, Limit]:
        """Organization → its limit; `members` are each delegation's organizations."""
        exhibitors, buyers = list(exhibitors), list(buyers)
        found: dict[int, Limit] = {}
        for rule in self.limits:
            for key in _group(rule, exhibitors, buyers, members):
                found[key] = found.get(key, NO_LIMIT).with_rule(rule)
        return found


NO_RULES = Rules()


def rules_of(edition: Edition) -> Rules:
    """Four queries."""
    pairs = PairRule.objects.filter(edition=edition).values_list("kind", "one", "other")
    kinds: dict[str, set[Pair]] = {kind: set() for kind in PairRule.Kind.values}
    for kind, one, other in pairs:
        kinds[kind].add(frozenset((one, other)))
    alone = HostedOnly.objects.filter(edition=edition).values_list("exhibitor", flat=True)
    return Rules(
        never=frozenset(kinds[PairRule.Kind.NEVER]),
        must=frozenset(kinds[PairRule.Kind.MUST]),
        hosted_only=frozenset(alone),
        limits=list(MeetingLimit.objects.filter(edition=edition)),
        quiet=list(QuietTime.objects.filter(edition=edition)),
    )


def pairs_that_must(
    rules: Rules, exhibitors: Collection[Exhibitor], buyers: Collection[Buyer]
) -> Iterable[tuple[Exhibitor, Buyer]]:
    """Each rule's exhibitor and buyer; where both exhibit and buy, the first one exhibits."""
    selling = {row.organization_id: row for row in exhibitors}
    buying = {row.organization_id: row for row in buyers}
    for pair in sorted(rules.must, key=sorted):
        one, other = sorted(pair)
        if one in selling and other in buying:
            yield selling[one], buying[other]
        elif other in selling and one in buying:
            yield selling[other], buying[one]


def wish_counts(pairs: Iterable[tuple[int, int]]) -> Mapping[int, int]:
    """How many wishes each organization has."""
    return Counter(key for pair in pairs for key in pair)


def _overlap(rule: QuietTime, slot: TimeSlot) -> bool:
    low, high = slot.during.lower, slot.during.upper
    during: Any = rule.during
    return bool(during.lower < high and low < during.upper)


def _group(
    rule: MeetingLimit,
    exhibitors: Sequence[Exhibitor],
    buyers: Sequence[Buyer],
    members: Mapping[int, Any],
) -> set[int]:
    group = MeetingLimit.Group
    rows: Sequence[Participant]
    if rule.group == group.ORGANIZATION:
        return {rule.organization_id} if rule.organization_id else set()
    if rule.group == group.DELEGATION:
        return {int(key) for key in members.get(rule.delegation_id or 0, ())}
    if rule.group == group.EXHIBITORS:
        rows = exhibitors
    elif rule.group == group.FIRST_TIME:
        rows = [row for row in exhibitors if row.first_time]
    elif rule.group == group.HOSTED:
        rows = [row for row in buyers if row.hosted]
    else:
        rows = buyers
    return {row.organization_id for row in rows}
