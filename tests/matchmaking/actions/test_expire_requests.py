"""Requests that nobody answered run out; answered ones stay."""

from datetime import timedelta

import pytest
from django.utils import timezone

from matchmaking.actions.expire_requests import expire_requests
from matchmaking.models import MeetingRequest
from tests.factories.matchmaking import MeetingRequestFactory


@pytest.mark.django_db
def test_only_old_pending_requests_expire():
    today = timezone.now().date()
    lifetime = timedelta(days=30)
    old = today - lifetime - timedelta(days=1)
    MeetingRequestFactory(state="pending", asked_on=old)
    MeetingRequestFactory(state="pending", asked_on=today - lifetime)
    MeetingRequestFactory(state="accepted", asked_on=old)
    assert expire_requests() == 1
    assert expire_requests() == 0
    states = MeetingRequest.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["expired", "pending", "accepted"]
