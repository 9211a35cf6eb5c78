"""Matches in words, requests and their verbs, availability, meetings, outcomes, planning."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Membership
from exhibitors.models import Exhibitor
from matchmaking.models import MatchMark, MeetingRequest, Outcome, PlanningRun, Schedule
from tests.factories.accounts import MembershipFactory
from tests.factories.matchmaking import MatchFactory, ScheduleFactory
from tests.matchmaking.views.test_talks import meeting_on

API = "/api/v1/"


def post(client, address, data=None, **headers):
    return client.post(f"{API}{address}", data or {}, format="json", headers=headers)


def test_reasons_and_blocks_come_with_codes_and_in_the_language_asked_for(world, as_role):
    match = as_role["buyer"].get(f"{API}matches/{world.match.pk}/").json()
    assert match["reasons"][0] == {
        "code": "origin_wanted",
        "params": {"origin": "RW"},
        "text": "Comes from where it is wanted: Rwanda",
    }
    assert match["blocks"][0]["text"] == "Fairtrade is asked for and not held"
    answer = as_role["buyer"].get(
        f"{API}matches/{world.match.pk}/", headers={"Accept-Language": "fr-CA, en;q=0.5"}
    )
    assert answer["Content-Language"] == "fr"
    assert answer.json()["reasons"][0]["text"] != match["reasons"][0]["text"]


@pytest.mark.parametrize("more", [1, 3])
def test_a_page_of_matches(world, as_role, more, django_assert_num_queries):
    MatchFactory.create_batch(more, run=world.run, buyer=world.buyer)
    as_role["buyer"].get(f"{API}matches/")
    # Token, memberships, delegations led, own exhibitors and buyers, rows, categories.
    with django_assert_num_queries(7):
        page = as_role["buyer"].get(f"{API}matches/?min_score=50").json()
    assert len(page["results"]) == more + 1


def test_matches_come_the_best_first_and_page_by_page(world, as_role):
    for score in (55.25, 99, 82.5):
        MatchFactory(run=world.run, buyer=world.buyer, score=score)
    seen, address = [], f"{API}matches/?page_size=1&fields=score"
    while address:
        page = as_role["buyer"].get(address).json()
        seen += [row["score"] for row in page["results"]]
        address = page["next"]
    assert seen == [99, 82.5, 82.5, 55.25]


def test_a_match_is_marked_for_the_side_one_acts_for(world, as_role):
    address = f"{API}matches/{world.match.pk}/mark/"
    said = {"kind": "hidden", "reason": "too_small"}
    assert as_role["buyer"].put(address, said, format="json").status_code == 200
    assert MatchMark.objects.get().side == "buyer"
    assert as_role["viewer"].put(address, said, format="json").status_code == 403
    assert as_role["organizer"].put(address, said, format="json").status_code == 403
    assert as_role["buyer"].delete(address).status_code == 204
    assert not MatchMark.objects.exists()


def test_a_meeting_is_asked_for_and_answered(world, as_role):
    MeetingRequest.objects.all().delete()
    world.meeting.delete()
    said = {"exhibitor": world.exhibitor.pk, "buyer": world.buyer.pk, "message": "Bonjour"}
    made = post(as_role["exhibitor"], "requests/", said)
    assert (made.status_code, made.json()["asked_by"]) == (201, "exhibitor"), made.json()
    again = post(as_role["buyer"], "requests/", said)
    assert (again.status_code, again.json()["code"]) == (409, "rule_broken")
    key = made.json()["id"]
    assert post(as_role["rival"], f"requests/{key}/accept/").status_code == 404
    assert post(as_role["viewer"], f"requests/{key}/accept/").status_code == 403
    assert post(as_role["exhibitor"], f"requests/{key}/accept/").status_code == 409
    stale = post(as_role["buyer"], f"requests/{key}/accept/", **{"If-Match": '"old"'})
    assert stale.status_code == 412
    times = as_role["buyer"].get(f"{API}requests/{key}/times/").json()
    proposed = post(as_role["buyer"], f"requests/{key}/propose/", {"slot": times[0]["id"]})
    assert proposed.json()["proposed_slot"]["id"] == times[0]["id"]
    read_before = post(as_role["exhibitor"], f"requests/{key}/accept/", {"seen": times[1]["id"]})
    assert read_before.status_code == 409
    agreed = post(as_role["exhibitor"], f"requests/{key}/accept/").json()
    assert (agreed["state"], agreed["fixed_slot"]["id"]) == ("accepted", times[0]["id"])
    back = post(as_role["buyer"], f"requests/{key}/withdraw/").json()
    assert back["state"] == "withdrawn"


def test_a_request_is_declined_with_a_reason(world, as_role):
    said = {"reason": "全部售罄", "language": "zh"}
    answer = post(as_role["exhibitor"], f"requests/{world.request.pk}/decline/", said).json()
    assert (answer["state"], answer["decline_reason"]) == ("declined", {"zh": "全部售罄"})


def test_who_is_on_both_sides_has_to_say_for_which(world, people, as_role):
    MembershipFactory(
        user=people["exhibitor"], organization=world.rival.organization,
        role=Membership.Role.EDITOR,
    )  # fmt: skip
    MatchFactory(run=world.run, exhibitor=world.exhibitor, buyer=world.rival)
    said = {"exhibitor": world.exhibitor.pk, "buyer": world.rival.ref}
    said["buyer"] = world.rival.pk
    answer = post(as_role["exhibitor"], "requests/", said)
    assert answer.json()["errors"][0]["pointer"] == "#/side"
    answer = post(as_role["exhibitor"], "requests/", {**said, "asked_by": "buyer"})
    assert answer.json()["asked_by"] == "buyer"


def test_availability_is_ones_own(world, as_role):
    address = f"{API}exhibitors/{world.exhibitor.pk}/availability/"
    slots = [slot["id"] for slot in as_role["exhibitor"].get(address).json()["slots"]]
    answer = as_role["lead"].put(address, {"slots": slots[:2]}, format="json").json()
    assert [slot["open"] for slot in answer["slots"]] == [True, True, False, False, False, False]
    assert Exhibitor.objects.get(pk=world.exhibitor.pk).available
    assert as_role["viewer"].put(address, {"slots": slots}, format="json").status_code == 403
    assert as_role["buyer"].get(address).status_code == 403
    wrong = as_role["exhibitor"].put(address, {"slots": [2**30]}, format="json")
    assert wrong.status_code == 400


def test_organizers_say_whether_a_meeting_was_held(world, as_role):
    address = f"meetings/{world.meeting.pk}/attendance/"
    assert post(as_role["exhibitor"], address, {"status": "held"}).status_code == 403
    assert post(as_role["elsewhere"], address, {"status": "held"}).status_code == 404
    assert post(as_role["floor"], address, {"status": "held"}).status_code == 409  # still to come
    over = meeting_on(timezone.localdate() - timedelta(days=1), world.schedule)
    address = f"meetings/{over.pk}/attendance/"
    for said in ("held", "no_show", "confirmed"):
        answer = post(as_role["floor"], address, {"status": said})
        assert answer.json()["status"] == said


def test_each_side_has_its_own_word_on_a_meeting(world, as_role):
    said = {"meeting": world.meeting.pk, "talked_about": {"fr": "Un conteneur"}, "value": "9000"}
    assert post(as_role["exhibitor"], "outcomes/", said).status_code == 409  # still to come
    yesterday = timezone.localdate() - timedelta(days=1)
    held = meeting_on(yesterday, world.schedule, exhibitor=world.exhibitor, buyer=world.rival)
    said["meeting"] = held.pk
    wrong = post(as_role["exhibitor"], "outcomes/", said)
    assert wrong.status_code == 400  # an amount has a currency
    made = post(as_role["exhibitor"], "outcomes/", {**said, "value_currency": "USD"}).json()
    assert made["side"] == "exhibitor"
    step = {"rung": "sample", "reached_on": yesterday.isoformat()}
    answer = post(as_role["exhibitor"], f"outcomes/{made['id']}/steps/", step)
    assert (answer.status_code, answer.json()["steps"][0]["rung"]) == (201, "sample")
    again = {"rung": "repeat", "reached_on": yesterday.isoformat()}
    answer = post(as_role["exhibitor"], f"outcomes/{made['id']}/steps/", again)
    orders = [row["id"] for row in answer.json()["steps"] if row["rung"] == "repeat"]
    again |= {"reached_on": timezone.localdate().isoformat(), "step": orders[0]}
    answer = post(as_role["exhibitor"], f"outcomes/{made['id']}/steps/", again)
    assert len(answer.json()["steps"]) == 2
    stranger = {**again, "step": orders[0] + 1}
    answer = post(as_role["exhibitor"], f"outcomes/{made['id']}/steps/", stranger)
    assert answer.status_code == 409  # there is no such step
    mine = f"{API}outcomes/{made['id']}/"
    assert as_role["buyer"].get(mine).status_code == 404
    assert as_role["buyer"].delete(f"{mine}steps/{orders[0]}/").status_code == 404
    assert as_role["exhibitor"].delete(f"{mine}steps/{orders[0]}/").status_code == 204
    assert as_role["exhibitor"].delete(f"{mine}steps/{orders[0]}/").status_code == 404
    assert [row["rung"] for row in as_role["exhibitor"].get(mine).json()["steps"]] == ["sample"]
    assert Outcome.objects.filter(meeting=held).count() == 1


def test_a_timetable_is_started_watched_stopped_and_approved(world, as_role):
    PlanningRun.objects.all().delete()
    said = {"edition": world.edition.slug, "time_limit": 5}
    assert post(as_role["exhibitor"], "plans/", said).status_code == 403
    plan = post(as_role["organizer"], "plans/", said).json()
    assert plan["state"] == "pending"
    assert as_role["organizer"].get(f"{API}plans/{plan['id']}/").json()["time_limit"] == 5
    stopped = post(as_role["organizer"], f"plans/{plan['id']}/stop/").json()
    assert stopped["state"] == "cancelled"
    draft = ScheduleFactory(edition=world.edition)
    answer = post(as_role["organizer"], f"schedules/{draft.pk}/approve/").json()
    # The former timetable's meeting is called off, and both sides are told.
    assert (answer["schedule"], answer["meetings"], answer["notified"]) == (draft.pk, 0, 2)
    assert (answer["left_out"], answer["first_word"]) == ([], False)
    assert Schedule.objects.get(pk=draft.pk).state == "approved"
    queued = post(as_role["organizer"], "runs/", {"edition": world.edition.slug})
    assert (queued.status_code, queued.json()["queued"]) == (202, True)


@pytest.mark.parametrize("state", ["applied", "refused"])
def test_who_is_not_let_in_reads_of_no_other_side(world, as_role, state):
    kinds = {"matches": world.match, "needs": world.need, "buyers": world.buyer}

    def seen(role):
        return [as_role[role].get(f"{API}{k}/{row.pk}/").status_code for k, row in kinds.items()]

    assert (seen("exhibitor"), seen("buyer")) == ([200, 200, 200], [200, 200, 200])
    Exhibitor.objects.filter(pk=world.exhibitor.pk).update(state=state)
    assert (seen("exhibitor"), seen("buyer")) == ([404, 404, 404], [200, 200, 200])
    type(world.buyer).objects.filter(pk=world.buyer.pk).update(state=state)
    assert seen("buyer") == [404, 200, 200]
