"""A small edition with everybody who may come by, and what each address of the portal needs."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from accounts.actions.invite import invitation_token, invite
from accounts.models import JoinRequest, Organization, User
from expo.models import Delegation, Edition
from matchmaking.actions.approve_schedule import approve_schedule
from matchmaking.links import sign
from matchmaking.models import CalendarFeed, Meeting, MeetingRequest
from tests.factories.accounts import MembershipFactory, OrganizerFactory, UserFactory
from tests.factories.buyers import BuyerFactory
from tests.factories.expo import DelegationFactory, InterpreterFactory, open_edition
from tests.factories.matchmaking import MeetingFactory, MeetingRequestFactory, ScheduleFactory

# Not the portal's pages: the desk has tests of its own, allauth's pages are about oneself only.
ELSEWHERE = ("admin:", "account_", "healthz", "readyz")


@dataclass(frozen=True)
class Scene:
    """A buyer's place with a meeting and a request that waits for it; `people` by role."""

    edition: Edition
    company: Organization
    mission: Delegation
    meeting: Meeting
    asked: MeetingRequest
    people: dict[str, User | None] = field(default_factory=dict)


def small_scene() -> Scene:
    """Made of new rows."""
    edition = open_edition(registration_open=True)
    lead = UserFactory()
    mission = DelegationFactory(edition=edition, lead=lead)
    buyer = BuyerFactory(edition=edition, delegation=mission, delegated=True)
    meeting = MeetingFactory(
        schedule=ScheduleFactory(edition=edition),
        buyer=buyer,
        interpreter=InterpreterFactory(edition=edition),
    )
    approve_schedule(meeting.schedule_id)
    asked = MeetingRequestFactory(
        edition=edition, buyer=buyer, asked_by="exhibitor", state="pending"
    )
    people = {
        role: MembershipFactory(organization=buyer.organization, role=role).user
        for role in ("viewer", "editor", "owner")
    }
    other = MembershipFactory(organization=asked.exhibitor.organization, role="owner")
    people |= {"anonymous": None, "stranger": MembershipFactory().user, "other": other.user}
    people |= {"lead": lead, "organizer": OrganizerFactory()}
    return Scene(edition, buyer.organization, mission, meeting, asked, people)


def args_of(scene: Scene) -> dict[str, list[Any]]:
    """What stands in each address; some rows are made for it."""
    edition, company, asked = scene.edition, scene.company, scene.asked
    owner = scene.people["owner"]
    assert owner
    viewer = scene.people["viewer"]
    invitation = invite(company, "new@example.org", "editor", user=owner)
    joining = JoinRequest.objects.create(organization=company, user=UserFactory())
    here = [edition.slug, company.pk]
    args: dict[str, list[Any]] = {
        "mission": [scene.mission.pk], "mission-calendar": [scene.mission.pk],
        "mission-csv": [scene.mission.pk],
        "calendar-feed": [CalendarFeed.make(owner, edition, company)],
        "check-in": [scene.meeting.uid],
        "interpreter-calendar": [edition.slug], "organizers-search": [edition.slug],
        "link-answer": [sign("answer", asked.pk, owner.pk)],
        "link-day": [sign("day", f"{edition.slug}/{company.pk}", owner.pk)],
        "unsubscribe": [sign("unsubscribe", "request", owner.pk)],
        "invitation": [invitation_token(invitation)],
        "revoke": [company.pk, invitation.pk],
        "join-answer": [company.pk, joining.pk],
        "member": [company.pk, company.memberships.get(user=viewer or owner).pk],
        "requests-tab": [*here, "agreed"],
        "request-answer": [*here, asked.pk],
        "request-propose": [*here, asked.pk],
        "availability": [*here, "buyer"],
        "request-new": [*here, "buyer", scene.meeting.exhibitor_id],
        "letter": ["nothing"],
    }  # fmt: skip
    for name, parameters in addresses().items():
        if parameters == ["slug", "organization"]:
            args.setdefault(name, here)
        elif parameters == ["organization"]:
            args.setdefault(name, [company.pk])
        elif not parameters:
            args.setdefault(name, [])
    return args


def data_of(scene: Scene) -> dict[str, dict[str, Any]]:
    """What is posted to each address; nothing where it is not said."""
    slots = [str(key) for key in scene.edition.slots.values_list("pk", flat=True)]
    return {
        "request-answer": {"accept": "1"},
        "link-answer": {"accept": "1"},
        "join-answer": {"accept": "1", "role": "viewer"},
        "member": {"role": "editor"},
        "invite": {"email": "more@example.org", "role": "viewer"},
        "apply": {"edition": scene.edition.pk, "side": "exhibitor"},
        "availability": {"slot": slots},
        "found-organization": {"name__en": "Anew", "country": "KE"},
        "check-in": {"status": "held"},
        "set_language": {"language": "fr"},
        "notice-settings": {"request": "digest"},
    }


def addresses() -> dict[str, list[str]]:
    """Name and parameters of every address of the portal."""
    found: dict[str, list[str]] = {}

    def walk(patterns: list[URLPattern | URLResolver], before: list[str]) -> None:
        for each in patterns:
            here = [*before, *each.pattern.converters]
            if isinstance(each, URLResolver):
                if each.namespace != "admin":
                    walk(each.url_patterns, here)
            elif each.name and not each.name.startswith(ELSEWHERE):
                found[each.name] = here

    walk(get_resolver().url_patterns, [])
    return found
