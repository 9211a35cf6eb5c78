"""Who is trying to sign in, from where, and what they are told after too many attempts."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from axes.helpers import get_cool_off
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User


def username(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The e-mail as any of the forms names it, without case."""
    said = credentials or request.POST
    found = next((said[name] for name in ("email", "username", "login") if said.get(name)), "")
    return str(found).strip().lower()


def address(request: HttpRequest) -> str:
    """The caller's, as far as `NUM_PROXIES` are trusted."""
    remote = str(request.META.get("REMOTE_ADDR", ""))
    trusted = settings.REST_FRAMEWORK["NUM_PROXIES"]
    said = [each.strip() for each in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return said[-min(trusted, len(said))] or remote if trusted else remote


def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """429, and when to come back."""
    minutes = int(get_cool_off().total_seconds() // 60)
    response = render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response


def may_at(user: Any, permission: str, edition: int) -> bool:
    """Whether the desk's permission holds at the edition, outside of the desk's own pages."""
    return bool(user.has_perm(permission, edition)) and not lacks_second_factor(user)


def lacks_second_factor(user: User) -> bool:
    """Whether an organizer has to set up a second factor before the desk opens."""
    return bool(
        settings.ORGANIZERS_NEED_SECOND_FACTOR and user.is_staff and not is_mfa_enabled(user)
    )
