"""People of every role around one edition, and a client that speaks for each."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.actions.tokens import make_token
from accounts.models import SCOPES, Membership
from expo.models import Participant
from matchmaking.models import Meeting, MeetingRequest, ScoringRun
from tests.factories.accounts import MembershipFactory, OrganizerFactory, UserFactory
from tests.factories.buyers import BuyerFactory, SourcingNeedFactory
from tests.factories.exhibitors import CertificateFactory, ExhibitorFactory, ProductFactory
from tests.factories.expo import (
    CategoryFactory,
    DelegationFactory,
    EditionFactory,
    InterpreterFactory,
    OpeningDayFactory,
    OrganizerRoleFactory,
    TimeSlotFactory,
)
from tests.factories.matchmaking import (
    MatchFactory,
    MeetingFactory,
    MeetingRequestFactory,
    OutcomeFactory,
    PlanningRunFactory,
    ScheduleFactory,
    ScoringRunFactory,
)
from tests.factories.pictures import PictureFactory

ROLES = (
    "nobody", "stranger", "viewer", "exhibitor", "buyer", "rival", "lead", "interpreter",
    "floor", "elsewhere", "owner", "organizer",
)  # fmt: skip


@pytest.fixture(autouse=True)
def roomy(settings, tmp_path):
    """Rates count in a store that tests share; ten people's passwords need not be hard to guess.
    Files go where nobody looks.
    """
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.API_RATES = {"person": 10**6, "organization": 10**6, "address": 10**6}


def speak(user: Any = None, *, scopes: Any = SCOPES, organization: Any = None) -> APIClient:
    """A client with a token of the person's."""
    client = APIClient()
    if user is not None:
        _token, secret = make_token(user, "test", scopes, organization=organization)
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def make_world() -> SimpleNamespace:
    """One exhibitor and one buyer that are matched, asked and met; a rival pair beside them."""
    edition = EditionFactory()
    day = OpeningDayFactory(edition=edition, date=timezone.localdate() + timedelta(days=30))
    TimeSlotFactory.create_batch(6, day=day)
    delegation = DelegationFactory(edition=edition, lead=UserFactory())
    exhibitor = ExhibitorFactory(
        edition=edition, delegation=delegation, delegated=True, contact_name="Aline"
    )
    buyer = BuyerFactory(edition=edition, contact_name="Wei")
    rival = BuyerFactory(edition=edition)
    category = CategoryFactory(scheme=edition.category_scheme)
    product = ProductFactory(exhibitor=exhibitor, category=category)
    need = SourcingNeedFactory(buyer=buyer)
    run = ScoringRunFactory(edition=edition, current=True, state=ScoringRun.State.DONE)
    request = MeetingRequestFactory(
        edition=edition, exhibitor=exhibitor, buyer=buyer, state=MeetingRequest.State.PENDING
    )
    schedule = ScheduleFactory(edition=edition)
    interpreter = InterpreterFactory(edition=edition, user=UserFactory())
    meeting = MeetingFactory(
        schedule=schedule, exhibitor=exhibitor, buyer=buyer, interpreter=interpreter,
        status=Meeting.Status.CONFIRMED,
    )  # fmt: skip
    return SimpleNamespace(
        edition=edition, delegation=delegation, exhibitor=exhibitor, buyer=buyer, rival=rival,
        category=category, product=product, need=need, run=run, request=request, schedule=schedule,
        certificate=CertificateFactory(exhibitor=exhibitor),
        picture=PictureFactory(product=product),
        match=MatchFactory(run=run, exhibitor=exhibitor, buyer=buyer),
        meeting=meeting, plan=PlanningRunFactory(edition=edition),
        outcome=OutcomeFactory(meeting=meeting, side="buyer"), interpreter=interpreter,
    )  # fmt: skip


def people_of(world: SimpleNamespace) -> dict[str, Any]:
    """A user for each role: the last four organize, `elsewhere` another edition as its owner."""

    def member(side: Participant, role: str = Membership.Role.OWNER) -> Any:
        return MembershipFactory(organization=side.organization, role=role).user

    return {
        "nobody": None,
        "stranger": UserFactory(),
        "viewer": member(world.exhibitor, Membership.Role.VIEWER),
        "exhibitor": member(world.exhibitor),
        "buyer": member(world.buyer),
        "rival": member(world.rival),
        "lead": world.delegation.lead,
        "interpreter": world.interpreter.user,
        "floor": OrganizerRoleFactory(edition=world.edition, role="floor").user,
        "elsewhere": OrganizerRoleFactory(role="owner").user,
        "owner": OrganizerRoleFactory(edition=world.edition, role="owner").user,
        "organizer": OrganizerFactory(),
    }


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def people(world):
    return people_of(world)


@pytest.fixture
def as_role(people):
    """Clients by role."""
    return {role: speak(user) for role, user in people.items()}
