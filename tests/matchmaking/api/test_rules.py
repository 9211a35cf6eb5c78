"""Organizers' rules and delegations, entered by the API."""

import pytest

from matchmaking.models import HostedOnly, Match, PairRule, QuietTime
from tests.factories.expo import DelegationFactory, OrganizerRoleFactory
from tests.matchmaking.api.conftest import speak
from tests.matchmaking.api.test_dealing import API, post


@pytest.fixture
def matchmaker(world):
    return speak(OrganizerRoleFactory(edition=world.edition, role="matchmaker").user)


def test_two_that_are_never_together_are_no_match_any_more(world, as_role, matchmaker):
    said = {
        "edition": world.edition.slug, "kind": "never", "one": world.exhibitor.organization_id,
        "other": world.buyer.organization_id, "reason": "dispute",
    }  # fmt: skip
    assert post(as_role["exhibitor"], "pair-rules/", said).status_code == 403
    assert post(as_role["floor"], "pair-rules/", said).status_code == 403
    made = post(matchmaker, "pair-rules/", said)
    assert made.status_code == 201, made.json()
    assert not Match.objects.filter(pk=world.match.pk).exists()
    assert as_role["exhibitor"].get(made["Location"]).status_code == 404
    twice = post(matchmaker, "pair-rules/", {**said, "one": said["other"], "other": said["one"]})
    assert twice.status_code == 400
    stranger = {**said, "other": world.rival.organization_id, "kind": "must"}
    stranger["one"] = world.buyer.organization_id
    assert post(matchmaker, "pair-rules/", stranger).json()["errors"][0]["pointer"] == "#"
    note = matchmaker.patch(made["Location"], {"note": "2025"}, format="json").json()
    assert (note["note"], note["kind"]) == ("2025", "never")
    assert matchmaker.delete(made["Location"]).status_code == 204
    assert not PairRule.objects.exists()


def test_limits_and_quiet_times_are_checked(world, matchmaker):
    at = {"edition": world.edition.slug}
    limit = post(matchmaker, "meeting-limits/", {**at, "group": "buyers", "maximum": 4})
    assert limit.json()["maximum"] == 4
    none = post(matchmaker, "meeting-limits/", {**at, "group": "buyers"})
    assert none.status_code == 400
    quiet = {**at, "starts": "2026-11-05T09:00:00+08:00", "ends": "2026-11-05T10:00:00+08:00"}
    made = post(matchmaker, "quiet-times/", quiet)
    assert (made.status_code, made.json()["who"]) == (201, "everybody"), made.json()
    back = post(matchmaker, "quiet-times/", {**quiet, "ends": quiet["starts"]})
    assert back.json()["errors"][0]["pointer"] == "#/ends"
    later = matchmaker.patch(made["Location"], {"ends": "2026-11-05T11:00:00+08:00"}, format="json")
    assert later.status_code == 200
    assert QuietTime.objects.get().during.upper.isoformat() == "2026-11-05T03:00:00+00:00"
    hall = post(matchmaker, "quiet-times/", {**quiet, "who": "hall"})
    assert hall.status_code == 400


def test_an_exhibitor_is_kept_for_hosted_buyers(world, matchmaker):
    made = post(matchmaker, "hosted-only/", {"exhibitor": world.exhibitor.pk})
    assert (made.status_code, made.json()["edition"]) == (201, world.edition.slug), made.json()
    assert not Match.objects.filter(pk=world.match.pk).exists()
    assert post(matchmaker, "hosted-only/", {"exhibitor": world.exhibitor.pk}).status_code == 400
    assert matchmaker.delete(made["Location"]).status_code == 204
    assert not HostedOnly.objects.exists()


def test_delegations_are_entered_with_their_leads(world, people, as_role):
    desk = speak(OrganizerRoleFactory(edition=world.edition, role="delegations").user)
    said = {
        "edition": world.edition.slug, "ref": "rw-tea", "name": {"en": "Tea growers"},
        "parent": world.delegation.pk, "lead_email": people["viewer"].email.upper(),
    }  # fmt: skip
    assert post(as_role["lead"], "delegations/", said).status_code == 403
    made = post(desk, "delegations/", said)
    assert (made.status_code, made.json()["lead"]) == (201, str(people["viewer"].name))
    assert "lead_email" not in made.json()
    nobody = post(desk, "delegations/", {**said, "ref": "x", "lead_email": "no@one.example"})
    assert nobody.json()["errors"][0]["pointer"] == "#/lead_email"
    top = f"{API}delegations/{world.delegation.pk}/"
    loop = desk.patch(top, {"parent": made.json()["id"]}, format="json")
    assert loop.json()["errors"][0]["pointer"] == "#/parent"
    other = DelegationFactory()
    assert desk.patch(top, {"parent": other.pk}, format="json").status_code == 400
    assert desk.patch(top, {"lead_email": ""}, format="json").json()["lead"] is None
