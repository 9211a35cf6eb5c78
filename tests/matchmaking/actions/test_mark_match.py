"""What a side says of a match stays, whatever runs come after."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from accounts.models import Membership
from matchmaking.actions.mark_match import mark_match, unmark_match
from matchmaking.errors import RuleBroken
from matchmaking.models import MatchMark
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.buyers import BuyerFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.matchmaking import MatchMarkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    buyer = BuyerFactory()
    exhibitor = ExhibitorFactory(edition=buyer.edition)
    return SimpleNamespace(
        buyer=buyer,
        exhibitor=exhibitor,
        buys=MembershipFactory(organization=buyer.organization).user,
        sells=MembershipFactory(organization=exhibitor.organization).user,
    )


def events():
    recorded = apps.get_model("matchmaking.MatchMarkEvent").objects.order_by("pgh_id")
    return list(recorded.values_list("pgh_label", "kind", "reason"))


def test_a_side_has_one_mark_and_may_change_its_mind(pair):
    hide = {"side": "buyer", "kind": "hidden", "reason": "too_dear", "user": pair.buys}
    mark_match(pair.buyer, pair.exhibitor, side="buyer", kind="saved", user=pair.buys)
    mark_match(pair.buyer, pair.exhibitor, **hide, note=" twice our price ")
    mark_match(pair.buyer, pair.exhibitor, **hide, note="twice our price")
    mark_match(pair.buyer, pair.exhibitor, side="exhibitor", kind="saved", user=pair.sells)
    said = MatchMark.objects.order_by("side").values_list("side", "kind", "reason", "note")
    assert list(said) == [
        ("buyer", "hidden", "too_dear", "twice our price"),
        ("exhibitor", "saved", "", ""),
    ]
    assert events() == [
        ("insert", "saved", ""),
        ("update", "hidden", "too_dear"),
        ("insert", "saved", ""),
    ]
    assert MatchMark.objects.of_buyers().hidden().count() == 1
    assert MatchMark.objects.of_exhibitors().saved().count() == 1


def test_a_mark_is_taken_back_once(pair):
    mark_match(pair.buyer, pair.exhibitor, side="buyer", kind="saved", user=pair.buys)
    assert unmark_match(pair.buyer, pair.exhibitor, side="buyer", user=pair.buys)
    assert not unmark_match(pair.buyer, pair.exhibitor, side="buyer", user=pair.buys)
    assert not MatchMark.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "hidden"},
        {"kind": "saved", "reason": "too_dear"},
        {"kind": "liked"},
        {"kind": "hidden", "reason": "ugly"},
        {"kind": "saved", "side": "organizer"},
    ],
)
def test_half_a_mark_is_refused(pair, said):
    with pytest.raises(RuleBroken):
        mark_match(pair.buyer, pair.exhibitor, **{"side": "buyer", "user": pair.buys, **said})


def test_only_who_acts_for_the_side_marks(pair):
    viewer = UserFactory()
    MembershipFactory(
        organization=pair.buyer.organization, user=viewer, role=Membership.Role.VIEWER
    )
    for user in (pair.sells, viewer):
        with pytest.raises(RuleBroken, match="acts for this side"):
            mark_match(pair.buyer, pair.exhibitor, side="buyer", kind="saved", user=user)
        with pytest.raises(RuleBroken, match="acts for this side"):
            unmark_match(pair.buyer, pair.exhibitor, side="buyer", user=user)


def test_two_editions_do_not_mix(pair):
    other = ExhibitorFactory()
    with pytest.raises(RuleBroken, match="same edition"):
        mark_match(pair.buyer, other, side="buyer", kind="saved", user=pair.buys)
    with pytest.raises(IntegrityError, match="mark_exhibitor_edition"), transaction.atomic():
        MatchMarkFactory(exhibitor=other, buyer=pair.buyer, edition=pair.buyer.edition)
        transaction.get_connection().check_constraints()


def test_the_database_holds_the_rules_too(pair):
    for half in ({"kind": "hidden", "reason": ""}, {"kind": "saved", "reason": "other"}):
        with pytest.raises(IntegrityError, match="mark_hidden_has_reason"), transaction.atomic():
            MatchMarkFactory(**half)
    mark = MatchMarkFactory()
    with pytest.raises(IntegrityError, match="mark_once_a_side"), transaction.atomic():
        MatchMarkFactory(edition=mark.edition, buyer=mark.buyer, exhibitor=mark.exhibitor)
