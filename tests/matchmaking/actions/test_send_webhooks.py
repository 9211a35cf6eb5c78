"""Webhooks: noted with what happened, signed, in order, tried again, never inwards."""

import base64
import hashlib
import hmac
import json
import socket
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from matchmaking.actions.answer_request import accept_request, withdraw_request
from matchmaking.actions.approve_schedule import approve_schedule
from matchmaking.actions.keep_short import keep_short
from matchmaking.actions.send_webhooks import BACK_OFF, replay, send_webhooks
from matchmaking.exchange.reaching import Refused, is_public, reach
from matchmaking.models import (
    Event,
    Meeting,
    MeetingRequest,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
)
from tests.factories.expo import OpeningDayFactory
from tests.factories.matchmaking import (
    MatchFactory,
    MeetingFactory,
    MeetingRequestFactory,
    OutcomeFactory,
    ScheduleFactory,
    ScoringRunFactory,
)
from tests.matchmaking.api.receiver import receiving

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(settings):
    with receiving() as server:
        settings.WEBHOOK_ALLOWED = [server.host]
        yield server


def endpoint_for(receiver, edition, organization=None, topics=Event.values):
    return WebhookEndpoint.objects.create(
        edition=edition, organization=organization, url=f"http://{receiver.host}/hook",
        topics=list(topics),
    )  # fmt: skip


def told(receiver):
    return [json.loads(body)["type"] for _path, _headers, body in receiver.got]


def test_what_happens_to_a_request_is_told_signed_and_in_order(receiver):
    request = MeetingRequestFactory(state=MeetingRequest.State.PENDING)
    endpoint = endpoint_for(receiver, request.edition, request.buyer.organization)
    accept_request(request.pk, "exhibitor")
    withdraw_request(request.pk, "buyer")
    assert send_webhooks() == 2
    assert told(receiver) == ["request.accepted", "request.withdrawn"]
    _path, headers, body = receiver.got[0]
    said = json.loads(body)["data"]
    assert (said["id"], said["state"], said["edition"]) == (
        request.pk, "accepted", request.edition.slug,
    )  # fmt: skip
    key = base64.b64decode(endpoint.secret.removeprefix("whsec_"))
    signing = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.digest(key, signing, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert send_webhooks() == 0


def test_others_hear_nothing_and_what_is_rolled_back_never_happened(receiver):
    request = MeetingRequestFactory(state=MeetingRequest.State.PENDING)
    other = MeetingRequestFactory(edition=request.edition)
    endpoint_for(receiver, request.edition, other.buyer.organization)
    endpoint_for(receiver, other.buyer.edition, topics=["schedule.approved"])
    with pytest.raises(RuntimeError), transaction.atomic():
        accept_request(request.pk, "exhibitor")
        raise RuntimeError
    assert not WebhookEvent.objects.exists()
    accept_request(request.pk, "exhibitor")
    send_webhooks()
    assert told(receiver) == []


def test_a_failure_holds_back_what_follows_on_the_same_object_only(receiver):
    first, second = MeetingRequestFactory(state="pending"), None
    endpoint_for(receiver, first.edition)
    second = MeetingRequestFactory(edition=first.edition, state="pending")
    accept_request(first.pk, "exhibitor")
    withdraw_request(first.pk, "buyer")
    accept_request(second.pk, "exhibitor")
    receiver.answers = [500, 500]
    send_webhooks()
    subjects = [json.loads(body)["data"]["id"] for _path, _headers, body in receiver.got]
    # second.created and first.accepted fail; first.withdrawn and second.accepted wait behind them.
    assert sorted(subjects) == sorted([first.pk, second.pk])
    waiting = WebhookDelivery.objects.filter(state="waiting")
    failed = waiting.filter(attempts=1)
    assert {row.error for row in failed} == {"HTTP 500"}
    assert all(4 < (row.due_at - timezone.now()).total_seconds() <= BACK_OFF[0] for row in failed)
    waiting.update(due_at=timezone.now())
    send_webhooks()
    mine = [t for t, (_p, _h, b) in zip(told(receiver), receiver.got, strict=True)
            if json.loads(b)["data"]["id"] == first.pk]  # fmt: skip
    assert mine == ["request.accepted", "request.accepted", "request.withdrawn"]
    assert not waiting.exists()


def test_given_up_after_the_last_attempt_and_replayed_under_the_same_id(receiver):
    request = MeetingRequestFactory(state="pending")
    endpoint_for(receiver, request.edition)
    accept_request(request.pk, "exhibitor")
    receiver.answers = [500] * (len(BACK_OFF) + 1)
    for _attempt in range(len(BACK_OFF) + 1):
        WebhookDelivery.objects.update(due_at=timezone.now())
        send_webhooks()
    row = WebhookDelivery.objects.get()
    assert (row.state, row.attempts) == ("failed", len(BACK_OFF) + 1)
    replay(row)
    assert send_webhooks() == 1
    assert len({headers["webhook-id"] for _path, headers, _body in receiver.got}) == 1


def test_an_approval_tells_of_the_timetable_and_each_meeting(receiver):
    schedule = ScheduleFactory()
    MeetingFactory.create_batch(2, schedule=schedule)
    endpoint_for(receiver, schedule.edition)
    approve_schedule(schedule.pk)
    Meeting.objects.filter(schedule=schedule).update(status="held")
    OutcomeFactory(meeting=schedule.meetings.first())
    send_webhooks()
    assert sorted(told(receiver)) == [
        "meeting.confirmed", "meeting.confirmed", "meeting.held", "meeting.held",
        "outcome.recorded", "schedule.approved",
    ]  # fmt: skip


def test_a_pair_is_told_of_once_however_often_it_is_matched(receiver):
    run = ScoringRunFactory()
    match = MatchFactory(run=run, shown_rank=1)
    far = MatchFactory(run=run, buyer=match.buyer, shown_rank=run.edition.exposure_list + 1)
    endpoint_for(receiver, run.edition, match.buyer.organization)
    run.current = True
    run.save()
    send_webhooks()
    later = ScoringRunFactory(edition=run.edition)
    MatchFactory(run=later, exhibitor=match.exhibitor, buyer=match.buyer, shown_rank=1)
    MatchFactory(run=later, exhibitor=far.exhibitor, buyer=match.buyer, shown_rank=2)
    run.current = False
    run.save()
    later.current = True
    later.save()
    send_webhooks()
    pairs = [json.loads(body)["data"]["exhibitor"] for _path, _headers, body in receiver.got]
    assert pairs == [match.exhibitor.pk, far.exhibitor.pk]


@pytest.mark.parametrize(("ends", "kept"), [(None, 1), (0, 1), (-1, 0)])
def test_a_pair_told_of_long_ago_is_remembered_until_the_edition_is_over(receiver, ends, kept):
    request = MeetingRequestFactory(state="pending")
    edition = request.edition
    if ends is not None:
        date = timezone.now().date() + timedelta(days=ends)
        OpeningDayFactory(edition=edition, date=date)
    endpoint_for(receiver, edition)
    match = MatchFactory(edition=edition, run__edition=edition, run__current=True, shown_rank=1)
    match.run.updates.create(number=1, buyers=[match.buyer_id], seconds=0)
    withdraw_request(request.pk, "buyer")
    send_webhooks()
    assert sorted(told(receiver)) == ["match.created", "request.withdrawn"]
    WebhookDelivery.objects.update(created_at=timezone.now() - timedelta(days=31))
    keep_short()
    assert WebhookDelivery.objects.count() == kept
    match.run.updates.create(number=2, buyers=[match.buyer_id], seconds=0)
    send_webhooks()
    assert told(receiver).count("match.created") == 2 - kept


def test_redirects_are_not_followed(receiver):
    receiver.answers = [302]
    assert reach(f"http://{receiver.host}/hook").status == 302
    assert [path for path, _headers, _body in receiver.got] == ["/hook"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0",  # noqa: S104 (an address to refuse)
        "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::",
        "fe80::1%eth0", "2001:db8::1", "198.18.0.1",
    ],
)  # fmt: skip
def test_inward_addresses_are_not_public(address):
    assert not is_public(address)


def test_outward_addresses_are_public():
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1::1")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://[::1]:{port}/",
        "http://2130706433:{port}/", "http://127.1:{port}/", "http://user@127.0.0.1:{port}/",
        "ftp://127.0.0.1:{port}/", "http:///x", "http://127.0.0.1:99999/", "http://[::ffff:7f00:1]/",
    ],
)  # fmt: skip
def test_nothing_inward_is_reached(receiver, settings, url):
    settings.WEBHOOK_ALLOWED = []
    with pytest.raises(Refused):
        reach(url.format(port=receiver.host.rpartition(":")[2]))
    assert receiver.got == []


@pytest.mark.parametrize("path", ["/ü", "/a b", "/a\r\nx-more: 1"])
def test_what_is_no_path_is_refused_and_holds_nothing_up(receiver, path):
    with pytest.raises(Refused):
        reach(f"http://{receiver.host}{path}", headers={"x": "y"})
    with pytest.raises(Refused):
        reach(f"http://{receiver.host}/", headers={"Authorization": "Token a\nb"})
    assert not [path for path, headers, _body in receiver.got if "x-more" in headers]


def test_a_name_that_turns_inward_after_the_check_gains_nothing(receiver, settings, monkeypatch):
    settings.WEBHOOK_ALLOWED = []
    port = int(receiver.host.rpartition(":")[2])
    looked_up, connected = [], []

    def rebinding(host, *_args, **_kwargs):
        looked_up.append(host)
        address = "93.184.216.34" if len(looked_up) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(address, *_args, **_kwargs):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Refused):
        reach(f"http://rebind.example:{port}/")
    assert (looked_up, connected) == (["rebind.example"], [("93.184.216.34", port)])
    assert receiver.got == []


def test_a_name_with_one_inward_address_is_refused(monkeypatch):
    both = [(socket.AF_INET, 1, 6, "", (a, 443)) for a in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: both)
    with pytest.raises(Refused, match="private"):
        reach("https://both.example/")
