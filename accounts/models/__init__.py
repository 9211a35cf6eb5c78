"""Who: people, organizations, and who may act for which."""

from accounts.models.joining import Invitation, JoinRequest
from accounts.models.organization import Membership, Organization
from accounts.models.user import User

__all__ = ["Invitation", "JoinRequest", "Membership", "Organization", "User"]
