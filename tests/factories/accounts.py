"""People and organizations."""

from typing import Any

from accounts.models import Membership, Organization, User
from foundation.texts import Text
from tests.factories.base import ModelFactory, factory


class UserFactory(ModelFactory):
    """A participant's sign-in; `password` is hashed."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Faker("name")
    password = factory.django.Password("harbour-light-4")


class OrganizerFactory(UserFactory):
    """May do everything on the desk."""

    is_staff = True
    is_superuser = True


class OrganizationFactory(ModelFactory):
    """A company."""

    class Meta:
        model = Organization

    name = factory.Sequence(lambda n: Text({"en": f"Kivu Coffee {n}"}))
    country = "RW"
    city = "Kigali"


class MembershipFactory(ModelFactory):
    """An editor of an organization."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organization = factory.SubFactory(OrganizationFactory)
    role: Any = Membership.Role.EDITOR
