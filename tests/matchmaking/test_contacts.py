"""Contact details: hidden until both sides agreed to meet and the person lets them be shown."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions.consent import say_consent
from matchmaking.actions.approve_schedule import approve_schedule
from matchmaking.models import Notice
from matchmaking.queries.calendar import calendar_of, meetings_of
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.buyers import BuyerFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.matchmaking import MeetingFactory, MeetingRequestFactory, ScheduleFactory
from tests.matchmaking.api.conftest import speak

pytestmark = pytest.mark.django_db
NAME, EMAIL = "Aline Uwase", "Aline@Kivu.example"


@pytest.fixture
def aline():
    return UserFactory(email=EMAIL.lower(), name=NAME)


@pytest.fixture
def exhibitor(aline):
    found = ExhibitorFactory(contact_name=NAME, contact_email=EMAIL)
    MembershipFactory(organization=found.organization, user=aline, role="owner")
    return found


@pytest.fixture
def buyer(exhibitor):
    return BuyerFactory(edition=exhibitor.edition, contact_name="Wei", contact_email="w@h.example")


@pytest.fixture
def wei(buyer):
    return MembershipFactory(organization=buyer.organization, role="owner").user


def agree(exhibitor, buyer, state="accepted"):
    return MeetingRequestFactory(
        edition=exhibitor.edition, exhibitor=exhibitor, buyer=buyer, state=state,
        answered_on=timezone.localdate() if state == "accepted" else None,
    )  # fmt: skip


def seen_by(person, exhibitor, buyer):
    """What the API's row, list and stream, and the portal's page show of the contact."""
    api = speak(person)
    one = api.get(f"/api/v1/exhibitors/{exhibitor.pk}/").json()
    [row] = api.get("/api/v1/exhibitors/").json()["results"]
    stream: Any = api.get("/api/v1/exhibitors/", headers={"Accept": "application/x-ndjson"})
    [line] = b"".join(stream.streaming_content).splitlines()
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    at = f"/at/{exhibitor.edition.slug}/{buyer.organization_id}"
    page = client.get(f"{at}/exhibitors/{exhibitor.pk}/")
    assert page.status_code == 200
    answers = {(each["contact_name"], each["contact_email"]) for each in (one, row)}
    answers.add(tuple(json.loads(line)[name] for name in ("contact_name", "contact_email")))
    [(name, email)] = answers
    text = page.content.decode()
    assert (NAME in text, EMAIL in text) == (name is not None, email is not None)
    return name, email


@pytest.mark.parametrize(
    ("state", "given", "shown"),
    [
        (None, True, False),
        ("pending", True, False),
        ("declined", True, False),
        ("accepted", None, False),
        ("accepted", False, False),
        ("accepted", True, True),
    ],
)
def test_both_sides_agree_and_the_person_consents(
    exhibitor, buyer, aline, wei, state, given, shown
):
    if state:
        agree(exhibitor, buyer, state)
    if given is not None:
        say_consent(aline, "share_contact", given=True)
        say_consent(aline, "share_contact", given=given)
    assert seen_by(wei, exhibitor, buyer) == ((NAME, EMAIL) if shown else (None, None))


def test_who_has_no_account_has_agreed_to_nothing(exhibitor, buyer, aline, wei):
    agree(exhibitor, buyer)
    say_consent(aline, "share_contact", given=True)
    type(exhibitor).objects.update(contact_email="office@kivu.example")
    assert seen_by(wei, exhibitor, buyer) == (None, None)


def test_somebody_elses_consent_opens_nothing(exhibitor, buyer, aline, wei):
    agree(exhibitor, buyer)
    say_consent(wei, "share_contact", given=True)
    say_consent(aline, "news", given=True)
    assert seen_by(wei, exhibitor, buyer) == (None, None)


def test_ones_own_people_and_organizers_see_it(exhibitor, buyer, aline):
    own = speak(aline).get(f"/api/v1/exhibitors/{exhibitor.pk}/").json()
    assert own["contact_email"] == EMAIL


def test_calendars_day_sheets_and_letters_never_hold_it(exhibitor, buyer, aline, wei):
    """Not even once it is open: whoever looks for it finds it on the exhibitor's page."""
    agree(exhibitor, buyer)
    say_consent(aline, "share_contact", given=True)
    schedule = ScheduleFactory(edition=exhibitor.edition)
    MeetingFactory(schedule=schedule, exhibitor=exhibitor, buyer=buyer)
    approve_schedule(schedule.pk)
    notices = list(Notice.objects.exclude(email__iexact=EMAIL))
    assert notices
    told = [f"{each.subject} {each.body} {each.calendar}" for each in notices]
    told.append(calendar_of(meetings_of(buyer.organization, buyer.edition), buyer.edition, "en"))
    client = Client()
    client.force_login(wei, "django.contrib.auth.backends.ModelBackend")
    at = f"/at/{buyer.edition.slug}/{buyer.organization_id}"
    for page in ("calendar/", "calendar/sheet/", "requests/agreed/"):
        answer = client.get(f"{at}/{page}")
        assert str(exhibitor) in answer.content.decode()
        told.append(answer.content.decode())
    assert not [text for text in told if NAME in text or EMAIL.lower() in text.lower()]
