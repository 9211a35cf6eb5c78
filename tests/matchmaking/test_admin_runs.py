"""Scoring from the desk, and settings tried before they are saved."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from expo.models import Edition
from matchmaking.models import PlanningSettings, RunInputs, ScoringRun
from tests.factories.accounts import OrganizerFactory
from tests.factories.expo import EditionFactory, OrganizerRoleFactory
from tests.factories.matchmaking import (
    MatchFactory,
    ScheduleFactory,
    ScoringChunkFactory,
    ScoringRunFactory,
)


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    client.force_login(OrganizerFactory())
    return client


@pytest.fixture
def edition(db: None) -> Edition:
    made: Edition = EditionFactory()
    return made


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    tasks: list[tuple[object, ...]] = []
    monkeypatch.setattr("matchmaking.actions.ask_scoring.enqueue", lambda *t: tasks.append(t))
    return tasks


def page_of(run: ScoringRun, name: str) -> str:
    return reverse(f"admin:matchmaking_scoringrun_{name}", args=[run.pk])


START = "admin:matchmaking_scoringrun_start"


def test_the_button_hands_the_edition_to_a_worker(
    client: Client, edition: Edition, sent: Any
) -> None:
    person = OrganizerRoleFactory(edition=edition, role="matchmaker").user
    client.force_login(person)
    page = client.post(reverse(START), {"edition": edition.pk}, follow=True)
    assert "starts as soon as a worker is free" in page.content.decode()
    assert sent == [("start_scoring", edition.pk, person.pk)]
    other = EditionFactory()
    assert client.post(reverse(START), {"edition": other.pk}).status_code == 404
    client.force_login(OrganizerRoleFactory(edition=edition).user)
    assert client.post(reverse(START), {"edition": edition.pk}).status_code == 403
    assert len(sent) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_a_run_says_how_far_it_is_in_six_queries(
    desk: Client, edition: Edition, django_assert_num_queries: Any, rows: int
) -> None:
    run = ScoringRunFactory(edition=edition, state=ScoringRun.State.RUNNING)
    for _row in range(rows):
        ScoringChunkFactory(run=run, worker="worker@desk")
    ScoringChunkFactory(run=run, done=False)
    with django_assert_num_queries(6):
        page = desk.get(page_of(run, "progress"))
    text = page.content.decode()
    assert f"{rows} / {rows + 1}" in text
    assert "by worker@desk" in text
    assert "<html" not in desk.get(page_of(run, "progress"), {"part": 1}).content.decode()


def test_a_run_is_cancelled_once(desk: Client, edition: Edition) -> None:
    run = ScoringRunFactory(edition=edition, state=ScoringRun.State.RUNNING)
    RunInputs.objects.create(run=run, packed=b"")
    desk.post(page_of(run, "cancel"))
    run.refresh_from_db()
    assert run.state == ScoringRun.State.CANCELLED
    assert not RunInputs.objects.exists()
    page = desk.post(page_of(run, "cancel"), follow=True)
    assert "This run is over." in page.content.decode()


def test_two_runs_differ_by_score_and_say_why(desk: Client, edition: Edition) -> None:
    old, new = ScoringRunFactory.create_batch(2, edition=edition)
    before = MatchFactory(run=old, score=60, parts={"text": 0.4, "category": 1.0})
    pair = {"exhibitor": before.exhibitor, "buyer": before.buyer}
    after = MatchFactory(run=new, score=80, parts={"text": 0.9, "category": 1.0}, **pair)
    same = MatchFactory(run=old, score=70)
    MatchFactory(run=new, score=70.5, exhibitor=same.exhibitor, buyer=same.buyer)
    gone = MatchFactory(run=old, score=90)
    MatchFactory(run=old, score=10)  # below the threshold: not worth a line
    page = desk.get(page_of(new, "compare"))
    assert page.context["other"] == old
    assert [(row.pk, why) for row, why in page.context["rows"]] == [(after.pk, "What is said +50")]
    page = desk.get(page_of(new, "compare"), {"view": "went"})
    assert [row.pk for row, _why in page.context["rows"]] == [gone.pk]


def test_a_run_whose_matches_are_gone_has_its_figures_and_is_not_compared(
    desk: Client, edition: Edition
) -> None:
    gone = ScoringRunFactory(edition=edition, matches_found=4321)
    kept, last = ScoringRunFactory.create_batch(2, edition=edition)
    for run in (kept, last):
        MatchFactory(run=run)
    page = desk.get(page_of(gone, "compare"), follow=True)
    assert page.redirect_chain == [(page_of(gone, "progress"), 302)]
    assert "4,321" in page.content.decode()
    assert page_of(gone, "compare") not in page.content.decode()
    assert page_of(last, "compare") in desk.get(page_of(last, "progress")).content.decode()
    assert desk.get(page_of(last, "compare")).context["others"] == [kept]


def settings_page(edition: Edition) -> str:
    return reverse("admin:expo_edition_preview", args=[edition.pk])


def test_settings_are_tried_before_they_are_saved(desk: Client, edition: Edition) -> None:
    run = ScoringRunFactory(edition=edition, current=True)
    for score in (65, 75, 85):
        MatchFactory(run=run, score=score, blocks=[])
    MatchFactory(run=run, score=95)  # a certificate is missing: never proposed
    ScheduleFactory(edition=edition, parts={"value": 2000, "idle_gap": -150})
    wanted = {"threshold": 70, **PlanningSettings().weights, "idle_gap": 100}
    page = desk.post(settings_page(edition), wanted)
    now, then = page.context["now"], page.context["then"]
    assert (now.meetings, now.buyers, now.buyers_without) == (3, 4, 1)
    assert (then.meetings, then.buyers_without, then.exhibitors) == (2, 2, 2)
    assert page.context["parts"] == [
        ("Meetings held", 2.0, 2000, 2000),
        ("Idle breaks", 3.0, -150, -300),
    ]
    edition.refresh_from_db()
    assert edition.match_threshold == 60
    assert not PlanningSettings.objects.exists()
    desk.post(settings_page(edition), {**wanted, "apply": "1"})
    edition.refresh_from_db()
    assert edition.match_threshold == 70
    assert edition.planning_settings.idle_gap == 100
    history: Any = edition
    assert history.events.filter(match_threshold=60).exists()


def test_only_who_may_change_settings_saves_them(client: Client, edition: Edition) -> None:
    client.force_login(OrganizerRoleFactory(edition=edition).user)
    wanted = {"threshold": 70, **PlanningSettings().weights}
    page = client.post(settings_page(edition), wanted)
    assert "Save these settings" not in page.content.decode()
    assert client.post(settings_page(edition), {**wanted, "apply": "1"}).status_code == 403


@pytest.mark.parametrize("value", ["", "101", "-1", "many"])
def test_a_setting_out_of_range_is_refused_in_words(
    desk: Client, edition: Edition, value: str
) -> None:
    wanted = {**PlanningSettings().weights, "threshold": value, "apply": "1"}
    page = desk.post(settings_page(edition), wanted)
    assert page.context["form"].errors["threshold"]
    edition.refresh_from_db()
    assert edition.match_threshold == 60


def test_the_list_says_seconds_to_a_tenth(desk: Client, edition: Edition) -> None:
    ScoringRunFactory(edition=edition, seconds=40.693003)
    page = desk.get(reverse("admin:matchmaking_scoringrun_changelist")).content.decode()
    assert "40.7" in page
    assert "40.69" not in page
