"""What an organizer may do at which edition: a role's permissions, there and nowhere else."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.contrib.auth.models import Permission

from accounts.models import User


def group_name(role: str) -> str:
    """The name of a role's group, the same in every language."""
    return f"organizer: {role}"


def rights_of(user: Any) -> Mapping[int, frozenset[str]]:
    """Edition → permissions there; asked once for each request. Two queries.

    A permission given to the person by hand holds at the editions they organize, too.
    """
    found: Mapping[int, frozenset[str]] | None = getattr(user, "_rights_at", None)
    if found is None:
        roles = dict(user.organizing.values_list("edition", "role"))
        wanted = {group_name(role): role for role in roles.values()}
        granted: dict[str, set[str]] = defaultdict(set)
        rows = Permission.objects.filter(group__name__in=wanted)
        for name, app, code in rows.values_list(
            "group__name", "content_type__app_label", "codename"
        ):
            granted[wanted[name]].add(f"{app}.{code}")
        own = ModelBackend().get_all_permissions(user) if roles else set()
        found = {edition: frozenset(granted[role] | own) for edition, role in roles.items()}
        user._rights_at = found  # noqa: SLF001 (kept with the person, as Django keeps its own)
    return found


def editions_where(user: Any, permission: str) -> set[int] | None:
    """The editions at which the person has the permission; None for all of them."""
    if user.is_superuser:
        return None
    return {edition for edition, rights in rights_of(user).items() if permission in rights}


def organizes(user: Any, edition: int) -> bool:
    """Whether the person has any role there."""
    return bool(user.is_superuser) or edition in rights_of(user)


class OrganizerBackend(BaseBackend):
    """`user.has_perm(permission, edition)` asks for one edition, or its key; without it for any."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Only of active people who may enter the desk."""
        if not isinstance(user_obj, User) or not user_obj.is_active or not user_obj.is_staff:
            return False
        rights = rights_of(user_obj)
        if obj is None:
            return any(perm in granted for granted in rights.values())
        return perm in rights.get(getattr(obj, "pk", obj), frozenset())

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Of any edition."""
        if not isinstance(user_obj, User) or not user_obj.is_active or not user_obj.is_staff:
            return False
        granted = frozenset().union(*rights_of(user_obj).values())
        return any(perm.startswith(f"{app_label}.") for perm in granted)
