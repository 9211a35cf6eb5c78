"""Whoever founds an organization with a company's number does not become that company."""

from pathlib import Path

import pytest
from django.urls import reverse

from accounts.actions.join import found_organization
from accounts.models import Organization
from exhibitors.models import Exhibitor
from matchmaking.actions.import_edition import import_edition
from matchmaking.actions.register_participant import register_participant
from tests.factories.accounts import (
    MembershipFactory,
    OrganizationFactory,
    OrganizerFactory,
    UserFactory,
)
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import EditionFactory

pytestmark = pytest.mark.django_db
KIVU = {"name": {"en": "Kivu Coffee"}, "country": "RW", "registration_number": "R1"}


@pytest.fixture
def double():
    made = Organization(name={"en": "Whatever"}, country="RW", registration_number="R1")
    return found_organization(UserFactory(), made)


@pytest.mark.parametrize("standing", ["new", "refused"])
def test_an_import_makes_no_stranger_the_owner(
    folder: Path, client, double: Organization, standing: str
) -> None:
    reason = "No register" if standing == "refused" else ""
    Organization.objects.update(standing=standing, standing_reason=reason)
    assert import_edition(folder).errors == []
    kivu = Exhibitor.objects.get(ref="kivu").organization
    assert (kivu.registration_number, kivu.standing) == ("R1", "known")
    assert not kivu.memberships.filter(user__memberships__organization=double).exists()
    double.refresh_from_db()
    assert (str(double), double.registration_number) == ("Whatever", "")
    client.force_login(OrganizerFactory())
    queues = reverse("admin:expo_edition_queues", args=[EditionFactory().pk])
    page = client.get(queues, {"queue": "organizations"}).content.decode()
    assert ("gave the number R1 of another one" in page) == (standing == "new")
    assert import_edition(folder).updated == 0


def test_a_known_company_is_still_found_by_its_number(folder: Path) -> None:
    known = OrganizationFactory(country="RW", registration_number="R1")
    import_edition(folder)
    assert Exhibitor.objects.get(ref="kivu").organization == known


def test_a_new_one_that_the_file_names_by_its_ref_keeps_its_number(
    folder: Path, double: Organization
) -> None:
    ExhibitorFactory(edition=EditionFactory(slug="small"), organization=double, ref="kivu")
    assert import_edition(folder).errors == []
    double.refresh_from_db()
    assert (double.registration_number, double.standing_reason) == ("R1", "")
    assert Exhibitor.objects.get(ref="kivu").organization == double


def test_a_registration_makes_no_stranger_the_owner(double: Organization) -> None:
    edition = EditionFactory()
    made, status = register_participant(edition, "exhibitor", "k", organization=KIVU, values={})
    assert status == "created"
    assert made.organization != double
    assert not made.organization.memberships.exists()
    double.refresh_from_db()
    assert double.registration_number == ""
    again = register_participant(edition, "exhibitor", "k", organization=KIVU, values={})
    assert again[1] == "unchanged"


@pytest.mark.parametrize(
    ("standing", "takes_part", "kept"),
    [("new", False, False), ("new", True, True), ("known", False, True)],
)
def test_owners_change_the_number_only_while_nobody_goes_by_it(
    client, standing: str, takes_part: bool, kept: bool
) -> None:
    own = OrganizationFactory(country="KE", registration_number="K-1", standing=standing)
    if takes_part:
        ExhibitorFactory(organization=own)
    client.force_login(MembershipFactory(organization=own, role="owner").user)
    form = {"name__en": "Mine", "country": "RW", "registration_number": "R1"}
    address = reverse("organization-edit", args=[own.pk])
    assert client.post(address, form).status_code == 302
    own.refresh_from_db()
    assert str(own) == "Mine"
    number = (own.country, own.registration_number)
    assert number == (("KE", "K-1") if kept else ("RW", "R1"))
