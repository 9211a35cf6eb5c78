"""Give the demo edition a sign-in for each role."""

import base64
import hashlib
import hmac

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from accounts.actions.consent import say_consent
from accounts.models import Membership, Purpose, User
from expo.models import Delegation, Edition, Organizer

EXHIBITOR, BUYER, DELEGATION = "rw-kivu-coffee", "cn-hualin-mart", "rw-mission"


@transaction.atomic
def open_demo(edition: Edition) -> list[dict[str, str]]:
    """`role`, `email`, `password` of each; the same ones however often it is called.

    Passwords follow from the installation's secret key, so that no two demos share one.
    """
    Edition.objects.filter(pk=edition.pk).update(registration_open=True)
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
    role = {"role": Organizer.Role.FLOOR}
    Organizer.objects.get_or_create(user=people["hall staff"], edition=edition, defaults=role)
    for whose in ("exhibitor", "buyer"):
        if person := people[whose]:
            say_consent(person, Purpose.SHARE_CONTACT, given=True)
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
