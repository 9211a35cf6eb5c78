"""What people did becomes labels; a run remembers the blend that came of it."""

import json

import pytest
from django.core.management import call_command

from matchmaking.actions.start_scoring import start_scoring
from matchmaking.models import MatchMark, MeetingRequest
from matchmaking.queries.feedback import adapted_to, labelled_pairs
from matchmaking.scoring.adaptation import LEAST_OF_EACH
from tests.factories.matchmaking import (
    MatchFactory,
    MatchMarkFactory,
    MeetingRequestFactory,
    ScoringRunFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    return ScoringRunFactory(current=True)


def match(run, **parts):
    return MatchFactory(run=run, parts=parts or {"words": 0.5})


def marked(found, **said):
    return MatchMarkFactory(
        edition=found.edition, buyer=found.buyer, exhibitor=found.exhibitor, **said
    )


def asked(found, state):
    return MeetingRequestFactory(
        edition=found.edition, buyer=found.buyer, exhibitor=found.exhibitor, state=state
    )


def test_answers_outweigh_clicks_and_knowing_each_other_says_nothing(run):
    first, second, third, fourth = (match(run) for _ in range(4))
    marked(first, kind=MatchMark.Kind.SAVED, reason="")
    asked(first, MeetingRequest.State.DECLINED)
    marked(second, kind=MatchMark.Kind.HIDDEN, reason="too_small")
    marked(third, kind=MatchMark.Kind.HIDDEN, reason="known_already")
    asked(fourth, MeetingRequest.State.ACCEPTED)
    said = {(x.group, x.welcome, x.weight) for x in labelled_pairs(run.edition)}
    assert said == {
        (first.buyer_id, False, 1.0),
        (second.buyer_id, False, 1.0),
        (fourth.buyer_id, True, 1.0),
    }


def test_pending_requests_and_pairs_without_a_match_are_no_labels(run):
    asked(match(run), MeetingRequest.State.PENDING)
    MeetingRequestFactory(edition=run.edition)
    assert labelled_pairs(run.edition) == []


def test_a_run_keeps_the_blend_it_used(run):
    kept = start_scoring(run.edition).blend
    assert kept["adapted"] is False
    assert kept["labels"] == {"welcome": 0, "unwelcome": 0}
    assert kept["with_meaning"]["terms"]


def test_enough_labels_give_the_edition_its_own_blend(run, capsys):
    for _ in range(LEAST_OF_EACH):
        asked(match(run, words=0.2, category_stated=0.9), MeetingRequest.State.ACCEPTED)
        asked(match(run, words=0.9, category_stated=0.1), MeetingRequest.State.DECLINED)
    assert adapted_to(run.edition).factors["category"] > 1
    assert start_scoring(run.edition).blend["adapted"] is True
    call_command("blend_report", run.edition.slug, "--json")
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["labels"] == {"welcome": LEAST_OF_EACH, "unwelcome": LEAST_OF_EACH}
    assert len(told["moves"]) == 10
