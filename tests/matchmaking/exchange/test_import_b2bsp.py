"""A published instance becomes an edition."""

from pathlib import Path
from typing import Any

import pytest

from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Edition
from matchmaking.actions.import_b2bsp import import_b2bsp
from matchmaking.actions.plan_edition import plan_edition
from matchmaking.actions.start_planning import start_planning
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
    assert import_b2bsp(path, slug="another").errors == []
    assert Buyer.objects.get(edition__slug="another", ref="p2").organization != buyer.organization


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("|2, 1, 3", "|1, 2, 3", "meet twice"),
        ("|2, 1, 3", "|2, 2, 3", "with itself"),
        ("|2, 1, 3", "|2, 9, 3", "not there"),
        ("nTables = 2;", "", "nTables"),
        ("nMorningSlots", "nMorningSlots = 0; %", "session that has no slot"),
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


@pytest.mark.parametrize("away", ["{4..6}", "{1..3}"], ids=["possible", "contradictory"])
def test_an_instance_is_planned_for_few_breaks(tmp_path: Path, away: str) -> None:
    """The first meeting is fixed to the second slot, when participant 2 may be away; the third has
    to be in the afternoon, so that participant 1 waits once.
    """
    path = tmp_path / "event.dzn"
    path.write_text(INSTANCE.replace("{1..3}", away))
    import_b2bsp(path, slug="event")
    edition = Edition.objects.get(slug="event")
    run = plan_edition(start_planning(edition.pk, time_limit=10, send=False).pk)
    draft = run.schedule
    if away == "{1..3}":
        assert (draft, run.state) == (None, "failed")
        assert run.message.endswith("Participant 1 – Participant 2")
        return
    assert draft is not None, run.message
    assert (draft.solver_status, draft.parts, draft.unscheduled) == ("OPTIMAL", {"breaks": 1}, [])
    times = {m.request.ref: m.slot.starts.strftime("%H:%M") for m in draft.meetings.all()}
    assert times["m1"] == "09:20" < times["m2"]
