"""Forms of the organizer's desk for products and papers."""

import pytest
from django.test import Client
from django.urls import reverse

from exhibitors.models import Certificate, Product
from tests.factories.accounts import OrganizerFactory
from tests.factories.exhibitors import ExhibitorFactory, ProductFactory


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    client.force_login(OrganizerFactory())
    return client


def product(exhibitor: object, **more: object) -> dict[str, object]:
    none = {"certificates-TOTAL_FORMS": 0, "certificates-INITIAL_FORMS": 0}
    needed = {"exhibitor": exhibitor, "ref": "p1", "language": "fr", "name__fr": "Café vert"}
    return {**needed, **none, **more}


def test_a_product_takes_its_exhibitor_s_edition(desk: Client) -> None:
    exhibitor = ExhibitorFactory()
    page = desk.post(reverse("admin:exhibitors_product_add"), product(exhibitor.pk))
    assert page.status_code == 302
    assert Product.objects.get().edition == exhibitor.edition


def test_a_reference_used_twice_is_refused_in_words(desk: Client) -> None:
    other = ProductFactory(ref="p1")
    page = desk.post(reverse("admin:exhibitors_product_add"), product(other.exhibitor_id))
    assert page.status_code == 200
    assert page.context["adminform"].form.errors


def test_a_paper_on_a_product_is_the_exhibitor_s_too(desk: Client) -> None:
    exhibitor = ExhibitorFactory()
    paper = {
        "certificates-TOTAL_FORMS": 1,
        "certificates-0-ref": "c1",
        "certificates-0-standard": "haccp",
    }
    address = reverse("admin:exhibitors_product_add")
    page = desk.post(address, product(exhibitor.pk, **paper))
    assert page.status_code == 302
    certificate = Certificate.objects.get()
    assert (certificate.exhibitor, certificate.edition) == (exhibitor, exhibitor.edition)
    assert certificate.product == Product.objects.get()


def test_an_amount_without_its_unit_is_refused_in_words(desk: Client) -> None:
    exhibitor = ExhibitorFactory()
    page = desk.post(reverse("admin:exhibitors_product_add"), product(exhibitor.pk, moq="300"))
    assert page.status_code == 200
    assert page.context["adminform"].form.errors
