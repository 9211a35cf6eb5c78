"""Whose lead has a say in which meetings of a draft, and what they have said."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.models import User
from expo.models import Delegation, Edition
from matchmaking.models import LeadWord, Meeting, Schedule


def deciders_of(edition: Edition) -> Mapping[int, int]:
    """Delegation → the nearest from it upwards whose lead approves; only those that have one."""
    rows = edition.delegations.values_list("pk", "parent", "approves")
    parents = {key: parent for key, parent, _approves in rows}
    approving = {key for key, _parent, approves in rows if approves}
    found = {}
    for key in parents:
        at: int | None = key
        while at is not None and at not in approving:
            at = parents[at]
        if at is not None:
            found[key] = at
    return found


@dataclass
class Said:
    """Of one delegation with a say: its meetings that are proposed, by what its lead says."""

    waiting: list[int] = field(default_factory=list)
    approved: list[int] = field(default_factory=list)
    objected: list[int] = field(default_factory=list)

    @property
    def all(self) -> int:
        """How many meetings."""
        return len(self.waiting) + len(self.approved) + len(self.objected)

    @property
    def open(self) -> list[int]:
        """Those that are not approved, for whichever reason."""
        return [*self.waiting, *self.objected]


def said_of(schedule: Schedule) -> Mapping[int, Said]:
    """Delegation with a say → its meetings; one query where no lead has a say, else three.

    A word counts for the time and table at which the meeting stood when it was given.
    """
    deciders = deciders_of(schedule.edition)
    if not deciders:
        return {}
    words = {
        (word["meeting"], word["delegation"]): word["approved"]
        for word in _current(schedule).values("meeting", "delegation", "approved")
    }
    found: defaultdict[int, Said] = defaultdict(Said)
    for key, seller, buyer in proposed_of(schedule, deciders).values_list(
        "pk", "exhibitor__delegation", "buyer__delegation"
    ):
        for decider in {deciders[each] for each in (seller, buyer) if each in deciders}:
            word = words.get((key, decider))
            said = found[decider]
            (said.waiting if word is None else said.approved if word else said.objected).append(key)
    return dict(found)


def _current(schedule: Schedule) -> QuerySet[LeadWord]:
    words = LeadWord.objects.filter(meeting__schedule=schedule)
    return words.filter(slot=F("meeting__slot"), table=F("meeting__table"))


def proposed_of(schedule: Schedule, delegations: Iterable[int]) -> QuerySet[Meeting]:
    """Proposed meetings of these delegations' own companies, in order of time."""
    keys = list(delegations)
    meetings = schedule.meetings.filter(status=Meeting.Status.PROPOSED)
    mine = Q(exhibitor__delegation__in=keys) | Q(buyer__delegation__in=keys)
    return meetings.filter(mine).order_by("during", "pk")


def asks_leads(schedule: Schedule) -> bool:
    """Whether leads' words are needed: the edition wants them always, or they were asked here."""
    return schedule.edition.leads_approve or schedule.asked_at is not None


def held_back(schedule: Schedule) -> Mapping[int, set[int]]:
    """Meeting → the delegations whose lead has not approved it, where that is needed."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    if not asks_leads(schedule):
        return found
    for delegation, said in said_of(schedule).items():
        for key in said.open:
            found[key].add(delegation)
    return dict(found)


@dataclass(frozen=True)
class LeadLine:
    """A line of the desk's table: `leads` may speak for the delegation, its own lead first."""

    delegation: Delegation
    leads: list[User]
    said: Said
    objections: list[LeadWord]


def lead_lines(schedule: Schedule) -> list[LeadLine]:
    """Every delegation with a say in the draft; six queries at most."""
    said = said_of(schedule)
    if not said:
        return []
    delegations = {
        row.pk: row for row in schedule.edition.delegations.select_related("lead").order_by("ref")
    }
    objections: defaultdict[int, list[LeadWord]] = defaultdict(list)
    related = _current(schedule).select_related(
        "said_by", "meeting__exhibitor__organization", "meeting__buyer__organization"
    )
    still = {key for each in said.values() for key in each.objected}
    for word in related.filter(approved=False, meeting__in=still):
        objections[word.delegation_id].append(word)
    return [
        LeadLine(row, leads_above(row, delegations), said[key], objections[key])
        for key, row in delegations.items()
        if key in said
    ]


def leads_above(delegation: Delegation, all_of_them: Mapping[int, Delegation]) -> list[User]:
    """Its own lead and those above it."""
    found, at = [], delegation
    while at is not None:
        if at.lead is not None and at.lead not in found:
            found.append(at.lead)
        at = all_of_them.get(at.parent_id or 0)  # type: ignore[assignment]
    return found


def draft_for(delegation: Delegation) -> Schedule | None:
    """The newest timetable on which its leads were asked and that still has meetings to approve."""
    state = Schedule.State
    asked = delegation.edition.schedules.filter(asked_at__isnull=False).exclude(
        state=state.SUPERSEDED
    )
    newest = asked.select_related("edition", "asked_by").order_by("-asked_at").first()
    if newest is None or newest.state != state.APPROVED:
        return newest
    return newest if newest.meetings.filter(status=Meeting.Status.PROPOSED).exists() else None


STATES = ("waiting", "approved", "objected")


def spoken_for(schedule: Schedule, below: Collection[int]) -> Mapping[int, Said]:
    """`said_of`, of the delegations that a lead may speak for."""
    return {key: said for key, said in said_of(schedule).items() if key in below}


def counts(said: Mapping[int, Said]) -> dict[str, int]:
    """How many meetings are in each state; one that two delegations have a say in counts once."""
    keys = by_state(said)
    return {state: len(keys[state]) for state in STATES}


def by_state(said: Mapping[int, Said]) -> dict[str, set[int]]:
    """An objection goes before waiting, waiting before approval."""
    objected = {key for each in said.values() for key in each.objected}
    waiting = {key for each in said.values() for key in each.waiting} - objected
    approved = {key for each in said.values() for key in each.approved} - waiting - objected
    return {"waiting": waiting, "approved": approved, "objected": objected}


def reasons_of(schedule: Schedule, keys: Iterable[int], below: Iterable[int]) -> dict[int, Any]:
    """Meeting → the objection that counts."""
    words = _current(schedule).filter(meeting__in=list(keys), delegation__in=list(below))
    related = words.filter(approved=False).select_related("said_by")
    return {word.meeting_id: word for word in related}
