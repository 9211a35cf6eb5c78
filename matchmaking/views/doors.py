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


def at_place(*, role: str = Role.VIEWER, side: str = "") -> Callable[[PlaceView[Rest]], View]:
    """Give the view the person's place that the address names (`slug`, `organization`).

    404 where the person has none there, or the place lacks the side (`exhibitor` or `buyer`), so
    that nobody learns who takes part; 403 where their role is too small, with a word on who can.
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
            return view(request, place, **rest)  # type: ignore[call-arg]

        enter.place_role, enter.place_side = role, side  # type: ignore[attr-defined]
        return enter

    return decorate


def page(
    request: HttpRequest, place: Place, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of a place: its template under `portal/`, its navigation with it."""
    return render(request, f"portal/{template}", {**context, "place": place}, status=status)
