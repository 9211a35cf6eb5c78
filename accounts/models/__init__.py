"""Who: people, organizations, and who may act for which."""

from accounts.models.organization import Membership, Organization
from accounts.models.user import User

__all__ = ["Membership", "Organization", "User"]
