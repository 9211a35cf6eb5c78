"""A small expo: two exhibitors, two buyers, two days of three slots, one home table, one lounge."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matchmaking.scheduling.files import problem_to_json, solution_to_json
from matchmaking.scheduling.problem import Interpreter, Party, Problem, Slot, Table, Wish
from matchmaking.scheduling.verify import verify_files

Check = Callable[[Problem, Any], dict[str, Any]]

TINY_DZN = """
% four participants, four meetings
nBusiness = 4; nMeetings = 4; nTables = 2; nTotalSlots = 5; nMorningSlots = 3;
requested = [| 1, 2, 1
             | 1, 3, 2
             | 2, 4, 3 | 3,4,3 |];
forbidden = [{0}, {0}, {0, 1..2}, { 3 }];
fixed = [0, 5, 0, 0];
precedences = [{}, {}, {1}, {}];
"""


@pytest.fixture
def expo() -> Problem:
    slots = tuple(
        Slot(f"{day}{n}", day, 540 + 30 * n, 30) for day in ("mon", "tue") for n in range(3)
    )
    return Problem(
        slots=slots,
        parties=(
            Party("E1", seats=2),
            Party("E2", maximum=2, maximum_a_day=1),
            Party("B1", minimum=1),
            Party("B2", slots=frozenset({"mon0", "mon1", "tue0"})),
        ),
        wishes=(
            Wish("w1", "E1", "B1", 50, "must", fixed_slot="mon1"),
            Wish("w2", "E1", "B2", 80, "should", languages=("zh", "fr")),
            Wish("w3", "E2", "B1", 30, after=("w1",)),
            Wish("w4", "E2", "B2", 10, fixed_table="L"),
        ),
        tables=(
            Table("H", "north", "booth", home="E1"),
            Table("L", "south", "lounge", frozenset(s.id for s in slots[:5])),
        ),
        interpreters=(Interpreter("I", frozenset({"zh", "fr"}), frozenset({"mon0"}), max_run=1),),
        distances={("north", "south"): 4},
    )


@pytest.fixture
def checked(tmp_path: Path) -> Check:
    """Writes a problem and a solution (or its JSON) to files and gives the checker's report."""

    def check(problem: Problem, solution: Any) -> dict[str, Any]:
        files = tmp_path / "problem.json", tmp_path / "solution.json"
        files[0].write_text(json.dumps(problem_to_json(problem)))
        data = solution if isinstance(solution, dict) else solution_to_json(solution)
        files[1].write_text(json.dumps(data))
        return verify_files(*files)

    return check


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.dzn"
    path.write_text(TINY_DZN)
    return path
