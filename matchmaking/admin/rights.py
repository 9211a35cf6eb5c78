"""What a person may do at one edition."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from expo.models import Edition


def may(request: HttpRequest, permission: str, edition: Edition) -> bool:
    """Whether the person's role at this edition includes the permission."""
    return bool(request.user.has_perm(permission, edition))


def must(request: HttpRequest, permission: str, edition: Edition) -> None:
    """PermissionDenied (403) where not."""
    if not may(request, permission, edition):
        raise PermissionDenied
