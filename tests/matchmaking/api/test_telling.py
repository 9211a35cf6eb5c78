"""Webhooks' endpoints, registrations and one's own data, by the API."""

import io
import json
import zipfile

import pytest

from buyers.models import Buyer
from matchmaking.models import MatchChange, Registration, RegistrationSource, WebhookDelivery
from tests.matchmaking.api.receiver import receiving

API = "/api/v1/"
PRETIX = {
    "code": "AB12C",
    "status": "p",
    "email": "wei@lakeside.example",
    "locale": "zh-hans",
    "invoice_address": {"company": "湖畔食品", "country": "CN", "name": "Wei", "vat_id": "91-7"},
    "positions": [
        {"item": 7, "answers": [{"question_identifier": "CHANNEL", "answer": "retail, import"}]}
    ],
}


def test_an_owner_hears_of_their_own_organization(world, as_role):
    said = {
        "edition": world.edition.slug, "organization": world.exhibitor.organization_id,
        "url": "https://crm.example/hook", "topics": ["request.accepted"],
    }  # fmt: skip
    made = as_role["exhibitor"].post(f"{API}webhooks/", said, format="json")
    assert made.status_code == 201, made.json()
    assert made.json()["secret"].startswith("whsec_")
    one = f"{API}webhooks/{made.json()['id']}/"
    assert "secret" not in as_role["exhibitor"].get(one).json()
    assert as_role["buyer"].get(one).status_code == 404
    whole = {**said, "organization": None}
    assert as_role["exhibitor"].post(f"{API}webhooks/", whole, format="json").status_code == 403
    assert as_role["viewer"].post(f"{API}webhooks/", said, format="json").status_code == 403
    assert as_role["organizer"].post(f"{API}webhooks/", whole, format="json").status_code == 201
    rest = as_role["exhibitor"].patch(one, {"active": False}, format="json")
    assert rest.json()["active"] is False
    wrong = as_role["exhibitor"].patch(one, {"topics": ["everything"]}, format="json")
    assert wrong.status_code == 400
    row = WebhookDelivery.objects.create(
        endpoint_id=made.json()["id"], event="request.accepted", subject="request:1",
        payload={}, state="failed",
    )  # fmt: skip
    again = as_role["exhibitor"].post(f"{API}deliveries/{row.pk}/replay/")
    assert again.json()["state"] == "waiting"
    assert as_role["buyer"].post(f"{API}deliveries/{row.pk}/replay/").status_code == 404


@pytest.fixture
def source(world, as_role):
    said = {
        "edition": world.edition.slug, "name": "shop", "style": "pretix", "items": {"7": "buyer"},
        "mapping": {"channels": "question:CHANNEL"},
    }  # fmt: skip
    made = as_role["organizer"].post(f"{API}sources/", said, format="json")
    assert made.status_code == 201, made.json()
    return RegistrationSource.objects.get()


def push(client, source, data, **more):
    more.setdefault("format", "json")
    return client.post(f"{API}sources/{source.pk}/push/", data, **more)


def test_an_order_becomes_a_buyer_once(world, as_role, source):
    first = push(as_role["organizer"], source, PRETIX).json()
    assert (first["taken"], first["results"][0]["side"]) == (1, "buyer"), first
    buyer = Buyer.objects.get(ref="shop-AB12C")
    assert (buyer.state, buyer.contact_name, buyer.channels) == (
        "applied", "Wei", ["retail", "import"],
    )  # fmt: skip
    assert buyer.organization.name == {"zh": "湖畔食品"}
    push(as_role["organizer"], source, PRETIX)
    changed = {**PRETIX, "email": "office@lakeside.example"}
    push(as_role["organizer"], source, changed)
    buyer.refresh_from_db()
    assert buyer.contact_email == "office@lakeside.example"
    off = push(as_role["organizer"], source, {**PRETIX, "status": "c"}).json()
    assert off["cancelled"] == 1
    buyer.refresh_from_db()
    assert (buyer.state, Registration.objects.count()) == ("refused", 1)
    assert push(as_role["exhibitor"], source, PRETIX).status_code == 404


def test_an_order_that_is_paid_again_lets_in_whom_its_end_refused(world, as_role, source):
    desk = as_role["organizer"]
    push(desk, source, PRETIX)
    buyers = Buyer.objects.filter(ref="shop-AB12C")
    buyers.update(state="approved")
    MatchChange.objects.all().delete()
    push(desk, source, {**PRETIX, "status": "c"})
    assert MatchChange.objects.filter(buyer=buyers.get().pk).exists()
    push(desk, source, {**PRETIX, "status": "c", "comment": "refunded"})
    assert push(desk, source, PRETIX).json()["results"][0]["message"] == ""
    assert buyers.get().state == "applied"
    buyers.update(state="refused", refused_because="No buyer of food")
    off = push(desk, source, {**PRETIX, "status": "c"}).json()["results"][0]
    again = push(desk, source, PRETIX).json()["results"][0]
    assert "has not let" in off["message"]
    assert (again["state"], again["message"]) == ("taken", off["message"])
    assert (buyers.get().state, buyers.get().refused_because) == ("refused", "No buyer of food")


def test_what_cannot_be_taken_is_kept_with_its_reason(world, as_role, source):
    wrong = {**PRETIX, "code": "BAD", "invoice_address": {"company": "X", "country": "China"}}
    answer = push(as_role["organizer"], source, [wrong, {**PRETIX, "positions": []}]).json()
    assert (answer["failed"], answer["skipped"]) == (1, 1)
    assert answer["results"][0]["message"]
    mended = push(as_role["organizer"], source, {**PRETIX, "code": "BAD"}).json()
    assert mended["taken"] == 1


@pytest.mark.parametrize("letter", ["\0", "\ud8bc"])
def test_what_postgresql_cannot_keep_is_named(world, as_role, source, letter):
    said = {"edition": world.edition.slug, "name": "other", "mapping": {f"n{letter}": "Company"}}
    raw = {"content_type": "application/json", "format": None}
    answer = as_role["organizer"].post(f"{API}sources/", json.dumps(said), **raw)
    assert answer.status_code == 400, answer.content
    assert "mapping" in answer.json()["errors"][0]["pointer"]
    order = json.dumps({**PRETIX, "comment": letter})
    assert push(as_role["organizer"], source, order, **raw).status_code == 400
    assert not Registration.objects.exists()


def test_rows_come_as_csv(world, as_role):
    source = RegistrationSource.objects.create(
        edition=world.edition, name="list", style="rows", approve=True,
        mapping={"name": "Company", "country": "Country"},
    )  # fmt: skip
    rows = (
        "code,Company,Country,side,languages\nr1,Lake Foods,KE,buyer,en;sw\nr2,Hill,KE,exhibitor,"
    )
    answer = push(as_role["organizer"], source, rows, format=None, content_type="text/csv")
    assert answer.json()["taken"] == 2, answer.json()
    assert Buyer.objects.get(ref="list-r1").languages == ["en", "sw"]


def test_a_row_with_a_cell_too_many_fails_alone(world, as_role):
    source = RegistrationSource.objects.create(edition=world.edition, name="list", style="rows")
    rows = "code,name,country\nr1,Lake Foods,KE\nr2,Hill,Ltd,KE\nr3,Dale,KE, ,\n"
    answer = push(as_role["organizer"], source, rows, format=None, content_type="text/csv")
    assert [row["state"] for row in answer.json()["results"]] == ["taken", "failed", "taken"]
    assert answer.json()["results"][1]["message"].endswith("4 cells, 3 names")


def test_pretix_says_only_that_something_came_and_the_order_is_fetched(
    world, as_role, source, settings
):
    with receiving() as shop:
        settings.WEBHOOK_ALLOWED = [shop.host]
        shop.body = json.dumps(PRETIX).encode()
        source.fetch_url, source.fetch_token = f"http://{shop.host}/orders/{{code}}/", "s3"
        source.save()
        notice = {"action": "pretix.event.order.paid", "code": "AB12C", "event": "x"}
        assert push(as_role["organizer"], source, notice).json()["taken"] == 1
        path, headers, _body = shop.got[0]
    assert (path, headers["Authorization"]) == ("/orders/AB12C/", "Token s3")


def test_a_token_for_fetching_goes_to_no_other_address(as_role, source):
    source.fetch_url, source.fetch_token = "https://shop.example/{code}/", "s3"
    source.save()

    def token_after(**values):
        there = f"{API}sources/{source.pk}/"
        assert as_role["owner"].patch(there, values, format="json").status_code == 200
        source.refresh_from_db()
        return source.fetch_token

    assert token_after(name="Shop", fetch_url=source.fetch_url) == "s3"
    assert token_after(fetch_url="https://elsewhere.example/{code}/") == ""
    assert token_after(fetch_url=source.fetch_url, fetch_token="s4") == "s4"


def test_what_is_stored_about_a_person_can_be_taken_away(world, people, as_role):
    answer = as_role["exhibitor"].get(f"{API}me/export/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        account = json.loads(archive.read("account.json"))[0]
        tokens = json.loads(archive.read("tokens.json"))
        names = archive.namelist()
    assert account["email"] == people["exhibitor"].email
    assert "password" not in account
    assert "digest" not in tokens[0]
    assert {"memberships.json", "consents.json", "notices.json"} <= set(names)
    roster = as_role["interpreter"].get(f"{API}me/export/").content
    with zipfile.ZipFile(io.BytesIO(roster)) as archive:
        assert f"calendar-{world.edition.slug}.ics" in archive.namelist()


def test_consent_is_said_by_purpose_and_kept_with_its_text(people, as_role):
    said = {"purpose": "news", "given": True}
    answer = as_role["buyer"].post(f"{API}me/consents/", said, format="json").json()
    assert [row["purpose"] for row in answer if row["given"]] == ["news"]
    as_role["buyer"].post(f"{API}me/consents/", {**said, "given": False}, format="json")
    rows = people["buyer"].consents.order_by("pk")
    assert [(row.given, bool(row.text), row.text_version) for row in rows] == [
        (True, True, "2026-11"), (False, True, "2026-11"),
    ]  # fmt: skip
