"""The desk's way to a timetable: asking, watching, stopping; pins; the chart."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from expo.models import Edition
from matchmaking.admin.chart import percent_said, search_chart
from matchmaking.models import Meeting, PlanningRun, PlanningSettings, Schedule
from matchmaking.queries.planning_input import load_planning
from matchmaking.queries.planning_stamp import stamp_of
from tests.factories.accounts import OrganizerFactory, UserFactory
from tests.factories.expo import (
    DelegationFactory,
    EditionFactory,
    OrganizerRoleFactory,
    open_edition,
)
from tests.factories.matchmaking import (
    ExposureFloorFactory,
    MeetingFactory,
    MeetingRequestFactory,
    PlanningRunFactory,
    PlanningSettingsFactory,
    ScheduleFactory,
)

START = "admin:matchmaking_planningrun_start"
SEARCH: list[list[float | None]] = [
    [0.1, None, 120],
    [1.0, 80, 110],
    [2.5, 95, 100],
    [4.0, 99.5, 100],
]


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    client.force_login(OrganizerFactory())
    return client


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    tasks: list[tuple[object, ...]] = []
    module = "matchmaking.actions.start_planning"
    monkeypatch.setattr(f"{module}.enqueue", lambda *task: tasks.append(task))
    return tasks


@pytest.fixture
def edition(db: None) -> Edition:
    return open_edition()


def reader(client: Client, *rights: str) -> Client:
    """With these rights, and those of a floor manager, at every edition there is."""
    person = UserFactory(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=rights))
    for edition in Edition.objects.all():
        OrganizerRoleFactory(user=person, edition=edition, role="floor")
    client.force_login(person)
    return client


def progress(run: PlanningRun) -> str:
    return reverse("admin:matchmaking_planningrun_progress", args=[run.pk])


def start(edition: Edition) -> str:
    return f"{reverse(START)}?edition={edition.pk}"


def test_the_button_starts_a_run(desk: Client, edition: Edition, sent: list[Any]) -> None:
    page = desk.post(
        start(edition), {"time_limit": "120", "keep": "afresh", "label": "Two halls"}, follow=True
    )
    run = PlanningRun.objects.get()
    assert page.redirect_chain == [(progress(run), 302)]
    assert (run.time_limit, run.keep, run.label) == (120, None, "Two halls")
    assert run.started_by
    assert sent == [("plan_edition", run.pk)]


def test_the_approved_timetable_is_kept_unless_told_otherwise(
    desk: Client, edition: Edition
) -> None:
    ScheduleFactory(edition=edition)
    first = edition.slots.first().during.lower
    approved = ScheduleFactory(edition=edition, state="approved", approved_at=first)
    form = desk.get(start(edition)).context["form"]
    assert form["keep"].initial == str(approved.pk)
    assert [key for key, _name in form.fields["keep"].choices][-1] == "afresh"
    desk.post(start(edition), {"time_limit": "30", "keep": str(approved.pk)})
    assert PlanningRun.objects.get().keep == approved


def test_another_editions_schedule_cannot_be_kept(desk: Client, edition: Edition) -> None:
    sent = {"time_limit": "30", "keep": str(ScheduleFactory().pk)}
    page = desk.post(start(edition), sent)
    assert set(page.context["form"].errors) == {"keep"}
    assert not PlanningRun.objects.exists()


def test_several_editions_are_offered(desk: Client, edition: Edition) -> None:
    other = EditionFactory()
    page = desk.get(reverse(START)).content.decode()
    assert f"?edition={edition.pk}" in page
    assert f"?edition={other.pk}" in page
    assert desk.get(f"{reverse(START)}?edition=0").status_code == 200


def test_buttons_lead_to_it(desk: Client, edition: Edition) -> None:
    schedule = ScheduleFactory(edition=edition)
    pages = {
        reverse("admin:expo_edition_change", args=[edition.pk]): start(edition),
        reverse("admin:matchmaking_schedule_timetable", args=[schedule.pk]): (
            f"{start(edition)}&amp;keep={schedule.pk}"
        ),
    }
    for page, address in pages.items():
        assert address in desk.get(page).content.decode()
    again = reverse("admin:matchmaking_schedule_plan_again", args=[schedule.pk])
    assert desk.get(again)["Location"] == f"{start(edition)}&keep={schedule.pk}"
    assert desk.get(reverse("admin:matchmaking_schedule_plan_new"))["Location"] == reverse(START)


def test_who_may_not_plan_may_look(client: Client, edition: Edition) -> None:
    run = PlanningRunFactory(edition=edition)
    reader(client, "view_planningrun", "view_edition")
    assert client.get(start(edition)).status_code == 403
    page = client.get(progress(run))
    assert page.status_code == 200
    assert "Cancel" not in page.content.decode()
    assert (
        client.post(reverse("admin:matchmaking_planningrun_stop", args=[run.pk])).status_code == 403
    )
    edition_page = client.get(reverse("admin:expo_edition_change", args=[edition.pk]))
    assert "Make a timetable" not in edition_page.content.decode()


def test_who_may_not_see_runs_sees_none(client: Client, edition: Edition) -> None:
    run = PlanningRunFactory(edition=edition)
    assert reader(client, "view_schedule").get(progress(run)).status_code == 403


def test_a_run_at_work_asks_again_until_it_is_over(desk: Client, edition: Edition) -> None:
    run = PlanningRunFactory(edition=edition, state="running", progress=SEARCH)
    page = desk.get(progress(run), {"part": "1"}).content.decode()
    assert f'hx-get="{progress(run)}?part=1"' in page
    assert "Take the best so far" in page
    assert "<dd>0.50 %</dd>" in page
    run.state, run.schedule = "done", ScheduleFactory(edition=edition)
    run.save()
    page = desk.get(progress(run), {"part": "1"}).content.decode()
    assert "hx-get" not in page
    assert reverse("admin:matchmaking_schedule_timetable", args=[run.schedule.pk]) in page


def test_a_run_that_failed_says_why(desk: Client, edition: Edition) -> None:
    run = PlanningRunFactory(edition=edition, state="failed", message="A & B <cannot> meet")
    assert "A &amp; B &lt;cannot&gt; meet" in desk.get(progress(run)).content.decode()


def test_cancel(desk: Client, edition: Edition) -> None:
    run = PlanningRunFactory(edition=edition)
    stop = reverse("admin:matchmaking_planningrun_stop", args=[run.pk])
    assert desk.get(stop).status_code == 405
    assert desk.post(stop, {"cancel": ""})["Location"] == progress(run)
    run.refresh_from_db()
    assert run.state == "cancelled"
    again = desk.post(stop, {"take": ""}, follow=True)
    assert [str(said) for said in again.context["messages"]] == ["This run is over."]


def test_a_number_of_nothing_is_not_found(desk: Client) -> None:
    for page in ("progress", "stop"):
        where = reverse(f"admin:matchmaking_planningrun_{page}", args=[4711])
        assert (desk.get if page == "progress" else desk.post)(where).status_code == 404


def test_the_search_is_drawn_on_the_draft(desk: Client, edition: Edition) -> None:
    schedule = ScheduleFactory(edition=edition)
    where = reverse("admin:matchmaking_schedule_change", args=[schedule.pk])
    assert "made by hand" in desk.get(where).content.decode()
    PlanningRunFactory(edition=edition, state="done", schedule=schedule, progress=SEARCH)
    page = desk.get(where).content.decode()
    assert page.count("<svg viewBox") == 2
    assert "The figures as a table" in page


def coordinates(drawn: str, line: str) -> list[tuple[float, float]]:
    path = re.search(rf'fl-line-{line}" d="M([^"]+)"', drawn)
    assert path
    return [(float(x), float(y)) for x, y in (p.split(",") for p in path[1].split("L"))]


def test_the_bound_is_above_the_best_and_both_hold_until_the_next() -> None:
    drawn = str(search_chart(SEARCH))
    best, bound = coordinates(drawn, "best"), coordinates(drawn, "bound")
    assert [x for x, _y in best] == [x for x, _y in bound] == sorted(x for x, _y in best)
    assert all(low >= high for (_, low), (_, high) in zip(best, bound, strict=True))
    assert best[0][1] == best[1][1] > best[2][1]
    assert drawn.count("<tr>") == 1 + 3


@pytest.mark.parametrize(
    "search", [[], [[0.1, None, 5]], [[0.1, 5, None]]], ids=["none", "no value", "no bound"]
)
def test_nothing_is_drawn_of_nothing(search: Any) -> None:
    assert search_chart(search) == ""


@pytest.mark.parametrize(
    "search",
    [[[0, 0, 0]], [[0.0, 5, 5]], [[2, -3, -3], [9, -3, -3]], [[1, 10**12, 2 * 10**15]] * 130],
    ids=["zero", "proven at once", "negative", "huge"],
)
def test_odd_searches_are_drawn(search: Any) -> None:
    drawn = str(search_chart(search))
    assert drawn.count("<svg") == 2
    assert "nan" not in drawn
    assert drawn.count("<tr>") <= 13


def test_a_gap_is_never_rounded_to_none() -> None:
    assert (percent_said(0), percent_said(0.004), percent_said(1.25)) == (
        "0 %",
        "< 0.01 %",
        "1.25 %",
    )


def test_a_meeting_is_pinned_on_the_review(desk: Client, edition: Edition) -> None:
    meeting = MeetingFactory(schedule=ScheduleFactory(edition=edition))
    where = reverse("admin:matchmaking_schedule_timetable", args=[meeting.schedule_id])
    page = desk.post(f"{where}?page=1", {"pin": str(meeting.pk)})
    assert page["Location"] == f"{where}?page=1#meeting-{meeting.pk}"
    assert Meeting.objects.get().pinned
    assert 'name="unpin"' in desk.get(where).content.decode()
    desk.post(where, {"unpin": str(meeting.pk)})
    assert not Meeting.objects.get().pinned
    elsewhere = MeetingFactory()
    for other in (str(elsewhere.pk), "", "x"):
        desk.post(where, {"pin": other})
    assert not Meeting.objects.filter(pinned=True).exists()


def test_pinning_needs_the_right(client: Client, edition: Edition) -> None:
    meeting = MeetingFactory(schedule=ScheduleFactory(edition=edition))
    where = reverse("admin:matchmaking_schedule_timetable", args=[meeting.schedule_id])
    person = OrganizerRoleFactory(edition=edition, role="reporter").user
    client.force_login(person)
    assert 'name="pin"' not in client.get(where).content.decode()
    assert client.post(where, {"pin": str(meeting.pk)}).status_code == 403


def test_several_are_pinned_from_the_list(desk: Client, edition: Edition) -> None:
    schedule = ScheduleFactory(edition=edition)
    slots = edition.slots.all()
    made = [MeetingFactory(schedule=schedule, slot=slots[n]) for n in range(3)]
    made[2].status = Meeting.Status.HELD
    made[2].save(update_fields=["status"])
    keys = [str(meeting.pk) for meeting in made]
    listed = reverse("admin:matchmaking_meeting_changelist")
    page = desk.post(listed, {"action": "pin", "_selected_action": keys}, follow=True)
    assert [str(said) for said in page.context["messages"]] == [
        "2 meetings are pinned.",
        "This meeting is over or cancelled.",
    ]
    desk.post(listed, {"action": "unpin", "_selected_action": keys})
    assert not Meeting.objects.filter(pinned=True).exists()


def test_an_old_draft_says_so(desk: Client, edition: Edition) -> None:
    said = "What this draft was made from has changed since"
    schedule = ScheduleFactory(edition=edition, stamp=stamp_of(edition))
    pages = [
        reverse(f"admin:matchmaking_schedule_{page}", args=[schedule.pk])
        for page in ("timetable", "approve")
    ]
    assert all(said not in desk.get(page).content.decode() for page in pages)
    MeetingRequestFactory(edition=edition)
    assert all(said in desk.get(page).content.decode() for page in pages)
    Schedule.objects.update(state="superseded")
    assert said not in desk.get(pages[0]).content.decode()


def test_settings_reach_the_solver(edition: Edition) -> None:
    assert load_planning(edition).problem.preferences.idle_gap == 50
    settings = PlanningSettingsFactory(edition=edition, idle_gap=7, walking=0)
    mission = DelegationFactory(edition=edition)
    part = DelegationFactory(edition=edition, parent=mission)
    request = MeetingRequestFactory(edition=edition, exhibitor__delegation=part)
    ExposureFloorFactory(settings=settings, group="delegation", delegation=mission, each=True)
    ExposureFloorFactory(settings=settings)  # nobody is here for the first time
    problem = load_planning(edition).problem
    assert (problem.preferences.idle_gap, problem.preferences.walking) == (7, 0)
    (floor,) = problem.floors
    organization = str(request.exhibitor.organization_id)
    assert (floor.parties, floor.minimum, floor.each) == (frozenset({organization}), 5, True)


def test_settings_default_to_the_solvers(edition: Edition) -> None:
    without = load_planning(edition).problem.preferences
    PlanningSettings.objects.create(edition=edition)
    assert load_planning(edition).problem.preferences == without


def test_a_floor_names_its_delegation(desk: Client, edition: Edition) -> None:
    settings = PlanningSettingsFactory(edition=edition)
    where = reverse("admin:matchmaking_planningsettings_change", args=[settings.pk])
    sent = {
        **settings.weights,
        "floors-TOTAL_FORMS": 1,
        "floors-INITIAL_FORMS": 0,
        "floors-0-settings": settings.pk,
        "floors-0-group": "delegation",
        "floors-0-minimum": 4,
    }
    page = desk.post(where, sent)
    found = page.context["inline_admin_formsets"][0].formset.forms[0].non_field_errors()
    assert found == ["Name the delegation, for this group only."]
    mission = DelegationFactory(edition=edition)
    assert desk.post(where, {**sent, "floors-0-delegation": mission.pk}).status_code == 302
    assert settings.floors.get().edition == edition
