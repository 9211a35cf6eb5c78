"""Give the demo edition a sign-in for each role."""

import base64
import hashlib
import hmac

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from accounts.models import Membership, User
from expo.models import Delegation, Edition

EXHIBITOR, BUYER, DELEGATION = "rw-kivu-coffee", "cn-hualin-mart", "rw-mission"
HALL_STAFF_SEES = ("view_meeting", "view_meetingtable", "view_hall", "view_exhibitor", "view_buyer")


@transaction.atomic
def open_demo(edition: Edition) -> list[dict[str, str]]:
    """`role`, `email`, `password` of each; the same ones however often it is called.

    Passwords follow from the installation's secret key, so that no two demos share one.
    """
    Edition.objects.filter(pk=edition.pk).update(registration_open=True)
    staff, _made = Group.objects.get_or_create(name="Hall staff")
    staff.permissions.set(Permission.objects.filter(codename__in=HALL_STAFF_SEES))
    people = {
        "organizer": _person(
            "organizer@harbour-expo.example", "Lin Jiayi", staff=True, all_rights=True
        ),
        "hall staff": _person("hall@harbour-expo.example", "Zhou Min", staff=True),
        "exhibitor": _contact(edition, EXHIBITOR),
        "buyer": _contact(edition, BUYER),
        "delegation lead": Delegation.objects.get(edition=edition, ref=DELEGATION).lead,
        "interpreter": edition.interpreters.order_by("ref").exclude(user=None)[0].user,
    }
    people["hall staff"].groups.add(staff)  # type: ignore[union-attr]
    return [_signed_in(role, person) for role, person in people.items() if person]


def _person(email: str, name: str, *, staff: bool, all_rights: bool = False) -> User:
    rights = {"name": name, "is_staff": staff, "is_superuser": all_rights}
    return User.objects.get_or_create(email=email, defaults=rights)[0]


def _contact(edition: Edition, ref: str) -> User | None:
    sides = (edition.exhibitors, edition.buyers)
    side = next(row for rows in sides if (row := rows.filter(ref=ref).first()))
    owner = Membership.objects.filter(
        organization_id=side.organization_id, role=Membership.Role.OWNER
    )
    membership = owner.select_related("user").first()
    return membership.user if membership else None


def _signed_in(role: str, person: User) -> dict[str, str]:
    password = _password(person.email)
    if not person.check_password(password):
        person.set_password(password)
        person.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    return {"role": role, "email": person.email, "password": password}


def _password(email: str) -> str:
    digest = hmac.digest(settings.SECRET_KEY.encode(), email.encode(), hashlib.sha256)
    return base64.b32encode(digest)[:10].decode().lower()
