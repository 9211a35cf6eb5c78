"""Have the solver make a draft timetable."""

import hashlib
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

from expo.models import Edition, TimeSlot
from matchmaking.errors import RuleBroken
from matchmaking.models import Meeting, Schedule
from matchmaking.queries.planning_input import Planning, load_planning
from matchmaking.scheduling import files
from matchmaking.scheduling.problem import ProblemError, Progress, Solution
from matchmaking.scheduling.solver import solve
from matchmaking.scheduling.verify import verify_files

DEFAULT_SECONDS = 30.0
OVERBOOKED = "The timetable was refused by the independent checker, nothing was stored: "


def plan_edition(
    edition_id: int,
    *,
    time_limit: float = DEFAULT_SECONDS,
    keep_id: int | None = None,
    user_id: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Schedule:
    """A draft with its meetings and the reasons of what was left out.

    1. Read the edition as a problem; `keep_id` names a schedule to stay close to.
    2. Solve it within `time_limit` seconds.
    3. Have the independent checker recompute everything.
    4. Store draft and meetings in one transaction.

    RuleBroken when no timetable exists or was found in time: it names the meetings that conflict.
    """
    edition = Edition.objects.get(pk=edition_id)
    keep = edition.schedules.filter(pk=keep_id).first() if keep_id else None
    if keep_id and keep is None:
        raise RuleBroken(f"Schedule {keep_id} is not one of {edition.slug}.")
    planning = load_planning(edition, keep)
    try:
        solution = solve(planning.problem, time_limit=time_limit, progress=progress)
    except ProblemError as error:
        raise RuleBroken(f"The edition contradicts itself: {error}") from error
    if solution.status not in {"OPTIMAL", "FEASIBLE"}:
        raise RuleBroken(_no_timetable(planning, solution))
    answer = _verified(planning, solution)
    with transaction.atomic():
        return _store(edition, planning, solution, answer, keep, user_id)


def _no_timetable(planning: Planning, solution: Solution) -> str:
    if solution.status == "UNKNOWN":
        return "No timetable was found in the time given; give more with --time-limit."
    names = [
        f"{wanted.exhibitor} – {wanted.buyer}"
        for left in solution.unscheduled
        if (wanted := planning.wanted.get(left.wish))
    ]
    return "These meetings must be held but cannot be, all together: " + "; ".join(names[:20])


def _verified(planning: Planning, solution: Solution) -> dict[str, Any]:
    """The answer as JSON, once the checker, which reads files only, has accepted it."""
    answer = files.solution_to_json(solution)
    with tempfile.TemporaryDirectory() as folder:
        asked, given = Path(folder, "problem.json"), Path(folder, "solution.json")
        asked.write_text(json.dumps(files.problem_to_json(planning.problem)), encoding="utf-8")
        given.write_text(json.dumps(answer), encoding="utf-8")
        verdict = verify_files(asked, given)
    if not verdict["valid"]:
        raise RuleBroken(OVERBOOKED + "; ".join(item["text"] for item in verdict["violations"][:5]))
    return answer


def _store(
    edition: Edition,
    planning: Planning,
    solution: Solution,
    answer: dict[str, Any],
    keep: Schedule | None,
    user_id: int | None,
) -> Schedule:
    Edition.objects.select_for_update().get(pk=edition.pk)
    latest = edition.schedules.order_by("-version").values_list("version", flat=True).first() or 0
    objective, bound = float(solution.objective or 0), float(solution.bound or 0)
    schedule = Schedule.objects.create(
        edition=edition,
        version=latest + 1,
        keeps=keep,
        solver_status=solution.status,
        objective=objective,
        bound=bound,
        gap=abs(bound - objective) / max(1.0, abs(bound), abs(objective)),
        parts=dict(solution.parts),
        unscheduled=[_left_out(planning, item) for item in answer["unscheduled"]],
        moved=len(solution.moved),
        seconds=solution.seconds,
        digest=hashlib.sha256(
            json.dumps(files.problem_to_json(planning.problem), sort_keys=True).encode()
        ).hexdigest(),
        created_by_id=user_id,
    )
    Meeting.objects.bulk_create(_meetings(schedule, planning, solution), batch_size=1000)
    return schedule


def _left_out(planning: Planning, item: dict[str, Any]) -> dict[str, Any]:
    """The solver's explanation under the edition's own keys."""
    wanted = planning.wanted[item["wish"]]
    request = wanted.request
    return {
        **item,
        "exhibitor": wanted.exhibitor.pk,
        "buyer": wanted.buyer.pk,
        "value": wanted.value,
        "request": request.pk if request else None,
        "state": request.state if request else "match",
    }


def _meetings(schedule: Schedule, planning: Planning, solution: Solution) -> list[Meeting]:
    slots: dict[str, TimeSlot] = {str(slot.pk): slot for slot in schedule.edition.slots.all()}
    meetings = []
    for placed in solution.meetings:
        wanted = planning.wanted[placed.wish]
        meeting = Meeting(
            schedule=schedule,
            request=wanted.request,
            exhibitor=wanted.exhibitor,
            buyer=wanted.buyer,
            table_id=int(placed.table),
            slot=slots[placed.slot],
            interpreter_id=int(placed.interpreter) if placed.interpreter else None,
            score=wanted.match.score if wanted.match else None,
            reasons=wanted.match.reasons if wanted.match else [],
        )
        meeting.fill_copies()
        meetings.append(meeting)
    _give_seats(meetings)
    return meetings


def _give_seats(meetings: list[Meeting]) -> None:
    """The lowest free seat of each organization in each slot; small teams choose first, because
    an organization that exhibits and buys may count its people differently on either side.
    """
    sides = [(m.exhibitor_team, m, "exhibitor") for m in meetings]
    sides += [(m.buyer_team, m, "buyer") for m in meetings]
    taken: dict[tuple[int, int], int] = defaultdict(int)
    for _team, meeting, side in sorted(sides, key=lambda item: item[0]):
        place = (meeting.slot_id, getattr(meeting, f"{side}_organization_id"))
        taken[place] += 1
        setattr(meeting, f"{side}_seat", taken[place])
