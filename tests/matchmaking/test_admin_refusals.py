"""What the database would refuse, the organizer's desk refuses in words."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.desk import REFUSED
from matchmaking.models import Meeting, MeetingRequest
from tests.factories.accounts import OrganizationFactory, OrganizerFactory
from tests.factories.buyers import BuyerFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import EditionFactory, OpeningDayFactory
from tests.factories.matchmaking import MeetingFactory, MeetingRequestFactory

ADD = "admin:matchmaking_meetingrequest_add"
ASKED = "This side has already asked; that request is still pending or accepted."


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    client.force_login(OrganizerFactory())
    return client


def errors(page: Any) -> dict[str, list[str]]:
    return dict(page.context["adminform"].form.errors) if page.status_code == 200 else {}


def request(exhibitor: Any, buyer: Any, asked_by: str = "buyer") -> dict[str, object]:
    return {
        "edition": exhibitor.edition_id,
        "ref": "rq-new",
        "exhibitor": exhibitor.pk,
        "buyer": buyer.pk,
        "asked_by": asked_by,
        "asked_on": "2026-10-02",
        "language": "en",
        "priority": "should",
    }


@pytest.mark.parametrize("state", MeetingRequest.LIVE)
def test_a_second_live_request_is_refused(desk: Client, state: str) -> None:
    first = MeetingRequestFactory(state=state)
    page = desk.post(reverse(ADD), request(first.exhibitor, first.buyer))
    assert errors(page) == {"__all__": [ASKED]}
    assert MeetingRequest.objects.count() == 1


@pytest.mark.parametrize(("state", "side"), [("declined", "buyer"), ("accepted", "exhibitor")])
def test_a_request_after_a_refusal_or_from_the_other_side_is_taken(
    desk: Client, state: str, side: str
) -> None:
    first = MeetingRequestFactory(state=state)
    page = desk.post(reverse(ADD), request(first.exhibitor, first.buyer, side))
    assert page.status_code == 302, errors(page)
    assert MeetingRequest.objects.count() == 2


def test_nobody_asks_itself(desk: Client) -> None:
    exhibitor = ExhibitorFactory()
    buyer = BuyerFactory(edition=exhibitor.edition, organization=exhibitor.organization)
    page = desk.post(reverse(ADD), request(exhibitor, buyer))
    assert errors(page) == {"buyer": ["Exhibitor and buyer are the same organization."]}
    assert not MeetingRequest.objects.exists()


def test_a_request_without_its_parties_names_the_empty_boxes(desk: Client) -> None:
    found = errors(desk.post(reverse(ADD), {}))
    assert {"edition", "exhibitor", "buyer", "asked_by"} <= set(found)
    assert all(len(said) == 1 for said in found.values())


def participant(row: Any, size: int) -> dict[str, object]:
    return {
        "edition": row.edition_id,
        "ref": row.ref,
        "organization": row.organization_id,
        "language": "en",
        "discovery": 0,
        "team_size": size,
        "certificates-TOTAL_FORMS": 0,
        "certificates-INITIAL_FORMS": 0,
    }


@pytest.mark.parametrize("side", ["exhibitor", "buyer"])
def test_a_team_keeps_the_seats_of_its_meetings(desk: Client, side: str) -> None:
    edition = EditionFactory()
    factory: Any = {"exhibitor": ExhibitorFactory, "buyer": BuyerFactory}[side]
    row = factory(edition=edition, team_size=4)
    meeting = MeetingFactory(schedule__edition=edition, **{side: row, f"{side}_seat": 3})
    where = reverse(f"admin:{side}s_{side}_change", args=[row.pk])

    refused = desk.post(where, participant(row, 2))
    said = "Meetings that are not cancelled use seat 3 of this team."
    assert errors(refused) == {"team_size": [said]}
    assert desk.post(where, participant(row, 3)).status_code == 302

    meeting.status = Meeting.Status.CANCELLED
    meeting.save(update_fields=["status"])
    assert desk.post(where, participant(row, 2)).status_code == 302
    row.refresh_from_db()
    assert row.team_size == 2


@pytest.mark.parametrize("side", ["exhibitor", "buyer"])
def test_whoever_has_meetings_stays_who_it_is(desk: Client, side: str) -> None:
    factory: Any = {"exhibitor": ExhibitorFactory, "buyer": BuyerFactory}[side]
    row = factory()
    meeting = MeetingFactory(schedule__edition=row.edition, **{side: row})
    where = reverse(f"admin:{side}s_{side}_change", args=[row.pk])
    sent = {**participant(row, 1), "organization": OrganizationFactory().pk}
    said = "It has 1 meeting that is not cancelled: another organization cannot take its place."
    assert errors(desk.post(where, sent)) == {"organization": [said]}
    meeting.status = Meeting.Status.CANCELLED
    meeting.save(update_fields=["status"])
    assert desk.post(where, sent).status_code == 302


def test_a_row_stays_in_its_edition(desk: Client) -> None:
    row = BuyerFactory()
    where = reverse("admin:buyers_buyer_change", args=[row.pk])
    assert desk.get(where).context["adminform"].form.fields["edition"].disabled
    sent = {**participant(row, 1), "edition": EditionFactory().pk}
    assert desk.post(where, sent).status_code == 302
    assert type(row).objects.get().edition == row.edition


@pytest.mark.django_db(transaction=True)
def test_what_only_the_database_can_refuse_is_said_in_words(client: Client) -> None:
    client.force_login(OrganizerFactory())
    slot = MeetingFactory().slot
    elsewhere = OpeningDayFactory(hours=slot.day.hours, date=slot.day.date)
    where = reverse("admin:expo_timeslot_change", args=[slot.pk])
    day = {"day": elsewhere.pk, "during_0": "2026-11-05T09:00", "during_1": "2026-11-05T09:30"}
    page = client.post(where, day, follow=True)
    assert page.redirect_chain == [(where, 302)]
    assert [str(said) for said in page.context["messages"]] == [str(REFUSED)]
    slot.refresh_from_db()
    assert slot.day != elsewhere


@pytest.mark.parametrize("size", ["", "x", "0", "61"])
def test_a_team_has_a_size(desk: Client, size: str) -> None:
    row = BuyerFactory()
    where = reverse("admin:buyers_buyer_change", args=[row.pk])
    page = desk.post(where, {**participant(row, 1), "team_size": size})
    assert set(errors(page)) == {"team_size"}
