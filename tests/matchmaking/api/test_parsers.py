"""JSON that no answer or query could hold is refused with a pointer, not met later as a 500."""

import json

import pytest

API = "/api/v1/"
HALF = "\ud800"  # of a surrogate pair
JSON = "application/json"


def pointers(answer):
    assert answer["Content-Type"] == "application/problem+json"
    return [error["pointer"] for error in answer.json()["errors"]]


@pytest.mark.parametrize(
    "body", ["[" * 100_000, "[" * 60 + "]" * 60, '{"a":' * 60 + "1" + "}" * 60]
)
def test_nesting_has_an_end(world, as_role, body):
    answer = as_role["exhibitor"].post(f"{API}products/", body, content_type=JSON)
    assert (answer.status_code, pointers(answer)) == (400, ["#"])


@pytest.mark.parametrize(
    ("address", "said", "pointer"),
    [
        ("products/", {"edition": HALF}, "#/edition"),
        ("products/", {"exhibitor": HALF}, "#/exhibitor"),
        ("products/", {"category": f"09{HALF}"}, "#/category"),
        ("products/", {HALF: "x"}, "#"),
        ("products/bulk/", {"rows": [{"ref": "a"}, {"ref": HALF}]}, "#/rows/1/ref"),
        ("needs/bulk/", {"rows": [{"categories": ["09", HALF]}]}, "#/rows/0/categories/1"),
        ("requests/", {"message": HALF}, "#/message"),
    ],
)
def test_halves_of_surrogate_pairs_are_pointed_at(world, as_role, address, said, pointer):
    body = json.dumps({"edition": world.edition.slug, **said})
    for key in ({}, {"Idempotency-Key": f"half-{pointer}"}):
        answer = as_role["exhibitor"].post(f"{API}{address}", body, content_type=JSON, headers=key)
        assert (answer.status_code, pointers(answer)) == (400, [pointer])


def test_a_whole_pair_is_a_letter_like_any_other(world, as_role):
    body = json.dumps({"description": {"en": "Tea \U0001f375"}})
    assert "\\ud83c" in body
    one = f"{API}exhibitors/{world.exhibitor.pk}/"
    answer = as_role["exhibitor"].patch(one, body, content_type=JSON)
    assert answer.json()["description"] == {"en": "Tea \U0001f375"}


def test_a_push_is_read_the_same_way(world, as_role):
    source = as_role["organizer"].post(
        f"{API}sources/", {"edition": world.edition.slug, "name": "shop"}, format="json"
    )
    address = f"{API}sources/{source.json()['id']}/push/"
    for body, pointer in (("[" * 100_000, "#"), (json.dumps([{"code": HALF}]), "#/0/code")):
        answer = as_role["organizer"].post(address, body, content_type=JSON)
        assert (answer.status_code, pointers(answer)) == (400, [pointer])


@pytest.mark.parametrize("charset", ["rot13", "hex", "utf-7", "nothing"])
def test_whatever_the_charset_the_answer_is_no_error_of_ours(world, as_role, charset):
    answer = as_role["exhibitor"].post(
        f"{API}products/", "{}", content_type=f"{JSON}; charset={charset}"
    )
    assert answer.status_code == 400
