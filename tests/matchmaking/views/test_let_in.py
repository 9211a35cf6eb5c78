"""Whoever waits for the organizer, or was refused, tends its own page and reads of nobody else."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from buyers.models import Buyer
from exhibitors.models import Exhibitor
from matchmaking.models import MeetingRequest
from matchmaking.queries.media import may_see
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.buyers import BuyerFactory, SourcingNeedFactory
from tests.factories.exhibitors import ExhibitorFactory, ProductFactory
from tests.factories.expo import DelegationFactory, InterpreterFactory, OrganizerRoleFactory
from tests.factories.matchmaking import (
    MatchFactory,
    MeetingFactory,
    MeetingRequestFactory,
    ScheduleFactory,
    ScoringRunFactory,
)
from tests.factories.pictures import PictureFactory

pytestmark = pytest.mark.django_db
WAITING = ["applied", "refused"]


@pytest.fixture
def match():
    """Of before the organizer thought otherwise."""
    run = ScoringRunFactory(current=True)
    exhibitor = ExhibitorFactory(edition=run.edition)
    need = SourcingNeedFactory(buyer=BuyerFactory(edition=run.edition))
    pairs = [{"need": need.pk, "product": ProductFactory(exhibitor=exhibitor).pk, "score": 80.0}]
    return MatchFactory(run=run, exhibitor=exhibitor, buyer=need.buyer, pairs=pairs, parts={})


def at(side, name, *args):
    return reverse(name, args=[side.edition.slug, side.organization_id, *args])


def enter(client, side):
    client.force_login(MembershipFactory(organization=side.organization, role="owner").user)


def of_others(me, side, other):
    return [
        at(me, "search"),
        at(me, "exhibitor-page", other.pk if side == "buyer" else me.pk),
        at(me, "matches"),
        at(me, "matches-of", side),
        at(me, "matches-compare", side),
        at(me, "matches-with", side, other.pk),
        at(me, "request-new", side, other.pk),
    ]


@pytest.mark.parametrize("state", WAITING)
@pytest.mark.parametrize("side", ["exhibitor", "buyer"])
def test_what_is_of_others_is_closed(client, match, side, state):
    me = getattr(match, side)
    other = match.buyer if side == "exhibitor" else match.exhibitor
    enter(client, me)
    for address in of_others(me, side, other):
        assert client.get(address).status_code == 200, address
    type(me).objects.filter(pk=me.pk).update(state=state)
    for address in of_others(me, side, other):
        assert client.get(address).status_code == 403, address
    for name in ("matches-mark", "request-new"):
        assert client.post(at(me, name, side, other.pk)).status_code == 403
    assert not MeetingRequest.objects.exists()


@pytest.mark.parametrize("state", WAITING)
def test_what_is_their_own_stays_open(client, match, state):
    for model in (Exhibitor, Buyer):
        model.objects.update(state=state)
    for me, names in (
        (match.exhibitor, ["profile", "profile-edit", "profile-seen", "products", "certificates"]),
        (match.buyer, ["needs", "need-new"]),
    ):
        enter(client, me)
        for name in [*names, "today", "requests", "calendar", "talks"]:
            assert client.get(at(me, name)).status_code == 200, name
        today = client.get(at(me, "today"))
        assert [cards for _side, cards in today.context["agenda"].matches] == []
        page = today.content.decode()
        assert at(me, "search") not in page
        assert at(me, "matches") not in page


def test_of_two_sides_each_needs_to_be_let_in(client, match):
    two = BuyerFactory(
        edition=match.edition, organization=match.exhibitor.organization, state="applied"
    )
    other = ExhibitorFactory(edition=match.edition)
    enter(client, two)
    assert client.get(at(two, "search")).status_code == 200
    assert client.get(at(two, "matches")).context["side"] == "exhibitor"
    assert client.get(at(two, "matches-of", "buyer")).status_code == 403
    assert client.get(at(two, "matches-with", "buyer", other.pk)).status_code == 403
    page = client.get(at(two, "exhibitor-page", other.pk))
    assert "side" not in page.context  # nothing joins an applicant with it
    assert client.get(at(two, "matches-with", "nobody", other.pk)).status_code == 404


@pytest.mark.parametrize("state", WAITING)
def test_pictures_are_for_whoever_takes_part(match, state):
    pictures = [
        PictureFactory(product=ProductFactory(exhibitor=exhibitor))
        for exhibitor in (match.exhibitor, ExhibitorFactory(edition=match.edition))
    ]

    def seen(side):
        person = MembershipFactory(organization=side.organization).user
        return [may_see(person, each) for each in pictures]

    assert (seen(match.exhibitor), seen(match.buyer)) == ([True, True], [True, True])
    for model in (Exhibitor, Buyer):
        model.objects.update(state=state)
    assert (seen(match.exhibitor), seen(match.buyer)) == ([True, False], [False, False])


@pytest.mark.parametrize("state", WAITING)
def test_pictures_of_whoever_takes_no_part_are_its_own(client, match, state, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    me, edition = match.exhibitor, match.edition
    picture = PictureFactory(product=ProductFactory(exhibitor=me))
    for name in (picture.file, picture.thumbnail):
        default_storage.save(name, ContentFile(b"RIFF"))
    me.delegation, me.delegated = DelegationFactory(edition=edition, lead=UserFactory()), True
    me.save()
    people = {
        "own": MembershipFactory(organization=me.organization, role="viewer").user,
        "lead that acts for it": me.delegation.lead,
        "organizer": OrganizerRoleFactory(edition=edition, role="floor").user,
        "buyer": MembershipFactory(organization=match.buyer.organization).user,
        "interpreter": InterpreterFactory(edition=edition, user=UserFactory()).user,
        "another lead": DelegationFactory(edition=edition, lead=UserFactory()).lead,
    }

    addresses = [reverse("picture", args=[picture.key]),
                 reverse("picture-small", args=[picture.key, "s"])]  # fmt: skip

    def seen():
        found = []
        for name, person in people.items():
            client.force_login(person)
            whole, small = (client.get(address).getvalue() == b"RIFF" for address in addresses)
            assert whole == small
            found += [name] if whole else []
        return sorted(found)

    assert seen() == sorted(people)
    Exhibitor.objects.filter(pk=me.pk).update(state=state)
    assert seen() == ["lead that acts for it", "organizer", "own"]


def test_an_exhibitor_finds_no_buyer_by_counting(client, match):
    me, edition = match.exhibitor, match.edition
    stranger = BuyerFactory(edition=edition)
    asks = MeetingRequestFactory(edition=edition, exhibitor=me, state="declined").buyer
    meets = MeetingFactory(
        schedule=ScheduleFactory(edition=edition), exhibitor=me, status="confirmed"
    ).buyer
    enter(client, me)
    for name in ("matches-with", "request-new"):
        found = [
            client.get(at(me, name, "exhibitor", one.pk)).status_code
            for one in (match.buyer, asks, meets, stranger)
        ]
        assert found == [200, 200, 200, 404], name
    assert client.post(at(me, "request-new", "exhibitor", stranger.pk)).status_code == 404
    assert client.post(at(me, "matches-mark", "exhibitor", stranger.pk)).status_code == 404
