"""The buyer's target price is not the exhibitor's to read, wherever a need or match is told."""

import json

import pytest

from buyers.models import SourcingNeed
from matchmaking.models import Match

API = "/api/v1/"
PRICE = ("target_price", "target_price_currency", "target_price_unit")
WITHIN = {
    "code": "price_within_target",
    "params": {"price": 11.5, "target": 12.5, "currency": "USD", "unit": "kg"},
}
ABOVE = {
    "code": "price_above_target",
    "params": {"price": 14, "target": 12.5, "currency": "USD", "unit": "kg", "percent_above": 12},
}


@pytest.fixture
def priced(world):
    SourcingNeed.objects.filter(pk=world.need.pk).update(
        target_price="12.5", target_price_currency="USD", target_price_unit="kg"
    )
    parts = {"price": 0.55, "buyer_view": 0.61, "origin": 1.0}
    Match.objects.update(reasons=[WITHIN], blocks=[ABOVE], parts=parts)
    return world


def lines(client, address):
    answer = client.get(f"{API}{address}", headers={"Accept": "application/x-ndjson"})
    return [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


def read(client, kind, row):
    """The row alone, in a page and in a stream, which say the same."""
    one = client.get(f"{API}{kind}/{row.pk}/").json()
    assert client.get(f"{API}{kind}/").json()["results"] == [one]
    assert lines(client, f"{kind}/") == [one]
    return one


@pytest.mark.parametrize("role", ["exhibitor", "viewer", "lead"])
def test_the_other_side_reads_a_need_without_it(priced, as_role, role):
    said = read(as_role[role], "needs", priced.need)
    assert [said[name] for name in PRICE] == [None, None, None]
    assert said["text"]
    some = as_role[role].get(f"{API}needs/{priced.need.pk}/?fields=id,target_price").json()
    assert some == {"id": priced.need.pk, "target_price": None}


@pytest.mark.parametrize("role", ["buyer", "owner", "organizer"])
def test_the_buyer_and_the_desk_read_it(priced, as_role, role):
    said = as_role[role].get(f"{API}needs/{priced.need.pk}/").json()
    assert [said[name] for name in PRICE] == ["12.5", "USD", "kg"]
    match = as_role[role].get(f"{API}matches/{priced.match.pk}/").json()
    assert match["reasons"][0]["params"]["target"] == 12.5
    assert match["reasons"][0]["text"].endswith("the target is 12.5")
    assert {part["name"]: part["value"] for part in match["parts"]}["price"] == 0.55


@pytest.mark.parametrize("role", ["exhibitor", "viewer", "lead"])
def test_a_match_tells_the_exhibitor_only_whether_its_price_is_within_it(priced, as_role, role):
    said = read(as_role[role], "matches", priced.match)
    assert said["reasons"] == [
        {
            "code": "price_within_target_discreet",
            "params": {},
            "text": "Its price is within what the buyer has in mind",
        }
    ]
    assert [(b["code"], b["params"]) for b in said["blocks"]] == [
        ("price_above_target_discreet", {})
    ]
    assert {part["name"]: part["value"] for part in said["parts"]} == {
        "price": None, "buyer_view": None, "origin": 1.0,
    }  # fmt: skip
    assert "12.5" not in json.dumps(said)


def test_a_need_may_be_sent_back_without_a_price(priced, as_role):
    answer = as_role["buyer"].patch(
        f"{API}needs/{priced.need.pk}/", dict.fromkeys(PRICE), format="json"
    )
    assert answer.status_code == 200, answer.json()
    assert [answer.json()[name] for name in PRICE] == [None, "", ""]
