"""What one was told, and how one wants to be told."""

import pytest

from matchmaking.models import NoticeSetting
from tests.factories.matchmaking import NoticeFactory
from tests.matchmaking.api.conftest import speak
from tests.matchmaking.api.test_dealing import API, post

MINE = f"{API}me/notices/"
SETTINGS = f"{API}me/notice-settings/"


def told(world, person, count, **more):
    return NoticeFactory.create_batch(count, edition=world.edition, user=person, **more)


def ids(client, query=""):
    return [row["id"] for row in client.get(f"{MINE}{query}").json()["results"]]


def test_ones_own_are_listed_the_newest_first_and_read(world, people, as_role):
    mine = told(world, people["exhibitor"], 3, path="/at/x/1/", body="A link that acts by itself")
    told(world, people["exhibitor"], 1, kind="entry")
    told(world, people["buyer"], 1)
    first, second, third = (row.pk for row in mine)
    client = as_role["exhibitor"]
    assert ids(client) == [third, second, first]
    page = client.get(f"{MINE}?page_size=2").json()
    assert [row["id"] for row in client.get(page["next"]).json()["results"]] == [first]
    assert set(page["results"][0]) == {
        "id", "edition", "kind", "subject", "path", "created_at", "read_at",
    }  # fmt: skip
    assert post(client, "me/notices/read/", {"up_to": second}).json() == {"read": 2}
    assert ids(client, "?unread=true") == [third]
    assert ids(client, "?unread=false") == [second, first]
    # With the entry, which nobody sees.
    assert post(client, "me/notices/read/").json() == {"read": 2}
    assert ids(client, "?unread=true") == []
    assert len(ids(as_role["buyer"], "?unread=true")) == 1
    assert client.get(f"{MINE}?read=1").status_code == 400
    assert post(client, "me/notices/read/", {"up_to": 0}).status_code == 400


def test_who_sees_the_outbox_on_the_desk_has_their_own_here(world, people, as_role):
    told(world, people["exhibitor"], 1)
    own = told(world, people["owner"], 1)
    assert ids(as_role["owner"]) == [own[0].pk]
    assert ids(as_role["organizer"]) == []


def test_each_kind_comes_in_its_way(world, people, as_role):
    client = as_role["exhibitor"]
    first = client.get(SETTINGS).json()
    assert first == dict.fromkeys(("account", "request", "answer", "timetable", "entry"), "now")
    said = client.put(SETTINGS, {"request": "digest", "entry": "portal"}, format="json").json()
    assert said == {**first, "request": "digest", "entry": "portal"}
    wrong = client.put(SETTINGS, {"entry": "digest", "answer": "portal"}, format="json")
    assert wrong.json()["errors"][0]["pointer"] == "#/entry"
    assert client.get(SETTINGS).json() == said
    assert as_role["buyer"].get(SETTINGS).json() == first
    rows = NoticeSetting.objects.filter(user=people["exhibitor"])
    assert dict(rows.values_list("kind", "way")) == {"request": "digest", "entry": "portal"}


def test_a_machine_is_told_nothing(world, people):
    machine = speak(people["exhibitor"], organization=world.exhibitor.organization)
    answers = [
        machine.get(MINE), post(machine, "me/notices/read/"), machine.get(SETTINGS),
        machine.put(SETTINGS, {"request": "portal"}, format="json"),
    ]  # fmt: skip
    assert {answer.status_code for answer in answers} == {403}
    assert not NoticeSetting.objects.exists()


def test_a_token_needs_the_scope_of_ones_own_data(people):
    client = speak(people["exhibitor"], scopes=["account:read"])
    assert client.get(MINE).status_code == 200
    assert post(client, "me/notices/read/").json()["code"] == "scope"


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same(world, people, as_role, count, django_assert_num_queries):
    told(world, people["exhibitor"], count)
    as_role["exhibitor"].get(MINE)
    with django_assert_num_queries(2):  # token, rows
        assert len(ids(as_role["exhibitor"])) == count
    with django_assert_num_queries(2):  # token, settings
        as_role["exhibitor"].get(SETTINGS)
