"""Sign-ins for the people a row names, and their part in organizations."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.contrib.auth.hashers import make_password
from django.db.models.functions import Lower

from accounts.models import Membership, User
from foundation.texts import interface_language

NOT_TOLD: Mapping[str, str] = MappingProxyType({})


def users_by_email(
    names: Iterable[tuple[str, str]], languages: Mapping[str, str] = NOT_TOLD
) -> dict[str, User]:
    """The user of each (e-mail, name), by lower-case e-mail; creates those missing.

    A new user has no password: a first sign-in goes through the link sent by e-mail. A name is
    written only where there is none yet. `languages` has those of texts, by lower-case e-mail: a
    new user is written to in the nearest one of the interface until they sign in.
    """
    wanted: dict[str, str] = {}
    for email, name in names:
        if email and not wanted.get(email.lower()):
            wanted[email.lower()] = name
    there = {user.email.lower(): user for user in _users(wanted)}
    missing = [
        User(
            email=email,
            name=name,
            password=make_password(None),
            language=interface_language(languages.get(email, "en")),
        )
        for email, name in wanted.items()
        if email not in there
    ]
    there |= {user.email.lower(): user for user in User.objects.bulk_create(missing)}
    nameless = [user for key, user in there.items() if not user.name and wanted[key]]
    for user in nameless:
        user.name = wanted[user.email.lower()]
    if nameless:
        User.objects.bulk_update(nameless, ["name"])
    return there


def _users(wanted: Iterable[str]) -> Iterable[User]:
    emails = list(wanted)
    return User.objects.annotate(key=Lower("email")).filter(key__in=emails) if emails else ()


def add_owners(owners: Iterable[tuple[User, int]]) -> set[tuple[int, int]]:
    """Makes users owners of organizations they are no members of yet; returns the new ones."""
    wanted = {(user.pk, organization) for user, organization in owners}
    there = set(
        Membership.objects.filter(user__in={user for user, _organization in wanted}).values_list(
            "user_id", "organization_id"
        )
    )
    new = wanted - there
    Membership.objects.bulk_create(
        Membership(user_id=user, organization_id=organization, role=Membership.Role.OWNER)
        for user, organization in sorted(new)
    )
    return new
