"""Products, needs, certificates, exhibitors and buyers: written, refused, in bulk, as a stream."""

import json

import pytest

from accounts.actions.consent import say_consent
from exhibitors.models import Product
from expo.models import Edition
from matchmaking.models import ExportRecord, MatchChange, MeetingRequest
from tests.factories.exhibitors import ProductFactory

PRODUCTS = "/api/v1/products/"
CERTIFICATES = "/api/v1/certificates/"
FRENCH = {"Accept-Language": "fr"}


def new_product(world, **more):
    return {
        "edition": world.edition.slug,
        "exhibitor": world.exhibitor.ref,
        "ref": "beans-1",
        "name": {"en": "Roasted beans", "zh": "烘焙咖啡豆"},
        "category": world.category.code,
        "origin": "RW",
        "moq": "500",
        "moq_unit": "kg",
        **more,
    }


def pointers(answer):
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


def test_a_product_is_made_changed_and_deleted_by_its_exhibitor(world, as_role):
    mine = as_role["exhibitor"]
    made = mine.post(PRODUCTS, new_product(world), format="json")
    assert made.status_code == 201, made.json()
    assert made["Location"] == f"{PRODUCTS}{made.json()['id']}/"
    assert made.json()["moq"] == "500"
    assert MatchChange.objects.filter(exhibitor=world.exhibitor.pk).exists()
    read = mine.get(made["Location"])
    assert read["ETag"] == made["ETag"]
    changed = mine.patch(
        made["Location"], {"origin": "KE"}, format="json", headers={"If-Match": read["ETag"]}
    )
    assert (changed.status_code, changed.json()["origin"]) == (200, "KE")
    assert changed["ETag"] != read["ETag"]
    stale = mine.patch(
        made["Location"], {"origin": "UG"}, format="json", headers={"If-Match": read["ETag"]}
    )
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert stale["Content-Type"] == "application/problem+json"
    assert mine.delete(made["Location"]).status_code == 204
    assert mine.get(made["Location"]).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": {"en": 5, "EN!": "x"}}, {"#/name/en", "#/name/EN!"} - {"#/name/en"}),
        ({"name": {}}, {"#/name"}),
        ({"name": "Beans"}, {"#/name"}),
        ({"temperature_min": "nan"}, {"#/temperature_min"}),
        ({"edition": "a\0b"}, {"#/edition", "#/exhibitor", "#/category"}),
        ({"moq_unit": ""}, {"#"}),
        ({"hs_code": "12"}, {"#"}),
        ({"category": "9999x"}, {"#/category"}),
        ({"exhibitor": "nobody"}, {"#/exhibitor"}),
        ({"price_min": "9", "price_max": "1", "price_currency": "USD", "price_unit": "kg"}, {"#"}),
        ({"origin": "Rwanda"}, {"#/origin"}),
        ({"moq": "1e400"}, {"#/moq"}),
        ({"ref": "with space"}, {"#/ref"}),
    ],
)
def test_what_is_wrong_is_pointed_at(world, as_role, wrong, told):
    answer = as_role["exhibitor"].post(PRODUCTS, new_product(world, **wrong), format="json")
    assert answer.status_code == 400, answer.json()
    assert set(pointers(answer)) == told


def test_others_read_the_catalogue_and_write_nothing(world, as_role):
    one = f"{PRODUCTS}{world.product.pk}/"
    assert as_role["buyer"].get(one).status_code == 200
    for role in ("viewer", "buyer", "rival"):
        answer = as_role[role].patch(one, {"origin": "KE"}, format="json")
        assert (role, answer.status_code) == (role, 403)
    for role in ("stranger", "interpreter"):
        answer = as_role[role].patch(one, {"origin": "KE"}, format="json")
        assert (role, answer.status_code) == (role, 404)
    assert as_role["lead"].patch(one, {"origin": "KE"}, format="json").status_code == 200


def test_contacts_show_once_both_sides_agreed_and_the_person_consents(world, people, as_role):
    one = f"/api/v1/exhibitors/{world.exhibitor.pk}/"
    type(world.exhibitor).objects.update(contact_email=people["exhibitor"].email)

    def contacts(*roles):
        return [as_role[role].get(one).json()["contact_name"] for role in roles]

    assert contacts("buyer", "exhibitor", "organizer") == [None, "Aline", "Aline"]
    MeetingRequest.objects.update(state="accepted", answered_on="2026-10-03")
    assert contacts("buyer", "rival") == [None, None]
    say_consent(people["exhibitor"], "share_contact", given=True)
    assert contacts("buyer", "rival") == ["Aline", None]
    theirs = as_role["exhibitor"].get(f"/api/v1/buyers/{world.buyer.pk}/").json()
    assert theirs["contact_name"] is None


def test_only_organizers_decide_what_is_theirs(world, as_role):
    one = f"/api/v1/exhibitors/{world.exhibitor.pk}/"
    mine = as_role["exhibitor"].patch(one, {"description": {"fr": "Café"}}, format="json")
    assert (mine.status_code, mine.json()["description"]) == (200, {"fr": "Café"})
    refused = as_role["exhibitor"].patch(one, {"state": "approved"}, format="json")
    assert pointers(refused) == {"#/state": "invalid"}
    said = as_role["organizer"].patch(one, {"team_size": 2}, format="json")
    assert (said.status_code, said.json()["team_size"]) == (200, 2)


@pytest.mark.parametrize(
    ("role", "field", "value"),
    [
        ("buyer", "hosted", True),
        ("buyer", "max_meetings", 30),
        ("exhibitor", "first_time", True),
        ("lead", "first_time", True),
    ],
)
def test_what_counts_in_the_organizers_planning_is_theirs(world, as_role, role, field, value):
    row = world.buyer if role == "buyer" else world.exhibitor
    one = f"/api/v1/{'buyers' if role == 'buyer' else 'exhibitors'}/{row.pk}/"
    before = getattr(row, field)
    refused = as_role[role].patch(one, {field: value}, format="json", headers=FRENCH)
    assert pointers(refused) == {f"#/{field}": "invalid"}
    said = "Seul l’organisateur modifie cela."
    assert refused.json()["errors"][0]["detail"] == said
    row.refresh_from_db()
    assert getattr(row, field) == before
    allowed = as_role["organizer"].patch(one, {field: value}, format="json")
    assert (allowed.status_code, allowed.json()[field]) == (200, value)


def test_what_describes_them_is_their_own_peoples(world, as_role):
    one = f"/api/v1/exhibitors/{world.exhibitor.pk}/"
    said = {"team_size": 3, "founded": 1998, "target_markets": ["CN"], "contact_name": None}
    mine = as_role["exhibitor"].patch(one, said, format="json")
    assert (mine.status_code, mine.json()["team_size"]) == (200, 3), mine.json()
    one = f"/api/v1/buyers/{world.buyer.pk}/"
    said = {"regions": ["CN-SH"], "annual_volume": "9000", "annual_volume_currency": "USD"}
    assert as_role["buyer"].patch(one, said, format="json").status_code == 200


def test_bulk_makes_changes_and_refuses_row_by_row(world, as_role, django_assert_max_num_queries):
    rows = [
        {"ref": f"b-{n}", "exhibitor": world.exhibitor.ref, "name": {"en": f"Lot {n}"}}
        for n in range(50)
    ]
    rows[3]["origin"] = "nowhere"
    rows[4]["moq"] = "5"  # without a unit: only the database knows
    rows[5]["ref"] = rows[6]["ref"]
    body = {"edition": world.edition.slug, "rows": rows}
    with django_assert_max_num_queries(320):
        answer = as_role["exhibitor"].post(f"{PRODUCTS}bulk/", body, format="json").json()
    assert {k: answer[k] for k in ("created", "failed")} == {"created": 47, "failed": 3}
    told = {r["index"]: [(e["pointer"], e["code"]) for e in r["errors"]] for r in answer["results"]}
    assert {pointer for pointer, _code in told[3]} == {"#/origin"}
    assert told[4] == [("#", "product_moq_unit")]
    assert told[6] == [("#/ref", "invalid")]
    again = {**body, "rows": [*rows[:3], {"ref": "b-0x", "exhibitor": world.exhibitor.ref}]}
    again["rows"][1] = {"ref": "b-1", "origin": "KE"}
    with django_assert_max_num_queries(40):
        answer = as_role["exhibitor"].post(f"{PRODUCTS}bulk/", again, format="json").json()
    assert [r["status"] for r in answer["results"]] == [
        "unchanged", "updated", "unchanged", "failed",
    ]  # fmt: skip
    assert Product.objects.get(ref="b-1").name == {"en": "Lot 1"}


def test_organizers_enter_buyers_with_their_organizations(world, as_role):
    row = {
        "ref": "new-1", "organization": {"name": {"en": "Lakeside"}, "country": "KE",
        "registration_number": "PVT-7"}, "languages": ["en"],
    }  # fmt: skip
    body = {"edition": world.edition.slug, "rows": [row]}
    made = as_role["organizer"].post("/api/v1/buyers/bulk/", body, format="json").json()
    assert made["created"] == 1, made
    again = as_role["organizer"].post("/api/v1/buyers/bulk/", body, format="json").json()
    assert again["unchanged"] == 1, again
    refused = as_role["exhibitor"].post("/api/v1/buyers/bulk/", body, format="json")
    assert refused.status_code == 403


def test_a_stream_has_all_rows_and_is_written_down(world, as_role):
    ProductFactory.create_batch(3, exhibitor=world.exhibitor)
    answer = as_role["organizer"].get(
        f"{PRODUCTS}?edition={world.edition.slug}&fields=id,ref",
        headers={"Accept": "application/x-ndjson"},
    )
    lines = [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]
    assert [sorted(line) for line in lines] == [["id", "ref"]] * 4
    record = ExportRecord.objects.get()
    assert (record.what, record.rows, record.query) == (
        "exhibitors.product", 4, f"edition={world.edition.slug}&fields=id,ref",
    )  # fmt: skip


@pytest.mark.parametrize("more", [1, 3])
def test_a_page_costs_the_same_however_many_rows(world, as_role, more, django_assert_num_queries):
    ProductFactory.create_batch(more, exhibitor=world.exhibitor)
    as_role["buyer"].get(PRODUCTS)
    # Token, memberships, delegations led, own exhibitors and buyers, rows.
    with django_assert_num_queries(6):
        page = as_role["buyer"].get(f"{PRODUCTS}?page_size=2").json()
    assert len(page["results"]) == 2


def test_pages_follow_each_other(world, as_role):
    ProductFactory.create_batch(4, exhibitor=world.exhibitor)
    seen, address = [], f"{PRODUCTS}?page_size=2&fields=id"
    while address:
        page = as_role["buyer"].get(address).json()
        seen += [row["id"] for row in page["results"]]
        address = page["next"]
    assert seen == sorted(Product.objects.values_list("pk", flat=True), reverse=True)


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("nothing/", {}, 404),
        ("products/?fields=id,wrong", {}, 400),
        ("products/?colour=red", {}, 400),
        ("products/?exhibitor=x", {}, 400),
        ("products/?cursor=x", {}, 404),
        ("products/?cursor=cD14", {}, 404),
        ("products/999999999/", {}, 404),
        ("products/", {"Accept": "text/html"}, 406),
    ],
)
def test_every_error_is_a_problem(world, as_role, address, headers, status):
    answer = as_role["buyer"].get(f"/api/v1/{address}", headers=headers)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_method_and_media_type_are_problems_too(world, as_role):
    assert as_role["buyer"].put(PRODUCTS, {}, format="json").json()["status"] == 405
    sent = as_role["buyer"].post(PRODUCTS, "a=1", content_type="application/x-www-form-urlencoded")
    assert sent.json()["status"] == 415
    broken = as_role["exhibitor"].post(PRODUCTS, "{", content_type="application/json")
    assert broken.json()["code"] == "parse_error"
    assert Edition.objects.count() == 2  # the world's, and another organizer's


@pytest.mark.parametrize(
    ("side", "row", "field"),
    [
        ("buyers", "buyer", "regions"),
        ("buyers", "buyer", "channels"),
        ("exhibitors", "exhibitor", "target_markets"),
        ("exhibitors", "exhibitor", "languages"),
        ("needs", "need", "origins_wanted"),
    ],
)
@pytest.mark.parametrize("sign", [";", "；"])
def test_an_item_that_files_would_take_for_two_is_refused(world, as_role, side, row, field, sign):
    mine, listed = as_role["exhibitor" if row == "exhibitor" else "buyer"], getattr(world, row)
    there = f"/api/v1/{side}/{listed.pk}/"
    refused = mine.patch(there, {field: ["A", f"B{sign}C"]}, format="json", headers=FRENCH)
    assert refused.status_code == 400
    assert pointers(refused) == {f"#/{field}/1": "semicolon"}
    assert "point-virgule" in refused.json()["errors"][0]["detail"]
    assert mine.patch(there, {field: ["A", "B"]}, format="json").status_code == 200


@pytest.mark.parametrize("many", [False, True])
def test_a_changed_certificate_is_to_be_checked_again(world, as_role, many):
    paper, mine = world.certificate, as_role["exhibitor"]

    def say(**values):
        if many:
            row = {"ref": paper.ref, **values}
            body = {"edition": world.edition.slug, "rows": [row]}
            return mine.post(f"{CERTIFICATES}bulk/", body, format="json")
        return mine.patch(f"{CERTIFICATES}{paper.pk}/", values, format="json")

    assert as_role["owner"].post(f"{CERTIFICATES}{paper.pk}/check/").status_code == 200
    paper.refresh_from_db()
    assert say(scope={"en": "Growing"}, number=paper.number).status_code == 200
    paper.refresh_from_db()
    assert (paper.scope["en"], paper.checked_on is None) == ("Growing", False)
    assert say(number=f"{paper.number}9").status_code == 200
    paper.refresh_from_db()
    assert (paper.checked_on, paper.checked_by) == (None, None)


@pytest.mark.parametrize("state", ["paused", "closed"])
def test_only_open_needs_are_read_by_exhibitors(world, as_role, state):
    there = f"/api/v1/needs/{world.need.pk}/"
    roles = ("exhibitor", "buyer", "owner")
    assert [as_role[role].get(there).status_code for role in roles] == [200, 200, 200]
    type(world.need).objects.update(state=state)
    assert [as_role[role].get(there).status_code for role in roles] == [404, 200, 200]
    assert as_role["exhibitor"].get("/api/v1/needs/").json()["results"] == []
