"""Leads' words on a draft: asked for, given, needed; nothing of theirs is approved without."""

from typing import Any

import pytest

from accounts.models import User
from expo.models import Delegation
from matchmaking.actions.answer_draft import answer_draft
from matchmaking.actions.approve_schedule import approve_schedule
from matchmaking.actions.ask_leads import ask_leads
from matchmaking.actions.cancel_meeting import cancel_meeting
from matchmaking.actions.move_meeting import move_meeting
from matchmaking.errors import ChangedMeanwhile, RuleBroken
from matchmaking.models import LeadWord, Meeting, Notice, Schedule
from matchmaking.queries.leads import held_back
from matchmaking.queries.parts import Part
from tests.factories.accounts import OrganizerFactory, UserFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import DelegationFactory, MeetingTableFactory, open_edition
from tests.factories.matchmaking import MeetingFactory, ScheduleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission() -> Delegation:
    edition = open_edition(slots=6)
    made: Delegation = DelegationFactory(edition=edition, lead=UserFactory(), approves=True)
    return made


@pytest.fixture
def draft(mission: Delegation) -> Schedule:
    made: Schedule = ScheduleFactory(edition=mission.edition)
    return made


def meeting(draft: Schedule, delegation: Delegation | None, at: int = 0) -> Meeting:
    made: Meeting = MeetingFactory(
        schedule=draft,
        slot=draft.edition.slots.order_by("during")[at],
        exhibitor=ExhibitorFactory(edition=draft.edition, delegation=delegation),
    )
    return made


def held(draft: Schedule) -> object:
    return held_back(Schedule.objects.get(pk=draft.pk))


def lead(delegation: Delegation) -> User:
    assert delegation.lead
    return delegation.lead


def approve(delegation: Delegation, draft: Schedule, **more: object) -> int:
    return answer_draft(delegation, draft.pk, user=lead(delegation), approve=True, **more)  # type: ignore[arg-type]


def test_asking_tells_the_lead_once_and_sends_the_draft_to_review(mission, draft):
    meeting(draft, mission)
    meeting(draft, mission, 1)
    organizer = OrganizerFactory()
    assert ask_leads(draft.pk, user=organizer).told == 1
    draft.refresh_from_db()
    assert (draft.state, draft.asked_by) == ("in_review", organizer)
    notice = Notice.objects.get()
    assert notice.user == mission.lead
    assert "2 meetings" in notice.body


def test_the_whole_waits_for_every_word(mission, draft):
    meeting(draft, mission)
    meeting(draft, None, 1)
    ask_leads(draft.pk)
    with pytest.raises(RuleBroken, match="Rwanda trade mission"):
        approve_schedule(draft.pk)
    approve(mission, draft)
    assert approve_schedule(draft.pk).meetings == 2


def test_what_waits_for_nobody_can_be_approved_the_rest_later(mission, draft):
    held = meeting(draft, mission)
    meeting(draft, None, 1)
    ask_leads(draft.pk)
    assert approve_schedule(draft.pk, part=Part(agreed=True)).meetings == 1
    held.refresh_from_db()
    assert held.status == "proposed"
    with pytest.raises(RuleBroken, match="not approved all"):
        approve_schedule(draft.pk)
    approve(mission, draft)
    assert approve_schedule(draft.pk, part=Part(delegation=mission.pk)).meetings == 2


def test_a_day_s_or_delegation_s_part_bypasses_nothing(mission, draft):
    held = meeting(draft, mission)
    ask_leads(draft.pk)
    for part in (
        Part(day=held.slot.day.date),
        Part(hall=held.table.hall_id),
        Part(delegation=mission.pk),
        Part(agreed=True),
    ):
        with pytest.raises(RuleBroken, match="nothing of this part"):
            approve_schedule(draft.pk, part=part)
    held.refresh_from_db()
    assert held.status == "proposed"


def test_nobody_s_word_is_needed_unless_the_edition_or_the_draft_asks(mission, draft):
    meeting(draft, mission)
    assert held(draft) == {}
    draft.edition.leads_approve = True
    draft.edition.save()
    with pytest.raises(RuleBroken):
        approve_schedule(draft.pk)


def test_both_sides_leads_have_to_agree(mission, draft):
    other = DelegationFactory(edition=draft.edition, lead=UserFactory(), approves=True)
    both = meeting(draft, mission)
    both.buyer.delegation = other
    both.buyer.save()
    ask_leads(draft.pk)
    approve(mission, draft)
    assert held(draft) == {both.pk: {other.pk}}
    approve(other, draft)
    assert held(draft) == {}


def test_an_objection_names_meetings_and_a_reason_and_is_told(mission, draft):
    first, second = meeting(draft, mission), meeting(draft, mission, 1)
    organizer = OrganizerFactory()
    ask_leads(draft.pk, user=organizer)
    no: dict[str, Any] = {"user": lead(mission), "approve": False}
    for keys, reason in (([first.pk], " "), ([], "late"), (None, "late")):
        with pytest.raises(RuleBroken, match="say why"):
            answer_draft(mission, draft.pk, keys=keys, reason=reason, **no)
    answer_draft(mission, draft.pk, keys=[first.pk], reason="A competitor", **no)
    approve(mission, draft)  # what still waits: not the one objected to
    assert held(draft) == {first.pk: {mission.pk}}
    told = Notice.objects.get(user=organizer)
    assert "A competitor" in told.body
    cancel_meeting(first.pk)
    assert approve_schedule(draft.pk).meetings == 1
    assert Meeting.objects.get(status="confirmed") == second


def test_a_word_is_of_the_time_and_table_that_were_read(mission, draft):
    moved, stays = meeting(draft, mission), meeting(draft, mission, 1)
    table = MeetingTableFactory(edition=draft.edition)
    ask_leads(draft.pk)
    approve(mission, draft)
    later = draft.edition.slots.order_by("during")[3]
    move_meeting(moved.pk, (later.pk, table.pk))
    assert held(draft) == {moved.pk: {mission.pk}}
    approve(mission, draft)
    assert held(draft) == {}
    assert LeadWord.objects.filter(meeting__in=[moved, stays]).count() == 2


def test_who_read_an_older_draft_is_told_and_says_nothing(mission, draft):
    moved = meeting(draft, mission)
    ask_leads(draft.pk)
    table = MeetingTableFactory(edition=draft.edition)
    move_meeting(moved.pk, (draft.edition.slots.order_by("during")[3].pk, table.pk))
    with pytest.raises(ChangedMeanwhile):
        approve(mission, draft, seen=0)
    assert not LeadWord.objects.exists()
    approve(mission, draft, seen=1)


def test_a_lead_above_speaks_for_those_below_and_not_the_other_way(mission, draft):
    part = DelegationFactory(
        edition=draft.edition, parent=mission, lead=UserFactory(), approves=True
    )
    quiet = DelegationFactory(edition=draft.edition, parent=part)
    above, below, lowest = (meeting(draft, d, n) for n, d in enumerate((mission, part, quiet)))
    ask_leads(draft.pk)
    approve(part, draft)
    assert held(draft) == {above.pk: {mission.pk}}
    LeadWord.objects.all().delete()
    assert approve(mission, draft) == 3
    assert held(draft) == {}
    assert set(LeadWord.objects.values_list("meeting", "delegation")) == {
        (above.pk, mission.pk),
        (below.pk, part.pk),
        (lowest.pk, part.pk),
    }


def test_a_part_without_a_lead_is_asked_of_the_lead_above(mission, draft):
    part = DelegationFactory(edition=draft.edition, parent=mission, approves=True)
    alone = DelegationFactory(edition=draft.edition, approves=True)
    meeting(draft, part)
    meeting(draft, alone, 1)
    asked = ask_leads(draft.pk)
    assert (asked.told, asked.nobody) == (1, [alone])
    assert Notice.objects.get().user == mission.lead


def test_foreign_meetings_and_drafts_that_nobody_asked_about_are_refused(mission, draft):
    mine, others = meeting(draft, mission), meeting(draft, None, 1)
    with pytest.raises(RuleBroken, match="not asked for"):
        approve(mission, draft)
    ask_leads(draft.pk)
    with pytest.raises(RuleBroken, match="Nothing was ticked"):
        approve(mission, draft, keys=[others.pk])
    assert approve(mission, draft, keys=[others.pk, mine.pk]) == 1
    with pytest.raises(RuleBroken, match="No lead's word"):
        ask_leads(draft.pk)


def test_what_was_said_stays_in_the_history(mission, draft):
    one = meeting(draft, mission)
    ask_leads(draft.pk)
    no: dict[str, Any] = {"user": lead(mission), "approve": False}
    answer_draft(mission, draft.pk, keys=[one.pk], reason="Too early", **no)
    approve(mission, draft, keys=[one.pk])
    events = LeadWord.objects.get().events.order_by("pgh_id")  # type: ignore[attr-defined]
    assert list(events.values_list("approved", "reason")) == [(False, "Too early"), (True, "")]
