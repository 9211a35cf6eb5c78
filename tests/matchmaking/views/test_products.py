"""An exhibitor's products, certificates and files in the portal."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exhibitors.models import Certificate, Product
from foundation.texts import Text
from matchmaking.actions.import_products import import_products
from matchmaking.models import ProductImport
from matchmaking.queries import headings
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.exhibitors import CertificateFactory, ExhibitorFactory, ProductFactory
from tests.factories.expo import CategoryFactory
from tests.factories.matchmaking import MatchFactory, ScoringRunFactory

pytestmark = pytest.mark.django_db
TERMS = {
    "language": "en", "name__en": "Green coffee", "name__zh": "生咖啡豆", "code": "0901",
    "origin": "RW", "moq": "60", "moq_unit": "bag", "price_min": "6.20", "price_max": "7.40",
    "price_currency": "USD", "price_unit": "kg", "incoterm": "FOB", "incoterm_place": "Mombasa",
    "lead_time_days": "45", "shelf_life_days": "365", "temperature_min": "10",
    "temperature_max": "25",
}  # fmt: skip


@pytest.fixture
def exhibitor(client):
    made = ExhibitorFactory(ref="kivu")
    CategoryFactory(code="0901", name={"en": "Coffee", "fr": "Café"})
    client.force_login(MembershipFactory(organization=made.organization).user)
    return made


@pytest.fixture(autouse=True)
def nobody_answers(monkeypatch):
    """No worker is free; what one would say has a test of its own."""
    monkeypatch.setattr(headings, "ask", lambda *_args, **_options: None)


def at(exhibitor, name, *args):
    return reverse(name, args=[exhibitor.edition.slug, exhibitor.organization_id, *args])


def test_a_product_with_all_its_terms_is_added(client, exhibitor):
    assert client.post(at(exhibitor, "product-new"), TERMS).status_code == 302
    made = Product.objects.get()
    assert (made.name, made.ref) == ({"en": "Green coffee", "zh": "生咖啡豆"}, "kivu-1")
    assert (made.category.code, made.moq, made.price_max) == ("0901", Decimal(60), Decimal("7.40"))
    assert (made.incoterm, made.temperature_min, made.exhibitor) == ("FOB", 10.0, exhibitor)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"moq_unit": ""}, "moq_unit"),
        ({"price_min": "9"}, "price_min"),
        ({"price_currency": ""}, "price_currency"),
        ({"temperature_min": "40"}, "temperature_min"),
        ({"code": "9998"}, "code"),
        ({"hs_code": "09"}, "hs_code"),
        ({"moq": "-1"}, "moq"),
        ({"name__en": "", "name__zh": ""}, "name"),
        ({"name__en": "x" * 301}, "name"),
        ({"ref": "a b"}, "ref"),
        ({"moq": "1e400"}, "moq"),
        ({"temperature_max": "inf"}, "temperature_max"),
    ],
)
def test_what_does_not_hold_is_said_at_its_box_and_nothing_is_lost(client, exhibitor, wrong, field):
    page = client.post(at(exhibitor, "product-new"), {**TERMS, **wrong})
    assert page.status_code == 422
    assert field in page.context["form"].errors or "__all__" in page.context["form"].errors
    assert page.context["form"]["incoterm_place"].value() == "Mombasa"
    assert not Product.objects.exists()


def test_a_heading_is_suggested_without_a_worker_and_taken_by_its_button(client, exhibitor):
    page = client.post(at(exhibitor, "product-headings"), {"name__fr": "Cafés torréfiés"})
    assert 'value="0901"' in page.content.decode()
    whole = client.post(at(exhibitor, "product-new"), {**TERMS, "code": "", "suggest": "1"})
    assert whole.status_code == 200
    assert 'value="0901"' in whole.content.decode()
    assert not Product.objects.exists()
    client.post(at(exhibitor, "product-new"), {**TERMS, "code": "", "heading": "0901"})
    assert Product.objects.get().category.code == "0901"


def test_a_workers_suggestions_go_before_our_own(client, exhibitor, monkeypatch):
    asked = []

    def answers(*args, seconds):
        asked.append(args)
        return [["0409", "Natural honey", 0.7]]

    monkeypatch.setattr(headings, "ask", answers)
    page = client.post(at(exhibitor, "product-headings"), {"name__en": "Acacia honey"})
    assert 'value="0409"' in page.content.decode()
    assert asked == [("suggest_headings", "hs", "en", "Acacia honey")]


def seal(client, exhibitor, product):
    return client.get(at(exhibitor, "product-edit", product.pk)).context["seen"]


def test_the_later_of_two_editors_is_told_and_nothing_is_overwritten(client, exhibitor):
    client.post(at(exhibitor, "product-new"), TERMS)
    product = Product.objects.get()
    seen = seal(client, exhibitor, product)
    address = at(exhibitor, "product-edit", product.pk)
    first = {**TERMS, "seen": seen, "moq": "80", "origin": "BI"}
    assert client.post(address, first).status_code == 302
    page = client.post(address, {**TERMS, "seen": seen, "moq": "90", "lead_time_days": "30"})
    assert page.status_code == 409
    changed = {each.label: (each.before, each.now, each.kept) for each in page.context["changed"]}
    assert changed == {
        "Minimum order (MOQ)": ("60", "80", True),
        "Country of origin": ("Rwanda", "Burundi", False),
    }
    form = page.context["form"]
    assert [str(form[name].value()) for name in ("moq", "lead_time_days", "origin")] == [
        "90", "30", "BI"
    ]  # fmt: skip
    product.refresh_from_db()
    assert (product.moq, product.lead_time_days) == (Decimal(80), 45)
    again = {**TERMS, "seen": page.context["seen"], "moq": "90", "origin": "BI"}
    assert client.post(address, again).status_code == 302
    product.refresh_from_db()
    assert (product.moq, product.origin) == (Decimal(90), "BI")


def test_an_import_in_between_counts_as_somebody_else(client, exhibitor):
    product = ProductFactory(exhibitor=exhibitor)
    seen = seal(client, exhibitor, product)
    Product.objects.update(lead_time_days=3)
    page = client.post(at(exhibitor, "product-edit", product.pk), {**TERMS, "seen": seen})
    assert page.status_code == 409


def test_deleting_says_what_is_lost_first(client, exhibitor):
    product = ProductFactory(exhibitor=exhibitor)
    CertificateFactory(exhibitor=exhibitor, product=product)
    run = ScoringRunFactory(edition=exhibitor.edition, current=True)
    MatchFactory(run=run, exhibitor=exhibitor, pairs=[{"need": 1, "product": product.pk}])
    page = client.get(at(exhibitor, "product-remove", product.pk))
    assert "1 certificate of this product" in page.content.decode()
    assert "1 match of which it is your best product" in page.content.decode()
    assert Product.objects.exists()
    client.post(at(exhibitor, "product-remove", product.pk))
    assert not Product.objects.exists()


def test_duplicating_leads_to_the_copy(client, exhibitor):
    product = ProductFactory(exhibitor=exhibitor)
    answer = client.post(at(exhibitor, "product-copy", product.pk))
    made = Product.objects.exclude(pk=product.pk).get()
    assert answer.url == at(exhibitor, "product-edit", made.pk)


def test_anothers_product_is_not_there(client, exhibitor):
    theirs = ProductFactory(exhibitor=ExhibitorFactory(edition=exhibitor.edition))
    for name in ("product-edit", "product-remove"):
        assert client.get(at(exhibitor, name, theirs.pk)).status_code == 404
    for name in ("product-copy", "product-remove", "product-pictures"):
        assert client.post(at(exhibitor, name, theirs.pk)).status_code == 404


def test_a_viewer_reads_and_changes_nothing(client, exhibitor):
    product = ProductFactory(exhibitor=exhibitor)
    viewer = MembershipFactory(organization=exhibitor.organization, role="viewer")
    client.force_login(viewer.user)
    address = at(exhibitor, "product-edit", product.pk)
    assert '<fieldset class="stack" disabled>' in client.get(address).content.decode()
    client.post(address, {**TERMS, "seen": client.get(address).context["seen"]})
    product.refresh_from_db()
    assert product.incoterm == ""
    for name in ("product-copy", "product-remove"):
        assert client.post(at(exhibitor, name, product.pk)).status_code == 403


def test_the_list_is_searched_in_any_language_and_filtered(client, exhibitor):
    ProductFactory(exhibitor=exhibitor, name=Text({"zh": "生咖啡豆", "en": "Green"}), ref="a-1")
    ProductFactory(exhibitor=exhibitor, name=Text({"en": "Honey"}), ref="b-2", category=None)

    def refs(**asked):
        page = client.get(at(exhibitor, "products"), asked)
        return [product.ref for product, _picture in page.context["rows"]]

    assert refs(q="咖啡") == ["a-1"]
    assert refs(q="b-2") == ["b-2"]
    assert refs(lack="no-category") == ["b-2"]
    assert refs(lack="no-such-thing", page="x") == ["a-1", "b-2"]
    assert refs(q="zzz") == []


@pytest.mark.parametrize(("name", "count"), [("products", 14), ("certificates", 13)])
def test_as_many_queries_for_three_rows_as_for_one(
    client, exhibitor, name, count, django_assert_num_queries
):
    def more():
        product = ProductFactory(exhibitor=exhibitor)
        CertificateFactory(exhibitor=exhibitor, product=product, checked_by=UserFactory(),
                           checked_on="2027-03-04")  # fmt: skip

    more()
    client.get(at(exhibitor, name))
    with django_assert_num_queries(count):
        client.get(at(exhibitor, name))
    more()
    more()
    with django_assert_num_queries(count):
        client.get(at(exhibitor, name))


def test_a_certificate_is_added_and_its_state_shown(client, exhibitor):
    sent = {"standard": "organic", "issuer": "ECOCERT", "valid_until": "2020-01-01"}
    assert client.post(at(exhibitor, "certificate-new"), sent).status_code == 302
    page = client.get(at(exhibitor, "certificates")).content.decode()
    assert "expired" in page
    assert "not yet, by the organizer" in page
    row = Certificate.objects.get()
    seen = client.get(at(exhibitor, "certificate-edit", row.pk)).context["seen"]
    Certificate.objects.update(number="77")
    late = client.post(at(exhibitor, "certificate-edit", row.pk), {**sent, "seen": seen})
    assert late.status_code == 409
    client.post(at(exhibitor, "certificate-remove", row.pk))
    assert not Certificate.objects.exists()


def test_a_certificate_covers_none_of_anothers_products(client, exhibitor):
    theirs = ProductFactory(exhibitor=ExhibitorFactory(edition=exhibitor.edition))
    sent = {"standard": "organic", "product": theirs.pk}
    assert client.post(at(exhibitor, "certificate-new"), sent).status_code == 422
    assert not Certificate.objects.exists()


def upload(client, exhibitor, text):
    file = SimpleUploadedFile("mine.csv", text.encode())
    answer = client.post(at(exhibitor, "product-import-new"), {"file": file})
    made = ProductImport.objects.first()
    assert answer.url == at(exhibitor, "product-import", made.pk)
    return made


def test_a_file_is_followed_confirmed_and_written(client, exhibitor):
    made = upload(client, exhibitor, "ref,name\nk-1,Honey\n")
    address = at(exhibitor, "product-import", made.pk)
    assert 'hx-trigger="every 1s"' in client.get(address).content.decode()
    import_products(made.pk)
    part = client.get(address, headers={"HX-Request": "true", "HX-Target": "import"})
    assert "Write these changes" in part.content.decode()
    assert "<html" not in part.content.decode()
    client.post(at(exhibitor, "product-import-decide", made.pk), {"confirm": 1})
    import_products(made.pk)
    assert "All rows are written" in client.get(address).content.decode()
    assert Product.objects.get().ref == "k-1"


def test_errors_stand_on_their_rows_and_a_cancelled_file_is_gone(client, exhibitor):
    made = upload(client, exhibitor, "ref,name,origin\nk-1,Honey,Rwanda\n")
    import_products(made.pk)
    page = client.get(at(exhibitor, "product-import", made.pk)).content.decode()
    assert "two-letter ISO 3166 country code" in page
    other = upload(client, exhibitor, "ref,name\nk-1,Honey\n")
    client.post(at(exhibitor, "product-import-decide", other.pk), {"cancel": 1})
    other.refresh_from_db()
    assert (other.state, other.file) == ("cancelled", None)


def test_nobody_follows_or_decides_anothers_file(client, exhibitor):
    other = ExhibitorFactory(edition=exhibitor.edition)
    made = ProductImport.objects.create(
        edition=other.edition, exhibitor=other, file_name="x", file=b"ref"
    )
    assert client.get(at(exhibitor, "product-import", made.pk)).status_code == 404
    decide = at(exhibitor, "product-import-decide", made.pk)
    assert client.post(decide, {"confirm": 1}).status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx", "template"])
def test_files_to_download(client, exhibitor, kind):
    ProductFactory(exhibitor=exhibitor)
    answer = client.get(at(exhibitor, "product-export", kind))
    assert answer["Content-Disposition"].startswith("attachment")
    assert client.get(at(exhibitor, "product-export", "pdf")).status_code == 404
