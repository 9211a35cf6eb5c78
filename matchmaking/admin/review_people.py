"""The schedule review by participant: a page of people × a day's slots, or one of them alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy

from accounts.models import Organization
from foundation.asked import number
from matchmaking.models import Meeting, Schedule
from matchmaking.queries.people_grid import SIDES, lines_of, meetings_of, participants
from matchmaking.queries.review import category_names
from matchmaking.wording import country_name, say_reason

ON_A_PAGE = 40
MOST = 200  # meetings of one participant
NAMES = {"exhibitors": gettext_lazy("Exhibitors"), "buyers": gettext_lazy("Buyers")}
STATES = {
    "met": gettext_lazy("in a meeting"),
    "part": gettext_lazy("in a meeting, with people to spare"),
    "free": gettext_lazy("free"),
    "away": gettext_lazy("not there"),
    "quiet": gettext_lazy("quiet time"),
}


def people(schedule: Schedule, day: Any, asked: Mapping[str, str]) -> dict[str, Any]:
    """For the template: a side's page of a day, or (`party`) somebody's whole timetable."""
    side = asked.get("side", "")
    side = side if side in SIDES else SIDES[0]
    words = asked.get("q", "").replace("\0", "").strip()[:80]
    context = {
        "view": "people",
        "side": side,
        "sides": [(name, NAMES[name]) for name in SIDES],
        "words": words,
        "states": list(STATES.items()),
        "people_day": day,
    }
    party = Organization.objects.filter(pk=number(asked.get("party")) or 0).first()
    if party is not None:
        return context | _alone(schedule, party)
    page = Paginator(participants(schedule, side, words), ON_A_PAGE).get_page(asked.get("page"))
    slots, lines = lines_of(schedule, day, side, list(page))
    return context | {
        "people_slots": slots,
        "lines": [(line, country_name(line.row.organization.country)) for line in lines],
        "page": page,
        "pages": list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
    }


def _alone(schedule: Schedule, party: Organization) -> dict[str, Any]:
    meetings = list(meetings_of(schedule, [party.pk])[:MOST])
    return {
        "party": party,
        "meetings": said(schedule, meetings),
        "party_days": _days(schedule, party),
        "pinnable": (Meeting.Status.PROPOSED, Meeting.Status.CONFIRMED),
    }


def _days(schedule: Schedule, party: Organization) -> list[tuple[Any, list[Any], bool]]:
    """Each day's cells, and whether the participant is there at all; of one that exhibits and
    buys, by the exhibitor's hours.
    """
    edition = schedule.edition
    rows = [
        (side, row)
        for side in SIDES
        for row in getattr(edition, side).filter(organization=party).select_related("organization")
    ]
    if not rows:
        return []
    side, row = rows[0]
    days = edition.days.order_by("date")
    cells = [(day, lines_of(schedule, day, side, [row])[1][0].cells) for day in days]
    return [(day, held, any(cell.state != "away" for cell in held)) for day, held in cells]


def said(schedule: Schedule, meetings: Sequence[Meeting]) -> list[dict[str, Any]]:
    """Lines of a list of meetings, each with its reasons in words."""
    reasons = [reason for meeting in meetings for reason in meeting.reasons]
    names = {"category": category_names(schedule.edition, reasons)}
    plain = {Meeting.Status.PROPOSED, Meeting.Status.CONFIRMED}
    return [
        {
            "row": meeting,
            "exhibitor_country": country_name(meeting.exhibitor.organization.country),
            "buyer_country": country_name(meeting.buyer.organization.country),
            "reasons": [say_reason(reason, names) for reason in meeting.reasons],
            "noted": meeting.status not in plain,
        }
        for meeting in meetings
    ]
