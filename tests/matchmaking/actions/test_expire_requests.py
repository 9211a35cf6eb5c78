"""Requests that nobody answered run out; answered ones stay."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from matchmaking.actions.expire_requests import expire_requests
from matchmaking.models import MeetingRequest
from tests.factories.expo import EditionFactory
from tests.factories.matchmaking import MeetingRequestFactory

pytestmark = pytest.mark.django_db


def test_only_old_pending_requests_expire():
    today = timezone.localdate(timezone=ZoneInfo("Asia/Shanghai"))
    lifetime = timedelta(days=30)
    old = today - lifetime - timedelta(days=1)
    MeetingRequestFactory(state="pending", asked_on=old)
    MeetingRequestFactory(state="pending", asked_on=today - lifetime)
    MeetingRequestFactory(state="accepted", asked_on=old)
    assert expire_requests() == 1
    assert expire_requests() == 0
    states = MeetingRequest.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["expired", "pending", "accepted"]


def test_the_day_is_that_of_the_editions_own_zone():
    """At any hour one of the two has another date than UTC."""
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        today = timezone.localdate(timezone=ZoneInfo(zone))
        edition = EditionFactory(time_zone=zone, request_days=30)
        for days in (30, 31):
            MeetingRequestFactory(
                edition=edition, state="pending", asked_on=today - timedelta(days=days)
            )
        assert expire_requests() == 1
        over = MeetingRequest.objects.get(edition=edition, state="expired")
        assert (over.asked_on, over.answered_on) == (today - timedelta(days=31), today)
