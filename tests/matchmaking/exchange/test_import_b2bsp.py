"""A published instance becomes an edition."""

from pathlib import Path
from typing import Any

import pytest

from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Edition
from matchmaking.actions.import_b2bsp import import_b2bsp
from matchmaking.models import MeetingRequest

pytestmark = pytest.mark.django_db
INSTANCE = """nBusiness = 4;
nMeetings = 3;
nTables = 2;
nTotalSlots = 15;
nMorningSlots = 13;
requested = [|1, 2, 1,
|2, 1, 3,
|3, 1, 2, |];
forbidden = [{0}, {1..3}, {0}, {0}];
fixed = [2, 0, 0];
precedences = [{}, {1}, {0}];
"""


def test_an_instance_arrives(tmp_path: Path) -> None:
    path = tmp_path / "event.dzn"
    path.write_text(INSTANCE)
    report = import_b2bsp(path, slug="event")
    assert report.errors == []
    edition = Edition.objects.get(slug="event")
    assert edition.max_break_difference == 2
    starts = [slot.starts.strftime("%H:%M") for slot in edition.slots.order_by("during")]
    assert (len(starts), starts[0], starts[12:]) == (15, "09:00", ["13:00", "14:20", "14:40"])
    assert edition.tables.count() == 2
    seller, buyer = Exhibitor.objects.get(ref="p2"), Buyer.objects.get(ref="p2")
    assert seller.organization == buyer.organization
    available: list[Any] = list(seller.available)
    assert [span.lower.strftime("%H:%M") for span in available] == ["10:00", "14:20"]
    first, second = MeetingRequest.objects.filter(ref__in=["m1", "m2"]).order_by("ref")
    assert (first.session, first.state, first.priority) == ("morning", "accepted", "must")
    assert first.fixed_slot is not None
    assert first.fixed_slot.starts.strftime("%H:%M") == "09:20"
    assert [each.ref for each in second.after.all()] == ["m1"]
    assert import_b2bsp(path, slug="event").updated == 0


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("|2, 1, 3", "|1, 2, 3", "meet twice"),
        ("|2, 1, 3", "|2, 2, 3", "with itself"),
        ("|2, 1, 3", "|2, 9, 3", "not there"),
        ("nTables = 2;", "", "nTables"),
    ],
)
def test_what_no_edition_can_hold(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = tmp_path / "event.dzn"
    path.write_text(INSTANCE.replace(old, new))
    assert words in import_b2bsp(path, slug="event").errors[0].message
    assert not Edition.objects.exists()


def test_another_instance_needs_another_edition(tmp_path: Path) -> None:
    for name in ("one.dzn", "two.dzn"):
        (tmp_path / name).write_text(INSTANCE)
    import_b2bsp(tmp_path / "one.dzn", slug="event")
    assert "choose another" in import_b2bsp(tmp_path / "two.dzn", slug="event").errors[0].message
