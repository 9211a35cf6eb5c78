"""Open times against slots."""

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from matchmaking.queries.times import open_slots
from tests.factories.expo import open_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def slots():
    return list(open_edition(slots=4).slots.all())


def span(first, last):
    return DateTimeTZRange(first.during.lower, last.during.upper)


def ids(slots):
    return {str(slot.pk) for slot in slots}


def test_nothing_said_means_all_hours(slots):
    assert open_slots(slots) is None
    assert open_slots(slots, [], []) is None


def test_a_slot_must_lie_whole_in_one_range(slots):
    assert open_slots(slots, [span(slots[1], slots[2])]) == ids(slots[1:3])
    half = DateTimeTZRange(slots[0].during.lower, slots[1].during.lower.replace(minute=45))
    assert open_slots(slots, [half]) == ids(slots[:1])


def test_several_lists_must_all_allow_it(slots):
    assert open_slots(slots, [span(slots[0], slots[2])], [span(slots[2], slots[3])]) == ids(
        [slots[2]]
    )


def test_open_ends_are_open(slots):
    assert open_slots(slots, [DateTimeTZRange(slots[2].during.lower, None)]) == ids(slots[2:])
    assert open_slots(slots, [DateTimeTZRange(None, slots[0].during.upper)]) == ids(slots[:1])
