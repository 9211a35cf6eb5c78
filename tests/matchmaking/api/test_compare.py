"""Two timetables compared."""

import pytest

from matchmaking.api.endpoints import planning
from matchmaking.models import Schedule
from tests.factories.expo import OrganizerRoleFactory, open_edition
from tests.factories.matchmaking import MeetingFactory, ScheduleFactory
from tests.matchmaking.api.conftest import speak
from tests.matchmaking.api.test_dealing import API


@pytest.fixture
def edition(db):
    return open_edition(days=2)


@pytest.fixture
def two(edition):
    """The older one and the newer."""
    return ScheduleFactory.create_batch(2, edition=edition)


@pytest.fixture
def owner(edition):
    return speak(OrganizerRoleFactory(edition=edition, role="owner").user)


def moved(old, new, slots, count=1):
    """Pairs that both have, in the second of the slots instead of the first."""
    pairs = []
    for _each in range(count):
        before = MeetingFactory(schedule=old, slot=slots[0])
        pair = {"exhibitor": before.exhibitor, "buyer": before.buyer}
        pairs.append((before, MeetingFactory(schedule=new, slot=slots[1], **pair)))
    return pairs


def compare(client, schedule, **query):
    return client.get(f"{API}schedules/{schedule.pk}/compare/", query)


def test_what_moved_came_and_went(edition, two, owner):
    old, new = two
    slots = list(edition.slots.order_by("during"))
    [(before, after)] = moved(old, new, slots)
    came, went = MeetingFactory(schedule=new), MeetingFactory(schedule=old)
    said = compare(owner, new, **{"with": old.pk}).json()
    assert (said["schedule"]["id"], said["other"]["id"]) == (new.pk, old.pk)
    assert said["other"]["objective"] == old.objective
    assert said["counts"] == {"moved": 1, "came": 1, "went": 1}
    [row] = said["moved"]
    assert (row["meeting"], row["exhibitor"], row["buyer_name"]) == (
        after.pk, after.exhibitor_id, str(after.buyer.organization),
    )  # fmt: skip
    assert (row["before"]["slot"], row["before"]["table"]) == (slots[0].pk, before.table.ref)
    assert (row["at"]["slot"], row["at"]["hall"]) == (slots[1].pk, after.table.hall.ref)
    assert row["before"]["starts"] < row["at"]["starts"]
    assert [row["meeting"] for row in said["came"]] == [came.pk]
    assert [row["meeting"] for row in said["went"]] == [went.pk]
    # The other way round, and one organization's.
    assert compare(owner, old, **{"with": new.pk}).json()["came"][0]["meeting"] == went.pk
    theirs = compare(owner, new, organization=came.buyer.organization_id).json()
    assert theirs["counts"] == {"moved": 0, "came": 1, "went": 0}


def test_without_another_it_is_the_one_approved_else_the_newest(edition, two, owner):
    old, new = two
    Schedule.objects.filter(pk=old.pk).update(state="approved", approved_at=old.created_at)
    third = ScheduleFactory(edition=edition)
    assert compare(owner, third).json()["other"]["id"] == old.pk
    Schedule.objects.filter(pk=old.pk).update(state="superseded")
    assert compare(owner, third).json()["other"]["id"] == new.pk


def test_only_one_of_the_same_edition_will_do(edition, two, owner):
    new, other = two[1], ScheduleFactory()
    for wrong in (other.pk, new.pk, 999_999_999, "x"):
        answer = compare(owner, new, **{"with": wrong})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/with")
    alone = speak(OrganizerRoleFactory(edition=other.edition, role="owner").user)
    assert compare(alone, other).status_code == 400
    assert compare(alone, new).status_code == 404
    assert compare(owner, new, start=-1).status_code == 400


def test_lists_are_cut_and_go_on_from_start(edition, two, owner, monkeypatch):
    monkeypatch.setattr(planning, "MOST_COMPARED", 2)
    came = MeetingFactory.create_batch(3, schedule=two[1])
    first = compare(owner, two[1]).json()
    rest = compare(owner, two[1], start=2).json()
    assert (first["counts"]["came"], rest["counts"]["came"]) == (3, 3)
    seen = [row["meeting"] for said in (first, rest) for row in said["came"]]
    assert (len(first["came"]), sorted(seen)) == (2, sorted(row.pk for row in came))


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_any_number(edition, two, owner, count, django_assert_num_queries):
    old, new = two
    moved(old, new, list(edition.slots.order_by("during")), count)
    MeetingFactory.create_batch(count, schedule=new)
    MeetingFactory.create_batch(count, schedule=old)
    owner.get(f"{API}me/")
    # Token, roles and rights, memberships, delegations and sides, the schedule, the other ones and
    # this one, three lists and their counts, where the moved ones were.
    with django_assert_num_queries(16):
        said = compare(owner, new, **{"with": old.pk}).json()
    assert said["counts"] == {"moved": count, "came": count, "went": count}
