"""A side's matches: cards, filters, marks, comparison, profile; for buyers and exhibitors."""

import pytest
from django.urls import reverse

from accounts.actions.consent import say_consent
from matchmaking.models import MatchMark, MeetingRequest
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.buyers import BuyerFactory, SourcingNeedFactory
from tests.factories.exhibitors import CertificateFactory, ExhibitorFactory, ProductFactory
from tests.factories.expo import DelegationFactory, InterpreterFactory
from tests.factories.matchmaking import (
    MatchFactory,
    MatchMarkFactory,
    MeetingRequestFactory,
    ScoringRunFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer():
    return BuyerFactory(languages=["zh"])


@pytest.fixture
def need(buyer):
    return SourcingNeedFactory(buyer=buyer, target_price=7, target_price_currency="USD",
                               target_price_unit="kg")  # fmt: skip


@pytest.fixture
def run(buyer):
    return ScoringRunFactory(edition=buyer.edition, current=True)


@pytest.fixture
def member(client, buyer):
    membership = MembershipFactory(organization=buyer.organization)
    client.force_login(membership.user)
    return membership


def found(run, need, **more):
    """A match with a product, best pairs and all."""
    exhibitor = ExhibitorFactory(edition=run.edition, languages=["fr"])
    products = ProductFactory.create_batch(2, exhibitor=exhibitor, moq=5, moq_unit="t")
    pairs = [{"need": need.pk, "product": p.pk, "score": 80.0, "parts": {}} for p in products]
    return MatchFactory(
        run=run, buyer=need.buyer, exhibitor=exhibitor, pairs=pairs, **{"score": 40.0, **more}
    )


def at(side, name, *args):
    return reverse(name, args=[side.edition.slug, side.organization_id, *args])


def shown(client, buyer, **query):
    answer = client.get(at(buyer, "matches-of", "buyer"), query)
    return [card.match for card in answer.context["cards"]]


def test_a_card_says_why_and_what_to_do_and_how_to_talk(client, buyer, run, need, member):
    InterpreterFactory(edition=buyer.edition, languages=["zh", "fr"])
    match = found(run, need)
    page = client.get(at(buyer, "matches")).content.decode()
    assert str(match.exhibitor) in page
    assert "Comes from where it is wanted: Rwanda" in page
    assert "They can lift it:</strong> Enter a valid certificate for Fairtrade" in page
    assert "interpreter needed: Chinese – French" in page
    assert "new to you" in page
    assert "Minimum order</span> <bdi>5 t</bdi>" in page


def test_the_order_is_the_shown_one_and_strangers_to_the_edition_are_left_out(
    client, buyer, run, need, member
):
    second, first = found(run, need, shown_rank=2, score=60), found(run, need, shown_rank=1)
    waiting = found(run, need, shown_rank=3)
    waiting.exhibitor.state = "applied"
    waiting.exhibitor.save()
    assert shown(client, buyer) == [first, second]


def test_filters(client, buyer, run, need, member):
    other = SourcingNeedFactory(buyer=buyer)
    plain, free = found(run, need), found(run, other, blocks=[], shown_rank=9)
    free.exhibitor.organization.country = "KE"
    free.exhibitor.organization.save()
    free.exhibitor.products.update(name={"en": "Purple tea"})
    assert shown(client, buyer, need=need.pk) == [plain]
    assert shown(client, buyer, unblocked="1") == [free]
    assert shown(client, buyer, country="KE") == [free]
    assert shown(client, buyer, q="purple") == [free]
    assert shown(client, buyer, q="nothing like it") == []
    assert shown(client, buyer, need="x" * 50, page="zzz", show="odd") == [free, plain]


def test_saving_hiding_and_undoing(client, buyer, run, need, member):
    match = found(run, need)
    address = at(buyer, "matches-mark", "buyer", match.exhibitor_id)
    client.post(address, {"save": "1"})
    assert shown(client, buyer, show="saved") == [match]
    answer = client.post(address, {"hide": "1", "reason": "too_small"}, headers={"hx-request": "1"})
    assert MatchMark.objects.get().reason == "too_small"
    hidden = client.post(
        address, {"hide": "1", "reason": "too_small"}, headers={"hx-request": "true"}
    ).content.decode()
    assert "too small" in hidden
    assert "<html" not in hidden
    assert answer.status_code in (200, 302)
    assert shown(client, buyer) == []
    assert shown(client, buyer, show="hidden") == [match]
    client.post(address, {"undo": "1", "back": "//evil.example"})
    assert shown(client, buyer) == [match]
    client.post(address, {"hide": "1", "reason": "nonsense"})
    assert not MatchMark.objects.exists()


def test_a_card_that_is_put_anew_stands_where_it_stood(client, buyer, run, need, member):
    address = at(buyer, "matches-mark", "buyer", found(run, need).exhibitor_id)
    place = at(buyer, "matches-of", "buyer") + f"?need={need.pk}"
    listed = client.get(place).content.decode()
    for said in ('name="with"', f'name="need" value="{need.pk}"', 'name="comparable"'):
        assert said in listed
    sent = {"save": "1", "back": place, "need": need.pk, "comparable": "1"}
    card = client.post(address, sent, headers={"hx-request": "true"}).content.decode()
    for said in ('name="with"', f'name="need" value="{need.pk}"', f'name="back" value="{place}"'):
        assert said in card
    alone = client.post(address, {"undo": "1"}, headers={"hx-request": "true"}).content.decode()
    assert 'name="with"' not in alone


def test_odd_words_are_no_errors(client, buyer, run, need, member):
    for odd in ("?country=%00", "?need=" + "9" * 5000, "?q=%00a", "?page=%00"):
        assert client.get(at(buyer, "matches-of", "buyer") + odd).status_code == 200
    address = at(buyer, "matches-mark", "buyer", found(run, need).exhibitor_id)
    client.post(address, {"hide": "1", "reason": "too_small", "note": "a\x00b"})
    assert MatchMark.objects.get().note == "ab"
    assert client.get(reverse("find-organization") + "?q=a%00").status_code == 200


def test_one_is_sent_back_to_our_own_pages_only(client, buyer, run, need, member):
    address = at(buyer, "matches-mark", "buyer", found(run, need).exhibitor_id)
    own = at(buyer, "matches-of", "buyer") + "?page=2"
    assert client.post(address, {"save": "1", "back": own}).url == own
    for other in ("https://evil.example/at/", "//evil.example", "/admin/"):
        assert "evil" not in client.post(address, {"save": "1", "back": other}).url


def test_viewers_do_not_mark_and_a_lead_does_where_it_acts(client, buyer, run, need, member):
    match = found(run, need)
    address = at(buyer, "matches-mark", "buyer", match.exhibitor_id)
    member.role = "viewer"
    member.save()
    assert client.post(address, {"save": "1"}).status_code == 403
    buyer.delegation = DelegationFactory(edition=buyer.edition, lead=UserFactory())
    buyer.delegated = True
    buyer.save()
    client.force_login(buyer.delegation.lead)
    client.post(address, {"save": "1"})
    assert MatchMark.objects.get().marked_by == buyer.delegation.lead


def test_the_other_side_reads_no_target_price(client, run, need):
    known = [{"code": "price_within_target", "params": {"price": 6, "target": 7.77,
              "currency": "USD", "unit": "kg"}}]  # fmt: skip
    over = [{"code": "price_above_target", "params": {"price": 9, "target": 7.77, "unit": "kg",
             "currency": "USD", "percent_above": 16}}]  # fmt: skip
    match = found(run, need, reasons=known, blocks=over)
    client.force_login(MembershipFactory(organization=match.exhibitor.organization).user)
    me = match.exhibitor
    for address in (
        at(me, "matches"),
        at(me, "matches-with", "exhibitor", match.buyer_id),
        at(me, "today"),
    ):
        page = client.get(address).content.decode()
        assert str(match.buyer) in page
        assert "7.77" not in page
        assert "7 USD" not in page
    page = client.get(at(me, "matches")).content.decode()
    assert "Its price is within what the buyer has in mind" in page
    assert "Its price is above what the buyer has in mind" in page


def test_contacts_are_hidden_until_both_agree(client, buyer, run, need, member):
    match = found(run, need)
    CertificateFactory(exhibitor=match.exhibitor, standard="organic")
    address = at(buyer, "matches-with", "buyer", match.exhibitor_id)
    email = match.exhibitor.contact_email
    page = client.get(address).content.decode()
    assert "Organic certification" in page
    assert email not in page
    asked = MeetingRequestFactory(
        edition=buyer.edition, exhibitor=match.exhibitor, buyer=buyer, state="pending"
    )
    assert email not in client.get(address).content.decode()
    MeetingRequest.objects.filter(pk=asked.pk).update(state="accepted")
    assert email not in client.get(address).content.decode()
    say_consent(UserFactory(email=email), "share_contact", given=True)
    assert email in client.get(address).content.decode()


def test_profiles_of_other_editions_and_of_who_waits_are_not_there(client, buyer, run, member):
    waiting = ExhibitorFactory(edition=buyer.edition, state="applied")
    elsewhere = ExhibitorFactory()
    for other in (waiting, elsewhere):
        for name in ("matches-with", "request-new"):
            assert client.get(at(buyer, name, "buyer", other.pk)).status_code == 404
    assert client.get(at(buyer, "matches-of", "exhibitor")).status_code == 404
    assert client.get(at(buyer, "matches-of", "odd")).status_code == 404


def test_a_profile_without_a_match_says_so(client, buyer, run, member):
    other = ExhibitorFactory(edition=buyer.edition)
    page = client.get(at(buyer, "matches-with", "buyer", other.pk)).content.decode()
    assert "nothing that joins you" in page


def test_side_by_side_marks_what_differs(client, buyer, run, need, member):
    one, two = found(run, need), found(run, need)
    one.exhibitor.products.update(moq=9)
    keys = [one.exhibitor_id, two.exhibitor_id]
    answer = client.get(at(buyer, "matches-compare", "buyer"), {"with": keys})
    differs = {row.title: row.differs for row in answer.context["comparison"].rows}
    assert differs["Minimum order"]
    assert not differs["Origin"]
    assert ">differ</span>" in answer.content.decode()
    alone = client.get(at(buyer, "matches-compare", "buyer"), {"with": [keys[0], "x", "99999999"]})
    assert "Tick two to four" in alone.content.decode()


def test_the_shelf_has_strong_matches_with_the_little_known_and_says_why(
    client, buyer, run, need, member
):
    new = found(run, need, score=90)
    new.exhibitor.first_time, new.exhibitor.employees = True, 12
    new.exhibitor.save()
    weak, marked, known = (found(run, need, score=score) for score in (20, 90, 90))
    MatchMarkFactory(edition=run.edition, exhibitor=marked.exhibitor, buyer=buyer)
    MeetingRequestFactory(
        edition=run.edition, exhibitor=known.exhibitor, buyer=buyer, state="declined"
    )
    famous = found(run, need, score=95)
    MeetingRequestFactory.create_batch(3, edition=run.edition, exhibitor=famous.exhibitor)
    answer = client.get(at(buyer, "matches"))
    assert [card.match for card in answer.context["shelf"]] == [new]
    page = answer.content.decode()
    assert "First time at an expo abroad" in page
    assert "Small: 12 employees" in page
    assert "No meeting of theirs is asked for yet" in page
    assert client.get(at(buyer, "matches"), {"q": "x"}).context["shelf"] == []
    assert weak.exhibitor.requests.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_queries_for_any_number_of_matches(
    client, buyer, run, need, member, rows, django_assert_num_queries
):
    keys = [found(run, need, score=90).exhibitor_id for _row in range(rows)]
    client.get(at(buyer, "matches"))
    with django_assert_num_queries(33):
        client.get(at(buyer, "matches"))
    with django_assert_num_queries(22):
        client.get(at(buyer, "matches-compare", "buyer"), {"with": keys})


def test_the_exhibitor_is_not_shown_how_the_price_was_judged(client, run, need):
    match = found(run, need, parts={"price": 0.55, "buyer_view": 0.6, "origin": 1.0})
    client.force_login(MembershipFactory(organization=match.exhibitor.organization).user)
    theirs = client.get(at(match.exhibitor, "matches-with", "exhibitor", need.buyer_id))
    assert [part for _name, part in theirs.context["parts"]] == [100]
    client.force_login(MembershipFactory(organization=need.buyer.organization).user)
    own = client.get(at(need.buyer, "matches-with", "buyer", match.exhibitor_id))
    assert [part for _name, part in own.context["parts"]] == [55, 100]
