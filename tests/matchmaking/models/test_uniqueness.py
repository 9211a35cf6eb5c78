"""One live request, one current run, one approved schedule; amounts have units."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from matchmaking.models import MeetingRequest, Schedule, ScoringRun
from tests.factories.buyers import SourcingNeedFactory
from tests.factories.exhibitors import ProductFactory
from tests.factories.matchmaking import (
    MatchFactory,
    MeetingRequestFactory,
    ScheduleFactory,
    ScoringRunFactory,
)

pytestmark = pytest.mark.django_db


def test_one_live_request_for_a_pair_and_direction():
    first = MeetingRequestFactory(state=MeetingRequest.State.PENDING)
    pair = {"edition": first.edition, "exhibitor": first.exhibitor, "buyer": first.buyer}
    MeetingRequestFactory(**pair, state=MeetingRequest.State.DECLINED)
    MeetingRequestFactory(**pair, asked_by=MeetingRequest.Side.EXHIBITOR)
    with pytest.raises(IntegrityError, match="request_one_live"):
        MeetingRequestFactory(**pair)


def test_one_match_for_a_pair_and_run():
    first = MatchFactory()
    with pytest.raises(IntegrityError, match="match_once_a_run"):
        MatchFactory(run=first.run, exhibitor=first.exhibitor, buyer=first.buyer)


@pytest.mark.parametrize("score", [-0.1, 100.1, float("nan")])
def test_a_score_lies_between_0_and_100(score):
    with pytest.raises(IntegrityError, match="match_score"):
        MatchFactory(score=score)


def test_one_approved_schedule_for_an_edition():
    approved = {"state": Schedule.State.APPROVED, "approved_at": datetime(2026, 11, 1, tzinfo=UTC)}
    first = ScheduleFactory(**approved)
    with pytest.raises(IntegrityError, match="schedule_one_approved"):
        ScheduleFactory(edition=first.edition, **approved)


def test_one_run_at_work_and_one_shown():
    first = ScoringRunFactory(state=ScoringRun.State.RUNNING)
    ScoringRunFactory(edition=first.edition, current=True)
    with pytest.raises(IntegrityError, match="run_one_active"):
        ScoringRunFactory(edition=first.edition, state=ScoringRun.State.PENDING)


def test_a_run_is_shown_only_when_done():
    with pytest.raises(IntegrityError, match="run_current_is_done"):
        ScoringRunFactory(state=ScoringRun.State.RUNNING, current=True)


@pytest.mark.parametrize(
    "half",
    [
        {"moq": 60},
        {"moq_unit": "kg"},
        {"price_min": 6, "price_max": 7, "price_unit": "kg"},
        {"price_min": 7, "price_max": 6, "price_unit": "kg", "price_currency": "USD"},
        {"price_min": 6, "price_unit": "kg", "price_currency": "USD"},
        {"capacity": 5, "capacity_unit": "t"},
        {"hs_code": "09"},
        {"temperature_min": 5, "temperature_max": 4},
    ],
)
def test_half_a_trade_term_is_refused(half):
    with pytest.raises(IntegrityError):
        ProductFactory(**half)


@pytest.mark.parametrize("half", [{"volume": 1}, {"target_price": 7}, {"volume_unit": "t"}])
def test_half_a_need_is_refused(half):
    with pytest.raises(IntegrityError):
        SourcingNeedFactory(**half)
