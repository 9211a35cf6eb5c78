"""A buyer's needs: pasted, corrected, saved, changed by two, paused, matched."""

import re
from datetime import date

import pytest
from django.urls import reverse

from buyers.models import SourcingNeed
from foundation.edits import seal
from matchmaking.actions.save_need import seen_of
from matchmaking.models import MatchChange
from matchmaking.queries.engine_input import load_needs
from matchmaking.scoring.data import Product, Settings
from matchmaking.scoring.engine import Engine
from tests.factories.accounts import MembershipFactory
from tests.factories.buyers import BuyerFactory, SourcingNeedFactory
from tests.factories.exhibitors import ExhibitorFactory, ProductFactory
from tests.factories.expo import CategoryFactory
from tests.factories.matchmaking import MatchFactory, ScoringRunFactory

pytestmark = pytest.mark.django_db

MAIL = """Dear all, we look for organic green coffee from Ethiopia, not from Brazil; Fairtrade would
be a plus. Two 20' containers a month, USD 7.20/kg, CIF Shanghai, before 1 October 2027.
Write to ann@example.org or call +86 21 5555 0100."""


@pytest.fixture
def buyer():
    return BuyerFactory()


@pytest.fixture
def member(client, buyer):
    membership = MembershipFactory(organization=buyer.organization)
    client.force_login(membership.user)
    return membership


@pytest.fixture
def need(buyer):
    return SourcingNeedFactory(buyer=buyer)


def at(buyer, name, *args):
    return reverse(name, args=[buyer.edition.slug, buyer.organization_id, *args])


def filled(**more):
    return {"text__en": "Green coffee", "priority": "normal", "volume_unit": "", **more}


def test_a_pasted_mail_fills_the_form_and_shows_what_was_guessed(client, buyer, member):
    CategoryFactory(code="0901")
    page = client.post(at(buyer, "need-new"), {"pasted": MAIL, "read": "1"}).content.decode()
    assert "Guessed from “<bdi>Two 20&#x27; containers a month</bdi>”" in page
    assert "Guessed from “<bdi>Fairtrade</bdi>”" in page
    assert 'value="7.2"' in page
    assert 'value="Ethiopia"' in page
    assert "0901 Coffee" in page
    assert "ann@example.org" not in page
    assert "5555 0100" not in page
    assert not SourcingNeed.objects.exists()


def test_a_corrected_field_is_no_longer_marked(client, buyer, member):
    wrong = filled(pasted=MAIL, volume="3", volume_unit="fcl20", volume_period="", priority="odd")
    answer = client.post(at(buyer, "need-new"), wrong)
    assert answer.status_code == 422
    assert "Two 20&#x27; containers a month</bdi>" in answer.content.decode()  # the unit still is
    guessed = answer.context["guesses"]
    assert "volume" not in guessed
    assert "volume_unit" in guessed


def test_what_is_saved_is_what_stands_in_the_form(client, buyer, member):
    category = CategoryFactory(code="0901")
    client.post(
        at(buyer, "need-new"),
        filled(
            volume="2.5",
            volume_unit="t",
            volume_period="month",
            target_price="7",
            target_price_currency="usd",
            target_price_unit="kg",
            certificates_0=["organic"],
            certificates_1="GOST R",
            certificates_nice_0=["fairtrade"],
            incoterms=["CIF", "FOB"],
            origins_wanted="Ethiopia, 卢旺达",
            origins_unwanted="BR",
            deadline="2027-10-01",
            categories=[category.pk],
        ),
    )
    need = SourcingNeed.objects.get()
    assert (need.text, need.language, need.state) == ({"en": "Green coffee"}, "en", "open")
    assert (float(need.volume or 0), need.volume_unit, need.volume_period) == (2.5, "t", "month")
    assert need.target_price_currency == "USD"
    assert (need.certificates, need.certificates_nice) == (["organic", "gost-r"], ["fairtrade"])
    assert (need.incoterms, need.deadline) == (["CIF", "FOB"], date(2027, 10, 1))
    assert (need.origins_wanted, need.origins_unwanted) == (["ET", "RW"], ["BR"])
    assert list(need.categories.all()) == [category]
    assert MatchChange.objects.get().buyer == buyer.pk


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"volume": "3"}, "Fill this in too"),
        ({"origins_wanted": "Atlantis"}, "Atlantis"),
        ({"text__en": " "}, "at least one language"),
        ({"volume": "-1", "volume_unit": "t", "volume_period": "once"}, "above zero"),
        ({"target_price_currency": "euros"}, "3 characters"),
        ({"categories": ["nonsense"]}, "not a valid value"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(client, buyer, member, wrong, said):
    answer = client.post(at(buyer, "need-new"), filled(incoterm_place="Rotterdam") | wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Rotterdam" in answer.content.decode()
    assert not SourcingNeed.objects.exists()


@pytest.mark.parametrize(
    "odd",
    [
        "☕",
        "organic coffee 咖啡 " * 3000,
        "x" * 50_000,
        "coffee café قهوة кофе 咖啡生豆 コーヒー豆 커피 กาแฟ कॉफी καφές",
        "1234567890 42 0901",
        "<script>alert('coffee')</script> &lt;green&gt;",
        "\u202egreen\u202c \u200fcoffee\u200e",
        "coffee\0",
    ],
    ids=["emoji", "long", "one word", "ten languages", "digits", "markup", "right to left", "zero"],
)
def test_odd_texts_are_saved_and_can_be_matched(client, buyer, member, odd):
    answer = client.post(at(buyer, "need-new"), filled(text__en=odd))
    assert answer.status_code == 302
    (need,) = load_needs(SourcingNeed.objects.all())
    products = [Product(1, 1, {"en": "Green coffee", "zh": "咖啡"}), Product(2, 2, {"en": "☕"})]
    engine = Engine((), products, (), Settings(date(2027, 5, 1), "USD", floor=0))
    assert all(0 <= match.score <= 100 for match in engine.match([need], []))
    assert client.get(at(buyer, "needs")).status_code == 200


def test_the_later_of_two_editors_is_told_and_may_insist(client, buyer, member, need):
    address, seen = at(buyer, "need-edit", need.pk), seal(seen_of(need))
    SourcingNeed.objects.filter(pk=need.pk).update(incoterm_place="Ningbo")
    mine = filled(text__zh="咖啡", incoterm_place="Shanghai", seen=seen)
    answer = client.post(address, mine)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody else has changed this need meanwhile (Named place)" in page
    assert 'value="Shanghai"' in page
    need.refresh_from_db()
    assert need.incoterm_place == "Ningbo"
    again = page.split('name="seen" value="')[1].split('"')[0]
    assert client.post(address, {**mine, "seen": again}).status_code == 302
    need.refresh_from_db()
    assert need.incoterm_place == "Shanghai"


def test_categories_are_found_without_javascript_and_with_it(client, buyer, member):
    category = CategoryFactory(code="0901")
    asked = filled(find="1", find_category="0901")
    page = client.post(at(buyer, "need-new"), asked).content.decode()
    assert f'name="categories" value="{category.pk}"' in page
    found = client.get(at(buyer, "need-categories"), {"find_category": "0901"})
    assert f'value="{category.pk}"' in found.content.decode()
    ticked = {"find_category": "0901", "categories": category.pk}
    assert "Nothing found" in client.get(at(buyer, "need-categories"), ticked).content.decode()


def test_a_need_is_paused_opened_and_copied(client, buyer, member, need):
    need.categories.add(CategoryFactory())
    client.post(at(buyer, "need-state", need.pk), {"state": "paused"})
    client.post(at(buyer, "need-copy", need.pk))
    states = SourcingNeed.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["paused", "paused"]
    copy = SourcingNeed.objects.exclude(pk=need.pk).get()
    assert (copy.text, copy.categories.count()) == (need.text, 1)
    client.post(at(buyer, "need-state", need.pk), {"state": "paused"})
    assert MatchChange.objects.count() == 1
    client.post(at(buyer, "need-state", need.pk), {"state": "sold"})
    need.refresh_from_db()
    assert need.state == "paused"


def test_the_page_waits_until_the_need_is_matched(client, buyer, member, need):
    run = ScoringRunFactory(edition=buyer.edition, current=True)
    change = MatchChange.objects.create(edition=buyer.edition, buyer=buyer.pk)
    address = at(buyer, "need", need.pk)
    page = client.get(address).content.decode()
    assert "Matching…" in page
    assert 'hx-trigger="every 1s"' in page
    change.delete()
    product = ProductFactory(exhibitor=ExhibitorFactory(edition=buyer.edition))
    pair = {"need": need.pk, "product": product.pk, "score": 80.0, "parts": {}}
    MatchFactory(run=run, buyer=buyer, exhibitor=product.exhibitor, pairs=[pair])
    part = client.get(address, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert "every 1s" not in part
    assert str(product) in part


@pytest.mark.parametrize("name", ["need", "need-edit", "need-state", "need-copy"])
def test_another_buyers_need_is_not_there(client, buyer, member, name):
    others = SourcingNeedFactory(buyer=BuyerFactory(edition=buyer.edition))
    address = at(buyer, name, others.pk)
    assert client.post(address, {"state": "closed"}).status_code in (404, 405)
    assert client.get(address).status_code in (404, 405)
    others.refresh_from_db()
    assert others.state == "open"


def test_viewers_read_and_the_supply_side_has_none(client, buyer, member, need):
    member.role = "viewer"
    member.save()
    assert client.get(at(buyer, "need", need.pk)).status_code == 200
    for name, args in (("need-new", ()), ("need-edit", (need.pk,))):
        assert client.post(at(buyer, name, *args), filled()).status_code == 403
    exhibitor = ExhibitorFactory(edition=buyer.edition)
    client.force_login(MembershipFactory(organization=exhibitor.organization).user)
    assert client.get(at(exhibitor, "needs")).status_code == 404
    assert client.get(at(buyer, "needs")).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_queries_for_any_number_of_needs(
    client, buyer, member, rows, django_assert_num_queries
):
    for need in SourcingNeedFactory.create_batch(rows, buyer=buyer):
        need.categories.add(CategoryFactory())
    client.get(at(buyer, "needs"))
    with django_assert_num_queries(15):
        client.get(at(buyer, "needs"))


@pytest.mark.parametrize("key", [None, "pk"])
def test_enter_saves_and_does_not_find(client, buyer, member, need, key):
    address = at(buyer, "need-edit", need.pk) if key else at(buyer, "need-new") + "?empty"
    form = client.get(address).content.decode().partition("<h1>")[2]
    first = re.search(r"<button[^>]*>", form).group()
    assert "name=" not in first
    assert "formnovalidate" not in first
    assert form.index(first) < form.index('name="find"')


def test_a_day_that_has_gone_by_is_refused(client, buyer, member):
    answer = client.post(at(buyer, "need-new"), filled(deadline="2020-01-31"))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["deadline"]
    assert not SourcingNeed.objects.exists()


def test_a_need_whose_day_has_gone_by_may_still_be_changed(client, buyer, member):
    need = SourcingNeedFactory(buyer=buyer, deadline=date(2020, 1, 31))
    answer = client.post(
        at(buyer, "need-edit", need.pk), filled(deadline="2020-01-31", incoterm_place="Tema")
    )
    assert answer.status_code == 302
    need.refresh_from_db()
    assert (need.deadline, need.incoterm_place) == (date(2020, 1, 31), "Tema")
