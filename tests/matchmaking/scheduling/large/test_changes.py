"""What the fast engine says would make room for a wish does, and gains what it says."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings

from matchmaking.scheduling.problem import Floor, Party, Preferences, Problem, Slot, Table, Wish
from matchmaking.scheduling.relaxing import relaxed
from matchmaking.scheduling.solver import solve
from tests.matchmaking.scheduling.large.test_engine_oracle import for_fast
from tests.matchmaking.scheduling.test_solver_oracle import FEW, problems


@settings(FEW, max_examples=60)
@given(problems())
def test_changes_gain_what_they_say(problem: Problem) -> None:
    problem = for_fast(problem)
    found = solve(problem, time_limit=20, engine="fast")
    assume(found.objective is not None)
    for left in [left for left in found.unscheduled if left.changes][:2]:
        assert (left.relaxation is not None) == (len(left.changes) == 1)
        eased = problem
        for change in left.changes:
            eased = relaxed(eased, change)
        best = solve(eased, time_limit=20, workers=1, engine="exact")
        assert (best.objective or 0) >= (found.objective or 0) + (left.gained or 0)


def test_what_is_missing_is_named(expo: Problem) -> None:
    """One buyer never there with the exhibitor: more time for either; nothing else."""
    parties = tuple(
        replace(p, slots=frozenset({"mon0"})) if p.id == "E1" else replace(p, minimum=0)
        for p in (*expo.parties, Party("late", slots=frozenset({"mon1"})))
    )
    wishes = (Wish("w", "E1", "late", 50),)
    found = solve(
        replace(expo, parties=parties, wishes=wishes), time_limit=5, engine="fast"
    ).unscheduled
    assert [left.reason.code for left in found] == ["no_common_slot"]
    assert found[0].relaxation is not None
    assert found[0].relaxation.code == "more_time"
    assert (found[0].gained or 0) > 0


@pytest.mark.parametrize("each", [True, False])
def test_a_floor_is_kept_at_its_price(expo: Problem, each: bool) -> None:
    """One seat of an exhibitor: the dear buyer is worth more, the floor's buyer goes first."""
    slot = expo.slots[0].id
    parties = (
        Party("E", slots=frozenset({slot})),
        Party("rich", slots=frozenset({slot})),
        Party("poor", slots=frozenset({slot}), group="ldc"),
    )
    wishes = (Wish("r", "E", "rich", 8), Wish("p", "E", "poor", 5))
    problem = replace(
        expo,
        parties=parties,
        wishes=wishes,
        quotas=(),
        forbidden=(),
        kept=(),
        tables=tuple(replace(t, home="") for t in expo.tables),
        floors=(Floor("f", 1, group="ldc", each=each),),
        preferences=Preferences(spread=0),
    )
    found = solve(problem, time_limit=5, engine="fast")
    assert [m.wish for m in found.meetings] == ["p"]
    assert found.exposure[0].price == 3000


def test_no_day_is_opened_to_whom_one_meeting_a_day_is_too_few() -> None:
    slots = tuple(Slot(f"{d}{n}", d, 60 * n, 60) for d in ("mon", "tue") for n in range(2))
    monday = frozenset({"mon0", "mon1"})
    parties = (Party("c", slots=monday, minimum_a_day=2), *map(Party, "xyz"))
    wishes = (
        Wish("1", "c", "x"),
        Wish("2", "c", "y"),
        Wish("3", "c", "z", slots=frozenset({"tue0"})),
    )
    problem = Problem(slots, parties, wishes, (Table("T"),))
    (left,) = solve(problem, time_limit=3, engine="fast").unscheduled
    assert (left.wish, left.relaxation, left.changes) == ("3", None, ())
    easy = replace(problem, parties=(replace(parties[0], minimum_a_day=1), *parties[1:]))
    (left,) = solve(easy, time_limit=3, engine="fast").unscheduled
    assert left.relaxation is not None
    assert left.relaxation.code == "more_time"
