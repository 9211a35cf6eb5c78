"""Webhooks' messages on the desk: sent again, by those whose edition it is."""

import pytest
from django.urls import reverse

from matchmaking.models import WebhookDelivery
from tests.factories.expo import OrganizerRoleFactory
from tests.factories.matchmaking import WebhookDeliveryFactory

pytestmark = pytest.mark.django_db
LIST = reverse("admin:matchmaking_webhookdelivery_changelist")
State = WebhookDelivery.State


def send_again(client, *rows):
    said = {"action": "send_again", "_selected_action": [row.pk for row in rows]}
    return client.post(LIST, said, follow=True)


@pytest.fixture
def failed():
    return WebhookDeliveryFactory.create_batch(2, state=State.FAILED, attempts=10)


def test_an_owner_has_messages_sent_again_under_the_same_ids(client, failed):
    mine, other = failed
    uid = mine.uid
    person = OrganizerRoleFactory(edition=mine.endpoint.edition, role="owner").user
    # At the other edition they only look on.
    OrganizerRoleFactory(edition=other.endpoint.edition, role="reporter", user=person)
    client.force_login(person)
    assert send_again(client, mine, other).status_code == 200
    for row in failed:
        row.refresh_from_db()
    assert (mine.state, mine.uid) == (State.WAITING, uid)
    assert other.state == State.FAILED


def test_others_have_nothing_sent(client, failed):
    client.force_login(OrganizerRoleFactory(edition=failed[0].endpoint.edition).user)
    send_again(client, failed[0])
    failed[0].refresh_from_db()
    assert failed[0].state == State.FAILED
