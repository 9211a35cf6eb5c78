"""What a token may do."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.models import AccessToken


class Scope(BasePermission):
    """Signed in, and with a token that may do this in this area."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """403 names the scope that is missing; a session has all."""
        if not request.user.is_authenticated:
            return False
        token = request.auth
        if not isinstance(token, AccessToken):
            return True
        verb = "read" if request.method in SAFE_METHODS else "write"
        needed = f"{view.area}:{verb}"
        self.message = _("The token lacks the scope %(scope)s.") % {"scope": needed}
        self.code = "scope"
        return needed in token.scopes
