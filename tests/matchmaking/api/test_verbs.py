"""What can be done to a row beside reading and writing it, as the portal and the desk do it."""

import pytest
from django.utils import timezone

from accounts.actions.consent import say_consent
from accounts.models import User
from buyers.models import SourcingNeed
from exhibitors.models import Product
from matchmaking.models import Meeting, MeetingRequest, ScheduleChange, ScoringRun
from tests.factories.accounts import OrganizerFactory
from tests.factories.expo import OrganizerRoleFactory, open_edition
from tests.factories.matchmaking import (
    MatchFactory,
    MeetingFactory,
    ScheduleFactory,
    ScoringRunFactory,
)
from tests.matchmaking.api.conftest import speak
from tests.matchmaking.api.test_dealing import API, post

MAIL = (
    "Dear Sir, we look for 20 t a month of green coffee from Rwanda, FOB Mombasa, organic."
    " Write to wei@hualin.example or +86 21 5555 0199."
)


def test_a_pasted_text_is_read_and_nothing_is_saved(world, as_role):
    before = SourcingNeed.objects.count()
    said = {"edition": world.edition.slug, "text": MAIL}
    read = post(as_role["buyer"], "needs/read/", said).json()
    assert (read["volume"], read["volume_unit"], read["volume_period"]) == ("20", "t", "month")
    assert (read["incoterms"], read["origins_wanted"]) == (["FOB"], ["RW"])
    assert "20 t" in " ".join(read["read_from"]["volume"])
    assert read["contacts_removed"] is True
    assert "hualin" not in read["text"]["en"]
    assert "5555" not in read["text"]["en"]
    assert SourcingNeed.objects.count() == before
    # What was read is what a need takes.
    fields = ("text", "language", "volume", "volume_unit", "volume_period", "incoterms",
              "origins_wanted", "certificates", "categories")  # fmt: skip
    need = {name: read[name] for name in fields}
    need |= {"edition": world.edition.slug, "buyer": world.buyer.pk, "ref": "mail-1"}
    made = post(as_role["buyer"], "needs/", need)
    assert made.status_code == 201, made.json()
    assert post(as_role["exhibitor"], "needs/read/", said).status_code == 403
    wrong = post(as_role["buyer"], "needs/read/", {**said, "text": "x" * 20_001})
    assert wrong.json()["errors"][0]["pointer"] == "#/text"


def test_a_need_is_paused_and_copied(world, as_role):
    one = f"needs/{world.need.pk}/"
    assert post(as_role["exhibitor"], f"{one}copy/").status_code == 403
    tag = as_role["buyer"].get(API + one)["ETag"]
    paused = post(as_role["buyer"], f"{one}state/", {"state": "paused"}, **{"If-Match": tag})
    assert paused.json()["state"] == "paused"
    stale = post(as_role["buyer"], f"{one}state/", {"state": "open"}, **{"If-Match": tag})
    assert stale.status_code == 412
    patched = as_role["buyer"].patch(API + one, {"state": "open"}, format="json")
    assert patched.json()["state"] == "paused"  # by its verb only
    copy = post(as_role["buyer"], f"{one}copy/")
    assert (copy.status_code, copy.json()["state"]) == (201, "paused")
    assert copy["Location"] == f"{API}needs/{copy.json()['id']}/"
    assert as_role["buyer"].get(copy["Location"]).json()["text"] == paused.json()["text"]
    assert post(as_role["exhibitor"], f"{one}copy/").status_code == 404  # a draft again
    assert post(as_role["rival"], f"{one}copy/").status_code == 404


def test_a_product_is_copied_and_a_paper_checked(world, as_role):
    copy = post(as_role["exhibitor"], f"products/{world.product.pk}/copy/")
    assert copy.status_code == 201
    made = Product.objects.get(pk=copy.json()["id"])
    assert (made.name, made.ref == world.product.ref) == (world.product.name, False)
    assert post(as_role["buyer"], f"products/{world.product.pk}/copy/").status_code == 403
    paper = f"certificates/{world.certificate.pk}/check/"
    assert post(as_role["exhibitor"], paper).status_code == 403
    assert post(as_role["elsewhere"], paper).status_code == 404
    today = timezone.localdate(timezone=world.edition.zone)
    assert post(as_role["owner"], paper).json()["checked_on"] == today.isoformat()


def test_an_owner_lets_the_lead_act_and_takes_it_back(world, people, as_role):
    address = f"exhibitors/{world.exhibitor.pk}/delegate/"
    assert post(as_role["lead"], address, {"acts": True}).status_code == 403
    assert post(as_role["viewer"], address, {"acts": False}).status_code == 403
    assert post(as_role["exhibitor"], address, {"acts": False}).status_code == 204
    later = speak(people["lead"]).get(f"{API}exhibitors/{world.exhibitor.pk}/availability/")
    assert later.status_code == 403
    nobody = post(as_role["buyer"], f"buyers/{world.buyer.pk}/delegate/", {"acts": True})
    assert (nobody.status_code, nobody.json()["code"]) == (409, "rule_broken")


def test_organizers_let_in_who_has_applied(world, as_role):
    type(world.buyer).objects.filter(pk=world.buyer.pk).update(state="applied")
    address = f"buyers/{world.buyer.pk}/decide/"
    assert post(as_role["buyer"], address, {"decision": "approve"}).status_code == 403
    assert post(as_role["floor"], address, {"decision": "approve"}).status_code == 403
    assert post(as_role["owner"], address, {"decision": "hosted"}).status_code == 204
    world.buyer.refresh_from_db()
    assert (world.buyer.state, world.buyer.hosted) == ("approved", True)
    assert post(as_role["owner"], address, {"decision": "refuse"}).status_code == 409
    exhibitor = f"exhibitors/{world.exhibitor.pk}/decide/"
    assert post(as_role["owner"], exhibitor, {"decision": "hosted"}).status_code == 400


def test_a_refusal_says_why_to_whom_it_concerns(world, people, as_role):
    rows = type(world.exhibitor).objects.filter(pk=world.exhibitor.pk)
    rows.update(state="applied")
    one = f"exhibitors/{world.exhibitor.pk}/"
    said = {"decision": "refuse", "because": "No such number in the register."}
    long = post(as_role["owner"], f"{one}decide/", {**said, "because": "x" * 301})
    assert long.json()["errors"][0]["pointer"] == "#/because"
    assert post(as_role["owner"], f"{one}decide/", said).status_code == 204
    assert said["because"] in people["exhibitor"].notices.get().body
    rows.update(state="approved")  # or nobody else saw it at all
    for role in ("exhibitor", "viewer", "lead", "owner", "organizer"):
        assert as_role[role].get(API + one).json()["refused_because"] == said["because"]
    MeetingRequest.objects.update(state="accepted", answered_on="2026-10-03")
    type(world.exhibitor).objects.update(contact_email=people["exhibitor"].email)
    say_consent(people["exhibitor"], "share_contact", given=True)
    theirs = as_role["buyer"].get(API + one).json()
    assert (theirs["contact_name"], theirs["refused_because"]) == ("Aline", None)
    written = as_role["exhibitor"].patch(API + one, {"refused_because": ""}, format="json")
    assert written.json()["refused_because"] == said["because"]  # by its verb only


def test_saved_and_hidden_matches_are_listed_by_ones_own_word(world, as_role):
    other = MatchFactory(run=world.run, buyer=world.buyer)
    said = {"kind": "hidden", "reason": "too_small"}
    one = f"{API}matches/{world.match.pk}/mark/"
    as_role["buyer"].put(one, said, format="json")

    def marked(role, kind):
        rows = as_role[role].get(f"{API}matches/?marked={kind}&fields=id").json()["results"]
        return {row["id"] for row in rows}

    assert (marked("buyer", "hidden"), marked("buyer", "none")) == ({world.match.pk}, {other.pk})
    assert marked("buyer", "saved") == set()
    assert marked("exhibitor", "none") == {world.match.pk}
    assert as_role["buyer"].get(one).json() == [{**said, "note": "", "side": "buyer"}]
    assert as_role["exhibitor"].get(one).json() == []
    assert as_role["buyer"].get(f"{API}matches/?marked=x").status_code == 400


def test_a_run_is_cancelled_once(world, as_role):
    run = ScoringRunFactory(edition=world.edition, state=ScoringRun.State.RUNNING)
    assert post(as_role["floor"], f"runs/{run.pk}/cancel/").status_code == 404
    assert post(as_role["owner"], f"runs/{run.pk}/cancel/").json()["state"] == "cancelled"
    assert post(as_role["owner"], f"runs/{run.pk}/cancel/").status_code == 409


@pytest.fixture
def schedule(db):
    return ScheduleFactory(edition=open_edition(days=2))


@pytest.fixture
def meeting(schedule):
    return MeetingFactory(schedule=schedule)


@pytest.fixture
def owner(schedule):
    return speak(OrganizerRoleFactory(edition=schedule.edition, role="owner").user)


def test_a_meeting_moves_to_a_place_that_fits_and_back(schedule, meeting, owner):
    one = f"meetings/{meeting.pk}/"
    times = owner.get(f"{API}{one}places/").json()
    assert {"points", "breaks", "minutes", "faces", "moved"} == set(times[0]["places"][0]["cost"])
    to = {"slot": times[0]["slot"]["id"], "table": times[0]["places"][0]["table"], "seen": 0}
    moved = post(owner, f"{one}move/", to)
    assert (moved.status_code, moved.json()["slot"]) == (200, to["slot"]), moved.json()
    again = post(owner, f"{one}move/", {**to, "slot": times[1]["slot"]["id"]})
    assert (again.status_code, again.json()["code"]) == (409, "changed_meanwhile")
    assert "moved" in again.json()["detail"]
    at = f"schedules/{schedule.pk}/"
    assert owner.get(API + at).json()["revision"] == 1
    [change] = owner.get(f"{API}{at}changes/").json()
    assert (change["kind"], len(change["lines"])) == ("moved", 1)
    undone = post(owner, f"{at}undo/", {"change": change["id"], "seen": 1})
    assert (undone.status_code, undone.json()["revision"]) == (200, 2), undone.json()
    meeting.refresh_from_db()
    assert meeting.slot_id != to["slot"]
    assert post(owner, f"{at}undo/", {"change": change["id"]}).status_code == 409


def test_meetings_swap_and_are_cancelled(schedule, meeting, owner):
    later = list(schedule.edition.slots.order_by("during"))[3]
    other = MeetingFactory(schedule=schedule, slot=later, buyer=meeting.buyer)
    [swap] = owner.get(f"{API}meetings/{meeting.pk}/swaps/").json()
    assert (swap["meeting"], swap["buyer_name"]) == (other.pk, str(meeting.buyer))
    done = post(owner, f"meetings/{meeting.pk}/swap/", {"meeting": other.pk})
    assert done.json()["slot"] == later.pk
    gone = post(owner, f"meetings/{meeting.pk}/cancel/", {"seen": 1})
    assert gone.json()["status"] == "cancelled"
    assert post(owner, f"meetings/{meeting.pk}/cancel/").status_code == 409
    assert [c.kind for c in ScheduleChange.objects.order_by("revision")] == ["swapped", "cancelled"]


def test_only_the_editions_organizers_change_its_timetable(schedule, meeting):
    reporter = speak(OrganizerRoleFactory(edition=schedule.edition).user)
    elsewhere = speak(OrganizerRoleFactory(role="owner").user)
    for verb, said in (("cancel", {}), ("move", {"slot": 1, "table": 1}), ("swap", {"meeting": 1})):
        assert post(reporter, f"meetings/{meeting.pk}/{verb}/", said).status_code == 403
        assert post(elsewhere, f"meetings/{meeting.pk}/{verb}/", said).status_code == 404
    assert reporter.get(f"{API}meetings/{meeting.pk}/places/").status_code == 403
    assert post(reporter, f"schedules/{schedule.pk}/copy/").status_code == 403
    assert post(elsewhere, f"schedules/{schedule.pk}/copy/").status_code == 404


def test_a_day_of_a_draft_is_approved_and_the_draft_copied(schedule, meeting, owner):
    last = schedule.edition.slots.order_by("-during")[0]
    other = MeetingFactory(schedule=schedule, slot=last)
    day = last.day.date.isoformat()
    report = post(owner, f"schedules/{schedule.pk}/approve/", {"day": day, "seen": 0}).json()
    assert report["meetings"] == 1
    states = dict(Meeting.objects.values_list("pk", "status"))
    assert (states[other.pk], states[meeting.pk]) == ("confirmed", "proposed")
    copy = post(owner, f"schedules/{schedule.pk}/copy/", {"label": "What if?"})
    assert (copy.status_code, copy.json()["label"]) == (201, "What if?")
    assert copy["Location"] == f"{API}schedules/{copy.json()['id']}/"


def test_what_was_left_out_is_told_in_words(schedule, meeting, owner, django_assert_num_queries):
    item = {"exhibitor": meeting.exhibitor_id, "buyer": meeting.buyer_id,
            "reason": {"code": "no_common_slot"}}  # fmt: skip
    owner.get(f"{API}me/")  # the use of the token is noted once a minute
    for count in (1, 3):
        schedule.unscheduled = [item] * count
        schedule.save(update_fields=["unscheduled"])
        # Token, roles and rights, memberships, delegations and sides, the schedule, its wishes
        # left out, names.
        with django_assert_num_queries(11):
            rows = owner.get(f"{API}schedules/{schedule.pk}/left_out/").json()
        assert len(rows) == count
    assert (rows[0]["code"], rows[0]["buyer_name"]) == ("no_common_slot", str(meeting.buyer))
    assert rows[0]["text"]


def test_a_person_has_themselves_erased(world, people, as_role):
    person = people["stranger"]
    wrong = post(as_role["stranger"], "me/erase/", {"email": "other@example.org"})
    assert wrong.json()["errors"][0]["pointer"] == "#/email"
    assert post(as_role["stranger"], "me/erase/", {"email": person.email}).status_code == 204
    assert as_role["stranger"].get(f"{API}me/").status_code == 401
    assert User.objects.get(pk=person.pk).email.endswith("@erased.invalid")
    organizer = OrganizerFactory()
    kept = post(speak(organizer), "me/erase/", {"email": organizer.email})
    assert (kept.status_code, kept.json()["code"]) == (409, "rule_broken")
