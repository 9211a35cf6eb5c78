"""Editions with their time and floor."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from expo.models import (
    Booth,
    Category,
    Delegation,
    Edition,
    GlossaryTerm,
    Hall,
    HallDistance,
    Interpreter,
    MeetingTable,
    OpeningDay,
    Organizer,
    TimeSlot,
)
from foundation.texts import Text
from tests.factories.accounts import UserFactory
from tests.factories.base import ModelFactory, factory

FIRST_DAY = date(2026, 11, 5)
OPENS = 1  # 9:00 in Shanghai, in UTC


def hours(day: date, start: float, end: float) -> DateTimeTZRange:
    """From one hour of a day to another, UTC."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return DateTimeTZRange(midnight + timedelta(hours=start), midnight + timedelta(hours=end))


class EditionFactory(ModelFactory):
    """An expo in Shanghai, without days."""

    class Meta:
        model = Edition

    slug = factory.Sequence(lambda n: f"expo-{n}")
    name = factory.Sequence(lambda n: Text({"en": f"Harbour Expo {n}", "zh": f"港口博览会 {n}"}))
    country = "CN"
    time_zone = "Asia/Shanghai"
    currency = "USD"
    slot_minutes = 30


class OrganizerRoleFactory(ModelFactory):
    """A reporter of an edition, who may enter the desk."""

    class Meta:
        model = Organizer

    user = factory.SubFactory(UserFactory, is_staff=True)
    edition = factory.SubFactory(EditionFactory)
    role = Organizer.Role.REPORTER


class OpeningDayFactory(ModelFactory):
    """9:00 to 17:00 in Shanghai; one later for each row."""

    class Meta:
        model = OpeningDay

    edition = factory.SubFactory(EditionFactory)
    date = factory.LazyAttribute(
        lambda row: (
            FIRST_DAY + timedelta(days=OpeningDay.objects.filter(edition=row.edition).count())
        )
    )
    hours = factory.LazyAttribute(lambda row: hours(row.date, OPENS, OPENS + 8))


class TimeSlotFactory(ModelFactory):
    """The next half hour of its day."""

    class Meta:
        model = TimeSlot

    day = factory.SubFactory(OpeningDayFactory)
    edition = factory.SelfAttribute("day.edition")
    opening = factory.SelfAttribute("day.hours")
    during = factory.LazyAttribute(
        lambda row: hours(
            row.day.date, OPENS + row.day.slots.count() / 2, OPENS + row.day.slots.count() / 2 + 0.5
        )
    )


class CategoryFactory(ModelFactory):
    """A heading."""

    class Meta:
        model = Category

    scheme = "hs"
    code = factory.Sequence(lambda n: f"{n:04}")
    name = Text({"en": "Coffee", "zh": "咖啡"})


class HallFactory(ModelFactory):
    """A hall."""

    class Meta:
        model = Hall

    edition = factory.SubFactory(EditionFactory)
    ref = factory.Sequence(lambda n: f"H{n}")
    name = Text({"en": "Food and farming"})


class HallDistanceFactory(ModelFactory):
    """Between two new halls of an edition."""

    class Meta:
        model = HallDistance

    edition = factory.SubFactory(EditionFactory)
    start = factory.SubFactory(HallFactory, edition=factory.SelfAttribute("..edition"))
    end = factory.SubFactory(HallFactory, edition=factory.SelfAttribute("..edition"))
    minutes = 6


class BoothFactory(ModelFactory):
    """A stand."""

    class Meta:
        model = Booth

    edition = factory.SubFactory(EditionFactory)
    hall = factory.SubFactory(HallFactory, edition=factory.SelfAttribute("..edition"))
    code = factory.Sequence(lambda n: f"A{n:03}")


class MeetingTableFactory(ModelFactory):
    """A lounge table."""

    class Meta:
        model = MeetingTable

    edition = factory.SubFactory(EditionFactory)
    hall = factory.SubFactory(HallFactory, edition=factory.SelfAttribute("..edition"))
    ref = factory.Sequence(lambda n: f"T{n:03}")


class DelegationFactory(ModelFactory):
    """A mission."""

    class Meta:
        model = Delegation

    edition = factory.SubFactory(EditionFactory)
    ref = factory.Sequence(lambda n: f"D{n}")
    name = Text({"en": "Rwanda trade mission"})


class InterpreterFactory(ModelFactory):
    """Chinese and French."""

    class Meta:
        model = Interpreter

    edition = factory.SubFactory(EditionFactory)
    ref = factory.Sequence(lambda n: f"I{n}")
    name = factory.Faker("name")
    languages = ["zh", "fr"]


def open_edition(*, days: int = 1, slots: int = 4, **fields: Any) -> Edition:
    """An edition with days of some slots each."""
    edition: Edition = EditionFactory(**fields)
    for _day in range(days):
        day = OpeningDayFactory(edition=edition)
        TimeSlotFactory.create_batch(slots, day=day)
    return edition


class GlossaryTermFactory(ModelFactory):
    """A term in two languages."""

    class Meta:
        model = GlossaryTerm

    edition = factory.SubFactory(EditionFactory)
    ref = factory.Sequence(lambda n: f"term-{n}")
    text = factory.LazyFunction(lambda: Text({"en": "hard cheese", "zh": "硬质奶酪"}))
