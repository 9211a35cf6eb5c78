"""Who may enter a page of a place: every view of one goes through `at_place`."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from matchmaking.queries.places import Place, place_of

Rest = ParamSpec("Rest")
PlaceView = Callable[Concatenate[HttpRequest, Place, Rest], HttpResponse]
View = Callable[..., HttpResponse]
Role = Membership.Role


def at_place(
    *, role: str = Role.VIEWER, side: str = "", let_in: bool = False
) -> Callable[[PlaceView[Rest]], View]:
    """Give the view the person's place that the address names (`slug`, `organization`).

    404 where the person has none there, or the place lacks the side (`exhibitor` or `buyer`), so
    that nobody learns who takes part; 403 where their role is too small, with a word on who can.

    `let_in` is for pages of others: 403 as long as the place does not take part, on the side that
    the address names if it does. Whoever waits for the organizer has its own pages only.
    """

    def decorate(view: PlaceView[Rest]) -> View:
        @wraps(view)
        @login_required
        def enter(request: HttpRequest, slug: str, organization: int, **rest: Any) -> HttpResponse:
            place = place_of(cast("User", request.user), slug, organization)
            if place is None or (side and side not in place.sides):
                raise Http404
            if not place.may(role):
                raise PermissionDenied(
                    _("Your role does not allow this. An owner of the organization can change it.")
                )
            if let_in and not _takes_part(place, rest.get("side", "")):
                raise PermissionDenied(_("The organizer has not let you in."))
            return view(request, place, **rest)  # type: ignore[call-arg]

        return enter

    return decorate


def _takes_part(place: Place, side: str) -> bool:
    """A side that the place does not have is left to the view, which finds nothing there."""
    return side in place.let_in if side in place.sides else bool(place.let_in)


def page(
    request: HttpRequest, place: Place, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of a place: its template under `portal/`, its navigation with it."""
    return render(request, f"portal/{template}", {**context, "place": place}, status=status)
