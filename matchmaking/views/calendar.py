"""A place's days: list, grid, availability, day sheet, and the calendar's private address."""

from datetime import date
from typing import cast
from uuid import UUID

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.guard import may_at
from accounts.models import Membership, User
from expo.models import Participant
from foundation.asked import numbers
from foundation.errors import RuleBroken
from matchmaking.actions.record_attendance import record_attendance
from matchmaking.actions.set_availability import set_availability
from matchmaking.actions.tell import address
from matchmaking.models import CalendarFeed, Meeting
from matchmaking.queries.calendar import calendar_of, meetings_of
from matchmaking.queries.days import Stop, days_of, grid_of
from matchmaking.queries.places import Place, place_of
from matchmaking.views.doors import at_place, page

Role = Membership.Role
CHECK_IN = "matchmaking.change_meeting"


@require_safe
@at_place()
def calendar(request: HttpRequest, place: Place) -> HttpResponse:
    """The approved meetings, day by day, and as a grid."""
    days = days_of(place)
    meetings = [stop.meeting for _day, stops in days for stop in stops]
    context = {
        "days": days,
        "grid": grid_of(place.edition, meetings, *_sides(place)),
        "feed": CalendarFeed.objects.filter(
            user=cast("User", request.user), edition=place.edition, organization=place.organization
        ).first(),
    }
    return page(request, place, "calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_place()
def availability(request: HttpRequest, place: Place, side: str) -> HttpResponse:
    """Paint the slots in which the side is there."""
    who = getattr(place, side) if side in place.sides else None
    if who is None:
        raise Http404
    if request.method == "POST":
        if not place.edits:
            raise Http404
        chosen = numbers(request.POST.getlist("slot"))
        try:
            outside = set_availability(who, chosen)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return redirect("availability", place.edition.slug, place.organization.pk, side)
        messages.success(request, _("Saved."))
        for meeting in outside:
            messages.warning(
                request,
                _("%(meeting)s is confirmed outside these times; ask the organizer to move it.")
                % {"meeting": meeting},
            )
        return redirect("calendar", place.edition.slug, place.organization.pk)
    meetings = Meeting.objects.binding().filter(**{side: who}).with_names()
    context = {"grid": grid_of(place.edition, meetings, who), "side": side}
    return page(request, place, "availability.html", context)


@require_safe
@at_place()
def day_sheet(request: HttpRequest, place: Place) -> HttpResponse:
    """The days on A4, with a code at each meeting for the staff at the door."""
    context = {"sheets": sheets_of(place), "layout": "portal/page.html"}
    return page(request, place, "day_sheet.html", context)


def sheets_of(place: Place) -> list[tuple[date, list[tuple[Stop, str]]]]:
    """Each day's meetings with their codes."""
    return [(day, [(stop, _code(stop.meeting)) for stop in stops]) for day, stops in days_of(place)]


def _code(meeting: Meeting) -> str:
    """An SVG that holds the meeting's check-in address."""
    target = address(reverse("check-in", args=[meeting.uid]))
    return str(segno.make(target, micro=False).svg_inline(scale=2, border=2, omitsize=True))


def _sides(place: Place) -> list[Participant]:
    return [side for side in (place.exhibitor, place.buyer) if side]


@require_POST
@at_place()
def make_feed(request: HttpRequest, place: Place) -> HttpResponse:
    """A new private address, shown this once."""
    secret = CalendarFeed.make(cast("User", request.user), place.edition, place.organization)
    link = address(reverse("calendar-feed", args=[secret]))
    context = {"link": link, "webcal": "webcal" + link[link.index(":") :]}
    return page(request, place, "feed.html", context)


@require_POST
@at_place()
def end_feed(request: HttpRequest, place: Place) -> HttpResponse:
    """The address opens nothing any more."""
    CalendarFeed.objects.filter(
        user=cast("User", request.user), edition=place.edition, organization=place.organization
    ).delete()
    messages.success(request, _("The address opens nothing any more."))
    return redirect("calendar", place.edition.slug, place.organization.pk)


@require_safe
def feed(_request: HttpRequest, secret: str) -> HttpResponse:
    """What a calendar program reads, as long as the person still acts for the organization."""
    rows = CalendarFeed.objects.select_related("user", "edition", "organization")
    found = rows.filter(digest=CalendarFeed.digest_of(secret)).first()
    if (
        found is None
        or not found.user.is_active
        or place_of(found.user, found.edition.slug, found.organization_id) is None
    ):
        raise Http404
    meetings = meetings_of(found.organization, found.edition)
    text = calendar_of(meetings, found.edition, found.user.language)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What the code on a day sheet opens: staff mark the meeting as held or missed,
    or take that back.
    """
    meeting = Meeting.objects.binding().with_names().filter(uid=uid).first()
    if not may_at(request.user, CHECK_IN, meeting.edition_id if meeting else 0):
        return render(request, "links/check_in.html", {"meeting": None}, status=403)
    if meeting is None:
        raise Http404
    if request.method == "POST":
        try:
            meeting.status = record_attendance(meeting.pk, request.POST.get("status", "")).status
            messages.success(request, _("Saved."))
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
    return render(request, "links/check_in.html", {"meeting": meeting})
