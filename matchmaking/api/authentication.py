"""Who calls: a token's maker, or the person whose session it is."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.authentication import SessionAuthentication as DrfSession
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import AccessToken, Membership, User

SCHEME = "bearer"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer fl_…`."""

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        """None without a bearer token; AuthenticationFailed for one that opens nothing."""
        kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != SCHEME:
            return None
        digest = AccessToken.digest_of(secret.strip())
        rows = AccessToken.objects.live().select_related("user")
        token = rows.filter(digest=digest, user__is_active=True).first()
        if token is None or not _still_acts(token):
            raise AuthenticationFailed(
                _("This token is unknown, ended or run out."), code="bad_token"
            )
        now = timezone.now()
        if not token.noted(now):
            AccessToken.objects.filter(pk=token.pk).update(used_at=now)
        return token.user, token

    def authenticate_header(self, _request: Request) -> str:
        """What a 401 asks for."""
        return "Bearer"


def _still_acts(token: AccessToken) -> bool:
    """A machine's token ends with its maker's membership."""
    if token.organization_id is None:
        return True
    roles = (Membership.Role.OWNER, Membership.Role.EDITOR)
    memberships = Membership.objects.filter(user=token.user_id, role__in=roles)
    return memberships.filter(organization=token.organization_id).exists()


class SessionAuthentication(DrfSession):
    """The portal's cookie, with its CSRF token on everything that writes."""


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """In the OpenAPI document."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, _auto_schema: Any) -> dict[str, str]:
        """A bearer token."""
        return {"type": "http", "scheme": SCHEME, "bearerFormat": "fl_…"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """In the OpenAPI document."""

    target_class = SessionAuthentication
    name = "session"

    def get_security_definition(self, _auto_schema: Any) -> dict[str, str]:
        """The portal's cookie."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
