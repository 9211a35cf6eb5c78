"""Forms of the organizer's desk for editions and floor."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from expo.models import Edition, HallDistance, OpeningDay, TimeSlot
from tests.factories.accounts import OrganizerFactory
from tests.factories.expo import (
    EditionFactory,
    HallFactory,
    InterpreterFactory,
    OpeningDayFactory,
    TimeSlotFactory,
)


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    client.force_login(OrganizerFactory())
    return client


def errors(page: Any) -> dict[str, list[str]]:
    return dict(page.context["adminform"].form.errors)


def formset(prefix: str, *rows: dict[str, object], initial: int = 0) -> dict[str, object]:
    data: dict[str, object] = {
        f"{prefix}-TOTAL_FORMS": len(rows),
        f"{prefix}-INITIAL_FORMS": initial,
    }
    for place, row in enumerate(rows):
        data |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return data


def test_an_edition_is_written_in_two_languages(desk: Client) -> None:
    data = {
        "slug": "harbour",
        "name__en": "Harbour Expo",
        "name__zh": "港口博览会",
        "name__fr": "",
        "time_zone": "Asia/Shanghai",
        "currency": "USD",
        "rates": '{"EUR": 1.08}',
        "language": "en",
        "languages": "en,zh",
        "slot_minutes": 30,
        "category_scheme": "hs",
        "match_threshold": 60,
        "exposure_floor": 3,
        "exposure_list": 10,
        "undo_minutes": 5,
        "keep_people_days": 730,
        "request_days": 30,
        "pending_cap": 25,
        **formset("days"),
        **formset("organizers"),
    }
    page = desk.post(reverse("admin:expo_edition_add"), data)
    assert page.status_code == 302, errors(page)
    edition = Edition.objects.get()
    assert edition.name == {"en": "Harbour Expo", "zh": "港口博览会"}
    assert edition.languages == ["en", "zh"]


def test_an_edition_needs_a_name_and_a_real_time_zone(desk: Client) -> None:
    data = {"time_zone": "Mars/Olympus", **formset("days")}
    found = errors(desk.post(reverse("admin:expo_edition_add"), data))
    assert found["name"] == ["Write it in at least one language."]
    assert found["time_zone"] == ["“Mars/Olympus” is not a time zone."]


def test_opening_hours_are_those_of_the_edition_s_clocks(desk: Client) -> None:
    day = OpeningDayFactory()
    address = reverse("admin:expo_openingday_change", args=[day.pk])
    assert 'value="2026-11-05T09:00"' in desk.get(address).content.decode()
    data = {
        "edition": day.edition_id,
        "date": "2026-11-05",
        "hours_0": "2026-11-05T10:00",
        "hours_1": "2026-11-05T16:00",
        "breaks": "2026-11-05 12:00 - 2026-11-05 13:00",
    }
    page = desk.post(address, data)
    assert page.status_code == 302, errors(page)
    day.refresh_from_db()
    assert day.hours.lower == datetime(2026, 11, 5, 2, 0, tzinfo=UTC)
    assert [each.upper for each in day.breaks] == [datetime(2026, 11, 5, 5, 0, tzinfo=UTC)]
    assert "2026-11-05 12:00 - 2026-11-05 13:00" in desk.get(address).content.decode()


def test_a_day_is_added_in_the_edition_s_time(desk: Client) -> None:
    edition = EditionFactory()
    data = {
        "edition": edition.pk,
        "date": "2026-11-06",
        "hours_0": "2026-11-06T09:00",
        "hours_1": "2026-11-06T17:00",
        "breaks": "",
    }
    page = desk.post(reverse("admin:expo_openingday_add"), data)
    assert page.status_code == 302, errors(page)
    assert OpeningDay.objects.get().hours.lower == datetime(2026, 11, 6, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "shifts", ["all day", "2026-11-05 12:00 - 2026-11-05 11:00", "9:00 - 12:00"]
)
def test_a_line_that_is_no_time_is_named(desk: Client, shifts: str) -> None:
    person = InterpreterFactory()
    data = {"edition": person.edition_id, "ref": "I1", "name": "Zhao Min", "shifts": shifts}
    page = desk.post(reverse("admin:expo_interpreter_change", args=[person.pk]), data)
    assert errors(page)["shifts"] == [f"“{shifts}” is not a range of time."]


def shortened(day: OpeningDay, until: str) -> dict[str, object]:
    return {
        "date": "2026-11-05",
        "hours_0": "2026-11-05T09:00",
        "hours_1": f"2026-11-05T{until}",
        "breaks": "",
    }


def test_a_day_is_not_shortened_below_its_slots(desk: Client) -> None:
    day = OpeningDayFactory()
    TimeSlotFactory.create_batch(3, day=day)
    address = reverse("admin:expo_openingday_change", args=[day.pk])
    data = {"edition": day.edition_id, **shortened(day, "10:00")}
    said = "Slots of this day would lie outside these hours: 2026-11-05 10:00–10:30"
    assert errors(desk.post(address, data)) == {"hours": [said]}
    page = desk.post(address, {**data, "hours_1": "2026-11-05T10:30"})
    assert page.status_code == 302, errors(page)
    assert TimeSlot.objects.filter(opening=OpeningDay.objects.get().hours).count() == 3


def test_a_long_list_of_slots_outside_is_cut(desk: Client) -> None:
    day = OpeningDayFactory()
    TimeSlotFactory.create_batch(8, day=day)
    data = {"edition": day.edition_id, **shortened(day, "09:30")}
    page = desk.post(reverse("admin:expo_openingday_change", args=[day.pk]), data)
    (said,) = errors(page)["hours"]
    assert said.count("2026-11-05") == 5
    assert said.endswith("11:30–12:00 …")


def test_nor_on_the_edition_s_page(desk: Client) -> None:
    day = OpeningDayFactory()
    TimeSlotFactory.create_batch(2, day=day)
    edition = day.edition
    data = {
        "slug": edition.slug,
        "name__en": "Harbour Expo",
        "time_zone": "Asia/Shanghai",
        "currency": "USD",
        "rates": "{}",
        "language": "en",
        "languages": "en",
        "slot_minutes": 30,
        "category_scheme": "hs",
        "match_threshold": 60,
        **formset(
            "days", {"id": day.pk, "edition": edition.pk, **shortened(day, "09:30")}, initial=1
        ),
    }
    page = desk.post(reverse("admin:expo_edition_change", args=[edition.pk]), data)
    assert page.status_code == 200
    (form,) = page.context["inline_admin_formsets"][0].formset.errors
    assert form == {
        "hours": ["Slots of this day would lie outside these hours: 2026-11-05 09:30–10:00"]
    }


def test_a_slot_takes_edition_and_hours_from_its_day(desk: Client) -> None:
    day = OpeningDayFactory()
    data = {"day": day.pk, "during_0": "2026-11-05T09:00", "during_1": "2026-11-05T09:30"}
    page = desk.post(reverse("admin:expo_timeslot_add"), data)
    assert page.status_code == 302, errors(page)
    slot = TimeSlot.objects.get()
    assert (slot.edition, slot.opening) == (day.edition, day.hours)
    assert str(slot) == "2026-11-05 09:00–09:30"


def test_a_slot_over_another_is_refused_in_words(desk: Client) -> None:
    slot = TimeSlotFactory()
    data = {"day": slot.day_id, "during_0": "2026-11-05T09:15", "during_1": "2026-11-05T09:45"}
    page = desk.post(reverse("admin:expo_timeslot_add"), data)
    assert page.status_code == 200
    assert errors(page)


def test_a_distance_is_kept_once_whichever_hall_is_opened(desk: Client) -> None:
    edition = EditionFactory()
    older, newer = HallFactory(edition=edition), HallFactory(edition=edition)
    address = reverse("admin:expo_hall_change", args=[newer.pk])
    data = {
        "edition": edition.pk,
        "ref": newer.ref,
        "name__en": "Hall",
        "x": 0, "y": 0, "width": 0, "depth": 0,
    }  # fmt: skip
    names = [each.formset.prefix for each in desk.get(address).context["inline_admin_formsets"]]
    data |= formset(names[0], {"end": older.pk, "minutes": 7}) | formset(names[1])
    page = desk.post(address, data)
    assert page.status_code == 302, errors(page)
    distance = HallDistance.objects.get()
    assert (distance.start, distance.end, distance.minutes) == (older, newer, 7)
    assert distance.edition == edition
