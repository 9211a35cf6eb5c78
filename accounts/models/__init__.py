"""Who: people, organizations, and who may act for which."""

from accounts.models.consent import Consent, Purpose
from accounts.models.joining import Invitation, JoinRequest
from accounts.models.organization import Membership, Organization
from accounts.models.token import SCOPES, AccessToken, Area
from accounts.models.user import User

__all__ = [
    "SCOPES",
    "AccessToken",
    "Area",
    "Consent",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Organization",
    "Purpose",
    "User",
]
