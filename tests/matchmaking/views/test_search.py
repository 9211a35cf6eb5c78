"""The search's page: safe to share, scoped, marked, and as quick for three as for one."""

import pytest
from django.urls import reverse

from accounts.models import Membership
from foundation.texts import Text
from tests.factories.accounts import MembershipFactory, OrganizerFactory
from tests.factories.buyers import BuyerFactory
from tests.factories.exhibitors import CertificateFactory, ExhibitorFactory, ProductFactory
from tests.factories.expo import OrganizerRoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(client):
    buyer = BuyerFactory()
    client.force_login(MembershipFactory(organization=buyer.organization).user)
    return buyer


@pytest.fixture
def product(buyer):
    name = Text({"en": "Arabica <b>washed</b> & dried"})
    description = Text({"en": "x " * 300 + "arabica"})
    exhibitor = ExhibitorFactory(edition=buyer.edition)
    CertificateFactory(exhibitor=exhibitor)
    return ProductFactory(exhibitor=exhibitor, name=name, description=description)


@pytest.fixture
def address(buyer):
    return reverse("search", args=[buyer.edition.slug, buyer.organization_id])


def test_what_was_looked_for_is_marked_and_everything_escaped(client, product, address):
    page = client.get(address, {"q": "ARABICA"}).content.decode()
    assert "<mark>Arabica</mark> &lt;b&gt;washed&lt;/b&gt; &amp; dried" in page
    assert "… " in page  # the description is cut around the mark
    assert f"/ask/buyer/{product.exhibitor_id}/" in page


def test_the_address_holds_the_whole_search(client, product, address):
    page = client.get(
        address, {"q": "arabica", "country": "RW", "kind": "product", "page": "1"}
    ).content.decode()
    assert "?q=arabica&amp;kind=product" in page  # without the country
    assert 'name="country" value="RW"' in page
    assert "1 result<" in page


def test_nothing_found_offers_where_to_begin(client, product, address):
    page = client.get(address, {"q": "zzzzz"}).content.decode()
    assert "Nothing found." in page
    assert f"?category={product.category.code}" in page


@pytest.mark.parametrize(
    "query",
    [{"page": "0"}, {"page": "-1"}, {"page": "9" * 40}, {"page": "²"}, {"hall": "x"},
     {"hall": "9" * 30}, {"category": "nowhere"}, {"country": "'; --"}, {"kind": "\0"},
     {"certificate": "😀" * 200}, {"q": "\0"}, {"q": "%"}, {"q": "咖" * 10_000}],
)  # fmt: skip
def test_odd_addresses_answer(client, product, address, query):
    assert client.get(address, query).status_code == 200


def test_viewers_look_and_do_not_ask(client, buyer, product, address):
    Membership.objects.update(role=Membership.Role.VIEWER)
    assert "Ask for a meeting" not in client.get(address).content.decode()


def test_organizers_search_without_a_place(client, product):
    address = reverse("organizers-search", args=[product.edition.slug])
    assert client.get(address).status_code == 404
    client.force_login(OrganizerRoleFactory(role="owner").user)  # of another edition
    assert client.get(address).status_code == 404
    for person in (OrganizerRoleFactory(edition=product.edition).user, OrganizerFactory()):
        client.force_login(person)
        assert "Arabica" in client.get(address, {"q": "arabica"}).content.decode()


def test_as_many_queries_for_three_as_for_one(client, product, address, django_assert_num_queries):
    client.get(address, {"q": "arabica"})
    with django_assert_num_queries(22):
        client.get(address, {"q": "arabica"})
    for _more in range(2):
        other = ExhibitorFactory(edition=product.edition)
        CertificateFactory(exhibitor=other)
        ProductFactory(exhibitor=other, name=Text({"en": "Arabica"}))
    client.get(address, {"q": "arabica"})  # a category that was written is read once
    with django_assert_num_queries(22):
        assert "3 results" in client.get(address, {"q": "arabica"}).content.decode()
