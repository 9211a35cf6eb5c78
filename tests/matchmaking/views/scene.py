"""A small edition with everybody who may come by, and what each address of the portal needs."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accounts.actions.invite import invitation_token, invite
from accounts.models import JoinRequest, Organization, User
from buyers.models import SourcingNeed
from exhibitors.models import Exhibitor, Picture, Product
from expo.models import Delegation, Edition
from foundation.texts import Text
from matchmaking.actions.approve_schedule import approve_schedule
from matchmaking.links import sign
from matchmaking.models import CalendarFeed, Meeting, MeetingRequest, ProductImport
from tests.factories.accounts import MembershipFactory, OrganizerFactory, UserFactory
from tests.factories.buyers import BuyerFactory, SourcingNeedFactory
from tests.factories.exhibitors import CertificateFactory, ExhibitorFactory, ProductFactory
from tests.factories.expo import DelegationFactory, InterpreterFactory, open_edition
from tests.factories.matchmaking import (
    MatchFactory,
    MeetingFactory,
    MeetingRequestFactory,
    ScheduleFactory,
    ScoringRunFactory,
)

# Not the portal's pages: desk and API have tests of their own, allauth's are about oneself only.
ELSEWHERE = ("account_", "mfa_", "socialaccount_", "openid_connect_", "healthz", "readyz")
APART = ("admin/", "api/")


# Pages of an exhibitor that name nothing but its place.
EXHIBITORS = ("profile", "profile-edit", "profile-seen", "profile-logo", "products", "product-new",
              "product-headings", "product-import-new", "certificates",
              "certificate-new")  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """A buyer's place with a meeting, one that was held, and a request that waits for its answer;
    an exhibitor's place (`exhibits`, maybe the same) with a product; `people` by role.
    """

    edition: Edition
    company: Organization
    mission: Delegation
    meeting: Meeting
    talked: Meeting
    asked: MeetingRequest
    need: SourcingNeed
    exhibits: Exhibitor
    product: Product
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
    talked = MeetingFactory(
        schedule=meeting.schedule, buyer=buyer, slot=edition.slots.order_by("during")[1]
    )
    approve_schedule(meeting.schedule_id)
    Meeting.objects.filter(pk=talked.pk).update(status=Meeting.Status.HELD)
    run = ScoringRunFactory(edition=edition, current=True)
    MatchFactory(run=run, buyer=buyer, exhibitor=meeting.exhibitor)
    exhibits = ExhibitorFactory(edition=edition, organization=buyer.organization)
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
    return Scene(
        edition=edition,
        company=buyer.organization,
        mission=mission,
        meeting=meeting,
        talked=talked,
        asked=asked,
        need=SourcingNeedFactory(buyer=buyer),
        exhibits=exhibits,
        product=ProductFactory(exhibitor=exhibits),
        people=people,
    )


def args_of(scene: Scene) -> dict[str, list[Any]]:
    """What stands in each address; some rows are made for it."""
    edition, company, asked = scene.edition, scene.company, scene.asked
    owner = scene.people["owner"]
    assert owner
    viewer = scene.people["viewer"]
    invitation = invite(company, "new@example.org", "editor", user=owner)
    joining = JoinRequest.objects.create(organization=company, user=UserFactory())
    here = [edition.slug, company.pk]
    ScheduleFactory(edition=edition, asked_at=timezone.now())  # of which leads may read
    args: dict[str, list[Any]] = {
        **of_exhibitor(scene),
        "mission": [scene.mission.pk], "mission-calendar": [scene.mission.pk],
        "mission-csv": [scene.mission.pk], "mission-draft": [scene.mission.pk],
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
        **_of_buyer(scene, here),
    }  # fmt: skip
    for name, parameters in addresses().items():
        if parameters == ["slug", "organization"]:
            args.setdefault(name, here)
        elif parameters == ["organization"]:
            args.setdefault(name, [company.pk])
        elif not parameters:
            args.setdefault(name, [])
    return args


def _of_buyer(scene: Scene, here: list[Any]) -> dict[str, list[Any]]:
    need, other = [*here, scene.need.pk], [*here, "buyer", scene.meeting.exhibitor_id]
    return {
        **_same(need, "need", "need-edit", "need-state", "need-copy"),
        **_same([*here, "buyer"], "matches-of", "matches-compare"),
        **_same(other, "matches-with", "matches-mark"),
        "talk": [*here, scene.talked.pk],
        "token-end": [0],
        "delegate": [*here, "buyer"],
        "exhibitor-page": [*here, scene.meeting.exhibitor_id],
    }


def _same(args: list[Any], *names: str) -> dict[str, list[Any]]:
    return dict.fromkeys(names, args)


def of_exhibitor(scene: Scene) -> dict[str, list[Any]]:
    """What stands in the addresses of the exhibitor's place."""
    exhibits, product = scene.exhibits, scene.product
    own = [scene.edition.slug, exhibits.organization_id]
    rows = {"edition": scene.edition, "exhibitor": exhibits}
    picture = Picture.objects.create(**rows, product=product, number=6, width=4, height=3,
                                     alt=Text({"en": "Beans"}))  # fmt: skip
    for name in (picture.file, picture.thumbnail):
        default_storage.save(name, ContentFile(b"RIFF"))
    certificate = CertificateFactory(
        exhibitor=exhibits,
        paper=default_storage.save(f"papers/{uuid4().hex}.pdf", ContentFile(b"%PDF")),
    )
    upload = ProductImport.objects.create(**rows, file_name="products.csv", file=b"ref\n",
                                          state=ProductImport.State.READY)  # fmt: skip
    return {
        **_same(own, *EXHIBITORS),
        **_same([*own, product.pk], "product-edit", "product-copy", "product-remove"),
        **_same([*own, certificate.pk], "certificate-edit", "certificate-remove"),
        **_same([*own, upload.pk], "product-import", "product-import-decide"),
        "product-pictures": [*own, product.pk],
        "product-export": [*own, "csv"],
        "picture-change": [*own, picture.pk],
        "picture": [picture.key],
        "picture-small": [picture.key, "small"],
        "paper": [certificate.pk],
    }


def data_of(scene: Scene) -> dict[str, dict[str, Any]]:
    """What is posted to each address; nothing where it is not said."""
    slots = [str(key) for key in scene.edition.slots.values_list("pk", flat=True)]
    return {
        "product-import-decide": {"cancel": "1"},
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


def addresses(elsewhere: str = "") -> dict[str, list[str]]:
    """Name and parameters of every address of the portal; or of those elsewhere that begin so."""
    found: dict[str, list[str]] = {}

    def wanted(name: str) -> bool:
        return name.startswith(elsewhere) if elsewhere else not name.startswith(ELSEWHERE)

    def walk(patterns: list[URLPattern | URLResolver], before: list[str]) -> None:
        for each in patterns:
            here = [*before, *each.pattern.converters]
            if isinstance(each, URLResolver):
                if not str(each.pattern).startswith(APART):
                    walk(each.url_patterns, here)
            elif each.name and wanted(each.name):
                found[each.name] = here

    walk(get_resolver().url_patterns, [])
    return found
