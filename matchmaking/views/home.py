"""The portal's first page and the calendars it links to."""

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Membership
from expo.models import Edition, Interpreter
from foundation.errors import RuleBroken
from matchmaking.actions.delegate import delegate
from matchmaking.queries.agenda import agenda_of, organizations_of, rosters_of
from matchmaking.queries.calendar import calendar_of, meetings_interpreted_by, meetings_of
from matchmaking.queries.places import Place, places_of
from matchmaking.views.doors import at_place, page

if TYPE_CHECKING:
    from accounts.models import User


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What Fairlead is to a stranger; to a signed-in person, where they may act."""
    if not request.user.is_authenticated:
        return render(request, "portal/welcome.html")
    user = request.user
    places, rosters = places_of(user), rosters_of(user)
    delegations = user.delegations.select_related("edition").order_by("ref")
    there = {place.organization.pk for place in places}
    others = [one for one in organizations_of(user) if one.pk not in there]
    if len(places) == 1 and not others and not rosters and not delegations:
        return redirect("today", places[0].edition.slug, places[0].organization.pk)
    context = {
        "places": places,
        "organizations": others,
        "rosters": rosters,
        "delegations": delegations,
    }
    return render(request, "portal/home.html", context)


@require_safe
@at_place()
def today(request: HttpRequest, place: Place) -> HttpResponse:
    """What one sees first in the morning."""
    return page(
        request, place, "today.html", {"agenda": agenda_of(place), "owns": place.may("owner")}
    )


@require_POST
@at_place(role=Membership.Role.OWNER)
def let_act(request: HttpRequest, place: Place, side: str) -> HttpResponse:
    """Let the delegation's lead act for the side, or no longer; not for a lead to say."""
    who = getattr(place, side) if side in place.sides else None
    if who is None:
        raise Http404
    try:
        delegate(who, acts="acts" in request.POST)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("today", place.edition.slug, place.organization.pk)


@require_safe
@login_required
def organization_calendar(request: HttpRequest, slug: str, organization: int) -> HttpResponse:
    """An organization's meetings as .ics, for its members."""
    edition = get_object_or_404(Edition, slug=slug)
    mine = organizations_of(cast("User", request.user))
    member = next((row for row in mine if row.pk == organization), None)
    if member is None:
        raise Http404
    return _ics(calendar_of(meetings_of(member, edition), edition, _language(request)), slug)


@require_safe
@login_required
def interpreter_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """An interpreter's own roster as .ics."""
    person = get_object_or_404(Interpreter, edition__slug=slug, user=cast("User", request.user))
    meetings = meetings_interpreted_by(person)
    return _ics(calendar_of(meetings, person.edition, _language(request)), slug)


def _language(request: HttpRequest) -> str:
    return str(getattr(request, "LANGUAGE_CODE", "en"))


def _ics(text: str, slug: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    response["Cache-Control"] = "private, no-store"
    return response
