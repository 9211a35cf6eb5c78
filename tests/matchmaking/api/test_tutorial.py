"""docs/api.md is executed as it stands; and the client's other verbs."""

import re
import time
from pathlib import Path

import pytest

from accounts.actions.tokens import make_token
from accounts.models import SCOPES
from fairlead_client import ApiError, Fairlead, WebhookError, verify_webhook
from matchmaking.actions.send_webhooks import signed
from matchmaking.models import Meeting, MeetingRequest, WebhookDelivery, WebhookEndpoint
from tests.factories.pictures import drawn
from tests.matchmaking.api.conftest import make_world, people_of

DOCS = Path(__file__).parents[3] / "docs" / "api.md"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    return make_world()


def client_of(live_server, person, **more):
    _token, secret = make_token(person, "client", SCOPES)
    return Fairlead(live_server.url, token=secret, **more)


def test_the_tutorial(live_server, world):
    Meeting.objects.all().delete()
    MeetingRequest.objects.all().delete()
    people = people_of(world)
    _token, secret = make_token(people["exhibitor"], "tutorial", SCOPES)
    _token, theirs = make_token(people["buyer"], "tutorial", SCOPES)
    blocks = re.findall(r"```python\n(.*?)```", DOCS.read_text(), re.DOTALL)
    assert len(blocks) == 8
    known = {"site": live_server.url, "token": secret, "buyers_token": theirs, "photo": drawn()}
    for block in blocks:
        exec(compile(block, str(DOCS), "exec"), known)  # noqa: S102 (our own page)


def test_requests_are_answered_and_errors_name_fields(live_server, world):
    people = people_of(world)
    theirs = client_of(live_server, people["exhibitor"])
    assert theirs.answer(world.request.pk, "accept")["state"] == "accepted"
    with pytest.raises(ApiError) as wrong:
        theirs.create("products", {"edition": world.edition.slug, "exhibitor": "nobody"})
    assert "#/exhibitor" in {error.pointer for error in wrong.value.errors}
    made = theirs.create(
        "products",
        {"edition": world.edition.slug, "exhibitor": world.exhibitor.pk, "ref": "x",
         "name": {"en": "X"}},
    )  # fmt: skip
    theirs.delete("products", made["id"])
    with pytest.raises(ApiError, match="not_found"):
        theirs.get("products", made["id"])


def test_the_client_waits_when_it_is_told_to(live_server, world, settings, monkeypatch):
    client = client_of(live_server, people_of(world)["exhibitor"])
    slept = []

    def sleep(seconds):
        slept.append(seconds)
        settings.API_RATES = {**settings.API_RATES, "person": 10**6}

    client.me()
    settings.API_RATES = {**settings.API_RATES, "person": 0}
    monkeypatch.setattr("fairlead_client.client.time.sleep", sleep)
    assert client.me()["organizer"] is False
    assert 1 <= slept[0] <= 60


def test_webhooks_are_verified(world):
    endpoint = WebhookEndpoint.objects.create(
        edition=world.edition, url="https://crm.example/", topics=["request.accepted"]
    )
    row = WebhookDelivery(endpoint=endpoint, payload={})
    headers = signed(row, b'{"type": "x"}')
    assert verify_webhook(endpoint.secret, headers, b'{"type": "x"}') == {"type": "x"}
    with pytest.raises(WebhookError, match="signature"):
        verify_webhook(endpoint.secret, headers, b'{"type": "y"}')
    with pytest.raises(WebhookError, match="old"):
        old = {**headers, "webhook-timestamp": str(int(time.time()) - 600)}
        verify_webhook(endpoint.secret, old, b'{"type": "x"}')
    with pytest.raises(WebhookError, match="missing"):
        verify_webhook(endpoint.secret, {}, b"")
