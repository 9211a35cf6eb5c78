"""The floor plan: halls and tables as they lie, at a chosen time."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from expo.models import Edition, MeetingTable, TimeSlot
from foundation.asked import number
from matchmaking.admin.front import edition_of, level_of
from matchmaking.admin.rights import may, must
from matchmaking.models import Schedule
from matchmaking.queries.floor import (
    HallNow,
    TableNow,
    halls_at,
    shown_schedule,
    slot_to_show,
    slots_of,
    tables_at,
)

SIZE = 1.1  # metres from a table's middle to its edge
MARGIN = 3.0


@dataclass(frozen=True)
class Mark:
    """A table in the hall's own metres: shape by its kind, sign by its state."""

    now: TableNow
    x: str
    y: str
    shape: str
    state: str
    said: str


@require_safe
def floor_view(request: HttpRequest, edition_id: int, admin: Any) -> HttpResponse:
    """`slot` and `hall` choose; `schedule` shows a draft instead of what is approved."""
    edition = edition_of(request, edition_id, admin)
    must(request, "expo.view_hall", edition)
    must(request, "matchmaking.view_meeting", edition)
    wanted = edition.schedules.filter(pk=number(request.GET.get("schedule")) or 0)
    schedule = wanted.select_related("edition").first() or shown_schedule(edition)
    slots = slots_of(edition)
    slot = slot_to_show(slots, number(request.GET.get("slot")))
    with timezone.override(edition.zone):
        context = {
            **admin.admin_site.each_context(request),
            "opts": admin.opts,
            "title": _("Floor plan: %(edition)s") % {"edition": edition},
            "edition": edition,
            "schedule": schedule,
            "slot": slot,
            "days": _days(slots, slot),
            "times": [s for s in slots if slot is not None and s.day_id == slot.day_id],
            "may_change": may(request, "matchmaking.change_meeting", edition),
            **_drawn(edition, schedule, slot, number(request.GET.get("hall"))),
        }
        return TemplateResponse(request, "admin/expo/edition/floor.html", context).render()


def _days(slots: list[TimeSlot], at: TimeSlot | None) -> list[tuple[Any, TimeSlot, bool]]:
    """Each day with the slot that its tab leads to: the same hour, else its first."""
    days: dict[Any, TimeSlot] = {}
    for slot in slots:
        first = days.setdefault(slot.day, slot)
        if at is not None and slot.starts.time() == at.starts.time():
            days[slot.day] = slot if first.day_id == slot.day_id else first
    return [(day, slot, at is not None and day.pk == at.day_id) for day, slot in days.items()]


def _drawn(
    edition: Edition, schedule: Schedule | None, slot: TimeSlot | None, wanted: int | None
) -> dict[str, Any]:
    halls = halls_at(edition, schedule, slot)
    chosen = next((now for now in halls if now.hall.pk == wanted), None)
    chosen = chosen or max(halls, key=lambda now: now.taken, default=None)
    if chosen is None or slot is None:
        return {"halls": []}
    tables = tables_at(chosen.hall, schedule, slot)
    marks = [_mark(now) for now in tables]
    return {
        "halls": [_block(now, now is chosen) for now in halls],
        "site": _site(halls),
        "hall": chosen,
        "box": _box(chosen, tables),
        "marks": marks,
        "counts": {state: sum(m.state == state for m in marks) for state in ("taken", "free")},
        "meetings": [now.meeting for now in tables if now.meeting],
    }


def _mark(now: TableNow) -> Mark:
    shapes = {MeetingTable.Kind.BOOTH: "booth", MeetingTable.Kind.QUIET: "quiet"}
    state = "taken" if now.meeting else "closed" if now.closed else "free"
    words = {"taken": now.meeting, "closed": _("closed"), "free": _("free")}
    if now.meeting:
        words["taken"] = f"{now.meeting.exhibitor} – {now.meeting.buyer}"
    return Mark(
        now=now,
        x=f"{now.table.x:.2f}",
        y=f"{now.table.y:.2f}",
        shape=shapes.get(MeetingTable.Kind(now.table.kind), "lounge"),
        state=state,
        said=f"{now.table.ref}: {words[state]}",
    )


def _box(now: HallNow, tables: list[TableNow]) -> dict[str, str]:
    """The hall as drawn: its own size, or what its tables need."""
    wide = max([now.hall.width, *(each.table.x + SIZE for each in tables)])
    deep = max([now.hall.depth, *(each.table.y + SIZE for each in tables)])
    return {
        "view": f"{-MARGIN:.1f} {-MARGIN:.1f} {wide + 2 * MARGIN:.1f} {deep + 2 * MARGIN:.1f}",
        "width": f"{wide:.1f}",
        "depth": f"{deep:.1f}",
    }


def _block(now: HallNow, chosen: bool) -> dict[str, Any]:
    percent = 100 * now.taken / now.tables if now.tables else 0
    return {
        "now": now,
        "chosen": chosen,
        "percent": round(percent),
        "level": level_of(percent),
        **{name: f"{getattr(now.hall, name):.1f}" for name in ("x", "y", "width", "depth")},
        "middle": f"{now.hall.x + now.hall.width / 2:.1f}",
        "centre": f"{now.hall.y + now.hall.depth / 2:.1f}",
    }


def _site(halls: list[HallNow]) -> str:
    """The site plan's box; empty where no hall has a size."""
    drawn = [now.hall for now in halls if now.hall.width and now.hall.depth]
    if not drawn:
        return ""
    left, top = min(h.x for h in drawn), min(h.y for h in drawn)
    right, low = max(h.x + h.width for h in drawn), max(h.y + h.depth for h in drawn)
    return f"{left - 5:.1f} {top - 5:.1f} {right - left + 10:.1f} {low - top + 10:.1f}"
