"""Two persons approve the same: the first one's word is of a part, and is used once."""

import pytest
from django.urls import reverse

from matchmaking.actions.approve_schedule import approve_schedule
from matchmaking.actions.cancel_meeting import cancel_meeting
from matchmaking.actions.undo_change import undo_change
from matchmaking.errors import RuleBroken
from matchmaking.models import Schedule
from matchmaking.queries.parts import WHOLE, Part, part_named
from tests.factories.accounts import OrganizerFactory
from tests.factories.expo import FIRST_DAY, open_edition
from tests.factories.matchmaking import MeetingFactory, ScheduleFactory

pytestmark = pytest.mark.django_db
DAY = Part(day=FIRST_DAY)


@pytest.fixture
def schedule():
    made = ScheduleFactory(edition=open_edition(days=2, second_approval=True))
    slots = made.edition.slots.order_by("during")
    MeetingFactory(schedule=made, slot=slots.first())
    MeetingFactory(schedule=made, slot=slots.last())
    return made


@pytest.fixture
def people():
    return OrganizerFactory.create_batch(2)


def bound(schedule):
    return schedule.meetings.binding().count()


def test_the_second_approves_what_the_first_did(schedule, people):
    first, second = people
    assert approve_schedule(schedule.pk, user=first, part=DAY).first_word
    with pytest.raises(RuleBroken, match=r"something else \(of November 5\)"):
        approve_schedule(schedule.pk, user=second)
    assert bound(schedule) == 0
    report = approve_schedule(schedule.pk, user=second, part=DAY)
    assert (report.first_word, report.meetings, bound(schedule)) == (False, 1, 1)


def test_a_part_of_what_the_first_approved_is_something_else(schedule, people):
    first, second = people
    approve_schedule(schedule.pk, user=first)
    with pytest.raises(RuleBroken, match="something else"):
        approve_schedule(schedule.pk, user=second, part=DAY)


def test_the_rest_wants_two_persons_again(schedule, people):
    first, second = people
    for user in people:
        approve_schedule(schedule.pk, user=user, part=DAY)
    report = approve_schedule(schedule.pk, user=second)
    assert (report.first_word, report.notified, bound(schedule)) == (True, 0, 1)
    schedule.refresh_from_db()
    assert (schedule.state, schedule.checked_by) == (Schedule.State.APPROVED, second)
    with pytest.raises(RuleBroken, match="somebody else"):
        approve_schedule(schedule.pk, user=second)
    assert approve_schedule(schedule.pk, user=first).meetings == 2


def test_the_first_may_choose_another_part(schedule, people):
    first, second = people
    approve_schedule(schedule.pk, user=first, part=DAY)
    assert approve_schedule(schedule.pk, user=first).first_word
    assert approve_schedule(schedule.pk, user=second).meetings == 2


def test_a_change_takes_back_a_first_word_on_the_rest(schedule, people):
    first, second = people
    for user in people:
        approve_schedule(schedule.pk, user=user, part=DAY)
    approve_schedule(schedule.pk, user=first)
    cancel_meeting(schedule.meetings.binding().get().pk)
    assert approve_schedule(schedule.pk, user=second).first_word


def test_after_undoing_both_are_asked_again(schedule, people):
    first, second = people
    for user in people:
        approve_schedule(schedule.pk, user=user)
    undo_change(schedule.changes.get(kind="approved").pk)
    assert approve_schedule(schedule.pk, user=second).first_word
    assert approve_schedule(schedule.pk, user=first).meetings == 2


def test_the_desk_names_the_part_and_leads_to_it(schedule, people, client):
    first, second = people
    page = reverse("admin:matchmaking_schedule_approve", args=[schedule.pk])
    client.force_login(first)
    sent = {"seen": schedule.revision, "part": DAY.key}
    assert "is noted" in client.post(page, sent, follow=True).content.decode()
    client.force_login(second)
    link = f'<a href="?part=day%3A{FIRST_DAY}">of November 5</a>'
    assert link in client.get(page).content.decode()
    assert "1 meeting is confirmed" in client.post(page, sent, follow=True).content.decode()


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", WHOLE),
        ("all", WHOLE),
        ("day:yesterday", WHOLE),
        ("hall:seven", WHOLE),
        ("day:2026-11-05", DAY),
        ("agreed", Part(agreed=True)),
        ("day:2026-11-05 hall:7 delegation:3", Part(FIRST_DAY, 7, 3)),
    ],
)
def test_a_part_has_a_name(text, part):
    assert part_named(text) == part
    assert part_named(part.key) == part
