"""Rules written on the desk: refused in words where they say nothing, and felt at once."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from expo.models import Edition
from matchmaking.models import Match, MatchChange, PairRule
from tests.factories.accounts import OrganizationFactory, OrganizerFactory
from tests.factories.buyers import BuyerFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import EditionFactory
from tests.factories.matchmaking import MatchFactory, ScoringRunFactory

ADD = "admin:matchmaking_pairrule_add"


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    client.force_login(OrganizerFactory())
    return client


@pytest.fixture
def edition(db: None) -> Edition:
    made: Edition = EditionFactory()
    return made


def sent(edition: Edition, one: Any, other: Any, kind: str = "never") -> dict[str, Any]:
    return {
        "edition": edition.pk, "kind": kind, "one": one.pk, "other": other.pk,
        "reason": "competitors", "note": "",
    }  # fmt: skip


def test_a_rule_takes_the_match_away_and_gives_it_back(desk: Client, edition: Edition) -> None:
    match = MatchFactory(run=ScoringRunFactory(edition=edition, current=True))
    one, other = match.exhibitor.organization, match.buyer.organization
    desk.post(reverse(ADD), sent(edition, one, other))
    rule = PairRule.objects.get()
    assert not Match.objects.exists()
    MatchChange.objects.all().delete()
    third = BuyerFactory(edition=edition).organization
    change = reverse("admin:matchmaking_pairrule_change", args=[rule.pk])
    desk.post(change, sent(edition, one, third))
    told = set(MatchChange.objects.values_list("buyer", flat=True))
    assert match.buyer_id in told  # matched again, now that the rule is about another


@pytest.mark.parametrize(
    ("kind", "said"),
    [("never", "does not take part"), ("must", "does not take part")],
)
def test_both_have_to_take_part(desk: Client, edition: Edition, kind: str, said: str) -> None:
    one = ExhibitorFactory(edition=edition).organization
    page = desk.post(reverse(ADD), sent(edition, one, OrganizationFactory(), kind))
    assert said in page.content.decode()
    assert not PairRule.objects.exists()


def test_two_exhibitors_cannot_be_made_to_meet(desk: Client, edition: Edition) -> None:
    one, other = (ExhibitorFactory(edition=edition).organization for _n in range(2))
    page = desk.post(reverse(ADD), sent(edition, one, other, "must"))
    assert "the other to buy" in page.content.decode()
    desk.post(reverse(ADD), sent(edition, one, other))
    assert PairRule.objects.get().kind == "never"


def test_the_second_rule_for_two_is_refused_in_words(desk: Client, edition: Edition) -> None:
    one = ExhibitorFactory(edition=edition).organization
    other = BuyerFactory(edition=edition).organization
    desk.post(reverse(ADD), sent(edition, one, other))
    page = desk.post(reverse(ADD), sent(edition, other, one, "must"))
    assert "There is a rule for these two already." in page.content.decode()
