"""After the meetings: each side's word, the ladder that both confirm, what is due."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from matchmaking.models import Meeting, Outcome, OutcomeStep
from matchmaking.queries.feedback import USEFUL, USELESS, feedback
from matchmaking.queries.places import place_of
from matchmaking.queries.talks import talk_of, to_record
from tests.factories.accounts import MembershipFactory
from tests.factories.expo import OpeningDayFactory, TimeSlotFactory, hours
from tests.factories.matchmaking import MeetingFactory, OutcomeFactory, ScheduleFactory

pytestmark = pytest.mark.django_db


def meeting_on(day, schedule, **more):
    opening = schedule.edition.days.filter(date=day).first() or OpeningDayFactory(
        edition=schedule.edition, date=day, hours=hours(day, 1, 9)
    )
    slot = TimeSlotFactory(day=opening)
    return MeetingFactory(schedule=schedule, slot=slot, **{"status": "confirmed", **more})


@pytest.fixture
def over():
    return meeting_on(timezone.localdate() - timedelta(days=40), ScheduleFactory())


@pytest.fixture
def member(client, over):
    membership = MembershipFactory(organization=over.buyer_organization)
    client.force_login(membership.user)
    return membership


def place_at(meeting, member):
    place = place_of(member.user, meeting.edition.slug, meeting.buyer_organization_id)
    assert place
    return place


def at(meeting, name="talk", side="buyer"):
    organization = getattr(meeting, f"{side}_organization_id")
    args = [meeting.edition.slug, organization, *([meeting.pk] if name == "talk" else [])]
    return reverse(name, args=args)


def word(**more):
    return {"record": "1", "talked_about": "A trial container", "rating": "4", **more}


def step(rung="contract", day=None, **more):
    day = day or timezone.localdate() - timedelta(days=2)
    return {"step": "1", "step-rung": rung, "step-reached_on": day.isoformat(), **more}


def test_a_word_is_kept_and_replaced(client, over, member):
    client.post(at(over), word(value="48000", value_currency="usd", next_step="Samples"))
    client.post(at(over), word(value="52000.50", value_currency="USD", rating="5"))
    said = Outcome.objects.get()
    assert (said.side, said.talked_about, said.next_step) == (
        "buyer", {"en": "A trial container"}, {},
    )  # fmt: skip
    assert (float(said.value or 0), said.value_currency, said.rating) == (52000.5, "USD", 5)
    assert said.recorded_by == member.user


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (word(value="12"), "In which currency?"),
        (word(value="-1", value_currency="USD"), "greater than or equal to 0"),
        (word(rating="9"), "not one of the available choices"),
        (step(day=timezone.localdate() + timedelta(days=9)), "from that of the meeting to today"),
        (step(day=timezone.localdate() - timedelta(days=99)), "from that of the meeting to today"),
        (step(rung="marriage"), "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_said(client, over, member, wrong, said):
    answer = client.post(at(over), wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Outcome.objects.exists()


def test_a_step_stands_when_both_say_so_and_the_value_stays_ones_own(client, over, member):
    client.post(at(over), step(**{"step-value": "77777", "step-value_currency": "EUR"}))
    assert "their word is missing" in client.get(at(over)).content.decode()
    seller = MembershipFactory(organization=over.exhibitor_organization).user
    client.force_login(seller)
    theirs = at(over, side="exhibitor")
    page = client.get(theirs).content.decode()
    assert "your word is missing" in page
    assert "77,777" not in page
    client.post(theirs, step())
    assert "both say so" in client.get(theirs).content.decode()
    client.post(theirs, {"back": "contract"})
    assert OutcomeStep.objects.get().outcome.side == "buyer"
    assert client.post(theirs, word()).status_code == 302
    page = client.get(at(over, "talks", "exhibitor")).content.decode()
    assert "A trial container" in page


def test_a_second_repeat_order_stands_beside_the_first(client, over, member):
    days = [timezone.localdate() - timedelta(days=days) for days in (9, 2)]
    for day, value in ((days[0], "100"), (days[1], "200"), (days[1], "250")):
        client.post(
            at(over), step("repeat", day, **{"step-value": value, "step-value_currency": "EUR"})
        )
    first, second = OutcomeStep.objects.order_by("reached_on")
    assert [(s.reached_on, int(s.value or 0)) for s in (first, second)] == [
        (days[0], 100), (days[1], 250),
    ]  # fmt: skip
    page = client.get(at(over)).content.decode()
    assert [f'value="{each.pk}"' in page for each in (first, second)] == [True, True]
    client.post(at(over), {"back": "repeat", "which": str(first.pk)})
    assert OutcomeStep.objects.get() == second


def test_only_what_is_over_is_listed_and_counted(client, over, member):
    ahead = meeting_on(timezone.localdate() + timedelta(days=9), over.schedule, buyer=over.buyer)
    missed = meeting_on(
        timezone.localdate() - timedelta(days=39), over.schedule, buyer=over.buyer,
        status=Meeting.Status.NO_SHOW,
    )  # fmt: skip
    place = place_at(over, member)
    assert to_record(place) == 1
    assert client.get(at(ahead)).status_code == 404
    assert client.get(at(missed)).status_code == 404
    client.post(at(over), word())
    assert to_record(place) == 0


def test_what_is_due(over, member):
    place = place_at(over, member)
    held = over.slot.starts.date()
    assert talk_of(place, over.pk).due == held
    outcome = OutcomeFactory(meeting=over)
    assert talk_of(place, over.pk).due == held + timedelta(days=90)
    Outcome.objects.filter(pk=outcome.pk).update(recorded_at=over.during.upper)
    talk = talk_of(place, over.pk)
    assert (talk.due, talk.overdue) == (held + timedelta(days=30), True)


def test_a_rating_teaches_the_matching_and_the_worse_counts(over):
    pair = (over.buyer_id, over.exhibitor_id)
    OutcomeFactory(meeting=over, side="buyer", rating=5)
    assert feedback(over.edition) == {pair: USEFUL}
    OutcomeFactory(meeting=over, side="exhibitor", rating=1)
    assert feedback(over.edition) == {pair: USELESS}
    Outcome.objects.update(rating=3)
    assert feedback(over.edition) == {}


def test_viewers_only_read_and_strangers_find_nothing(client, over, member):
    member.role = "viewer"
    member.save()
    assert client.get(at(over)).status_code == 200
    assert client.post(at(over), word()).status_code == 404
    client.force_login(MembershipFactory().user)
    assert client.get(at(over)).status_code == 404
    another = meeting_on(timezone.localdate() - timedelta(days=3), over.schedule)
    client.force_login(MembershipFactory(organization=over.buyer_organization).user)
    address = reverse("talk", args=[over.edition.slug, over.buyer_organization_id, another.pk])
    assert client.get(address).status_code == 404


def test_as_many_queries_for_any_number_of_talks(client, over, member, django_assert_num_queries):
    OutcomeFactory(meeting=over)
    client.get(at(over, "talks"))
    with django_assert_num_queries(14):
        client.get(at(over, "talks"))
    for days in (30, 20):
        more = meeting_on(
            timezone.localdate() - timedelta(days=days), over.schedule, buyer=over.buyer
        )
        OutcomeFactory(meeting=more)
    with django_assert_num_queries(14):
        client.get(at(over, "talks"))
