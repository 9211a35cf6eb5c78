"""Logos and product pictures: sent as forms, described, taken away, and by whom."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from exhibitors.models import Picture, Product
from foundation import uploads
from tests.factories.exhibitors import ExhibitorFactory, ProductFactory
from tests.factories.expo import OrganizerRoleFactory
from tests.factories.pictures import PictureFactory, drawn
from tests.matchmaking.api.conftest import speak
from tests.matchmaking.api.test_listing import pointers

PICTURES = "/api/v1/pictures/"


def form(world, data=None, **more):
    return {
        "exhibitor": world.exhibitor.pk,
        "product": world.product.pk,
        "file": SimpleUploadedFile("beans.jpg", drawn() if data is None else data),
        "alt": json.dumps({"en": "Beans", "fr": "Grains"}),
        **more,
    }


def files():
    return sorted(path.name for path in Path(settings.MEDIA_ROOT).rglob("*.webp"))


def test_a_picture_is_added_described_and_taken_away(
    world, as_role, django_capture_on_commit_callbacks
):
    mine = as_role["exhibitor"]
    made = mine.post(PICTURES, form(world), format="multipart")
    assert made.status_code == 201, made.json()
    said = made.json()
    assert (said["number"], said["width"], said["height"]) == (2, 640, 400)
    assert said["alt"] == {"en": "Beans", "fr": "Grains"}
    assert made["Location"] == f"{PICTURES}{said['id']}/"
    assert said["url"] == f"http://testserver{made['Location']}file/"
    for address in (said["url"], said["thumbnail"]):
        for accept in ("*/*", "image/webp", "image/avif,image/webp,*/*;q=0.8"):
            served = as_role["buyer"].get(address, headers={"Accept": accept})
            assert (served["Content-Type"], served.status_code) == ("image/webp", 200)
            assert "private, max-age" in served["Cache-Control"]
            assert b"".join(served.streaming_content)[:4] == b"RIFF"
        assert as_role["stranger"].get(address).status_code == 404
    tag = {"If-Match": made["ETag"]}
    alt = {"alt": {"en": "Beans on a drying bed"}}
    changed = mine.patch(made["Location"], alt, format="json", headers=tag)
    assert (changed.status_code, changed.json()["alt"]) == (200, alt["alt"])
    for stale in (
        mine.patch(made["Location"], alt, format="json", headers=tag),
        mine.delete(made["Location"], headers=tag),
    ):
        assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert pointers(mine.patch(made["Location"], {"alt": {}}, format="json")) == {"#/alt": "empty"}
    kept = mine.patch(made["Location"], {"number": 5, "width": 1}, format="json").json()
    assert (kept["number"], kept["width"]) == (2, 640)
    assert len(files()) == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert mine.delete(made["Location"]).status_code == 204
    assert files() == []
    assert mine.get(made["Location"]).status_code == 404


def test_without_a_product_it_is_the_logo_in_the_former_ones_place(world, as_role):
    said = form(world, drawn("PNG"))
    del said["product"]
    first = as_role["exhibitor"].post(PICTURES, said, format="multipart").json()
    again = {**said, "product": "", "file": SimpleUploadedFile("logo.webp", drawn("WEBP"))}
    second = as_role["exhibitor"].post(PICTURES, again, format="multipart").json()
    assert (second["product"], second["number"]) == (None, 1)
    there = as_role["buyer"].get(f"{PICTURES}?exhibitor={world.exhibitor.pk}&fields=id").json()
    assert {row["id"] for row in there["results"]} == {second["id"], world.picture.pk}
    assert as_role["buyer"].get(f"{PICTURES}{first['id']}/").status_code == 404
    of_product = as_role["buyer"].get(f"{PICTURES}?product={world.product.pk}").json()["results"]
    assert [row["id"] for row in of_product] == [world.picture.pk]
    assert as_role["buyer"].get(f"{PICTURES}?edition=elsewhere").json()["results"] == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"exhibitor": "x"}, {"#/exhibitor"}),
        ({"exhibitor": "99999999999"}, {"#/exhibitor"}),
        ({"product": "999999999"}, {"#/product"}),
        ({"file": "no file"}, {"#/file"}),
        ({"file": SimpleUploadedFile("a.jpg", b"")}, {"#/file"}),
        ({"alt": "Beans"}, {"#/alt"}),
        ({"alt": "[" * 100_000}, {"#/alt"}),
        ({"alt": '{"en": " "}'}, {"#/alt"}),
        ({"alt": '{"EN!": "x"}'}, {"#/alt/EN!"}),
    ],
)
def test_what_is_wrong_is_pointed_at(world, as_role, wrong, told):
    answer = as_role["exhibitor"].post(PICTURES, form(world, **wrong), format="multipart")
    assert answer.status_code == 400, answer.json()
    assert set(pointers(answer)) == told


def test_a_product_of_another_exhibitor_is_refused(world, as_role):
    other = ProductFactory(exhibitor=ExhibitorFactory(edition=world.edition))
    answer = as_role["exhibitor"].post(PICTURES, form(world, product=other.pk), format="multipart")
    assert set(pointers(answer)) == {"#/product"}


def test_no_picture_too_many_and_too_long(world, as_role, monkeypatch):
    mine = as_role["exhibitor"]
    none = mine.post(PICTURES, form(world, b"<svg/>"), format="multipart")
    assert (none.status_code, none.json()["code"]) == (409, "rule_broken")
    assert none["Content-Type"] == "application/problem+json"
    for number in range(2, 7):
        PictureFactory(product=world.product, number=number)
    full = mine.post(PICTURES, form(world), format="multipart")
    assert (full.status_code, "6" in full.json()["detail"]) == (409, True)
    long = mine.post(PICTURES, form(world, alt="x" * 3_000_000), format="multipart")
    assert (long.status_code, long.json()["code"]) == (413, "too_large")
    monkeypatch.setattr(uploads, "LARGEST_BODY", 1000)
    stopped = mine.post(PICTURES, form(world), format="multipart")
    assert (stopped.status_code, stopped.json()["code"]) == (413, "too_large")
    assert files() == []


def test_a_form_is_for_pictures_and_a_picture_needs_a_form(world, as_role):
    mine = as_role["exhibitor"]
    as_json = mine.post(PICTURES, {"exhibitor": world.exhibitor.pk}, format="json")
    patched = mine.patch(f"{PICTURES}{world.picture.pk}/", form(world), format="multipart")
    product = mine.post("/api/v1/products/", form(world), format="multipart")
    assert [each.status_code for each in (as_json, patched, product)] == [415, 415, 415]


def test_who_may_write_products_may_write_their_pictures(world, as_role):
    one = f"{PICTURES}{world.picture.pk}/"
    alt = {"alt": {"en": "Beans"}}
    desk = {
        role: speak(OrganizerRoleFactory(edition=world.edition, role=role).user)
        for role in ("matchmaker", "reporter")
    }
    for client, status in (
        (as_role["viewer"], 403), (as_role["buyer"], 403), (desk["reporter"], 403),
        (as_role["elsewhere"], 404), (as_role["lead"], 200), (desk["matchmaker"], 200),
    ):  # fmt: skip
        assert client.patch(one, alt, format="json").status_code == status
    sent = desk["matchmaker"].post(PICTURES, form(world), format="multipart")
    assert sent.status_code == 201
    assert desk["matchmaker"].delete(one).status_code == 403  # as a product
    assert as_role["buyer"].post(PICTURES, form(world), format="multipart").status_code == 403


def test_a_key_sent_again_gets_the_first_answer_however_the_form_is_packed(world, as_role):
    mine = as_role["exhibitor"]
    body = [
        f'--{{line}}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in (("exhibitor", world.exhibitor.pk), ("alt", '{"en": "Beans"}'))
    ]
    head = b'--{line}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'

    def send(line, data):
        whole = b"".join([*body, head, data, b"\r\n--{line}--\r\n"])
        return mine.post(
            PICTURES, whole.replace(b"{line}", line),
            content_type=f"multipart/form-data; boundary={line.decode()}",
            headers={"Idempotency-Key": "logo-1"},
        )  # fmt: skip

    first, again = send(b"one", drawn()), send(b"two", drawn())
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.content, again["Idempotent-Replayed"]) == (first.content, "true")
    other = send(b"one", drawn("PNG"))
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key")
    assert Picture.objects.filter(product=None).count() == 1


def test_a_session_sends_a_picture_with_its_csrf_token_and_a_key(world, people):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(people["exhibitor"], "django.contrib.auth.backends.ModelBackend")
    key = {"Idempotency-Key": "k"}
    assert client.post(PICTURES, form(world), format="multipart", headers=key).status_code == 403
    client.get("/account/tokens/")
    headers = {**key, "X-CSRFToken": client.cookies["csrftoken"].value}
    sent = client.post(PICTURES, form(world), format="multipart", headers=headers)
    assert sent.status_code == 201, sent.json()


def test_a_deleted_product_leaves_no_files(world, as_role, django_capture_on_commit_callbacks):
    as_role["exhibitor"].post(PICTURES, form(world), format="multipart")
    assert len(files()) == 2
    with django_capture_on_commit_callbacks(execute=True):
        gone = as_role["exhibitor"].delete(f"/api/v1/products/{world.product.pk}/")
    assert (gone.status_code, Product.objects.count(), files()) == (204, 0, [])


@pytest.mark.parametrize("more", [1, 3])
def test_a_page_costs_the_same_however_many_rows(world, as_role, more, django_assert_num_queries):
    Picture.objects.all().delete()
    for product in ProductFactory.create_batch(more, exhibitor=world.exhibitor):
        PictureFactory(product=product)
    as_role["buyer"].get(PICTURES)
    # Token, memberships, delegations led, own exhibitors and buyers, rows.
    with django_assert_num_queries(6):
        page = as_role["buyer"].get(PICTURES).json()
    assert len(page["results"]) == more
