"""Store a solver's answer as a draft, once the independent checker has accepted it."""

import hashlib
import json
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from expo.models import Edition, TimeSlot
from matchmaking.errors import RuleBroken
from matchmaking.models import Meeting, PlanningRun, Schedule
from matchmaking.queries.planning_input import Planning
from matchmaking.scheduling import files
from matchmaking.scheduling.problem import Solution
from matchmaking.scheduling.verify import verify_files


def store_draft(run: PlanningRun, planning: Planning, solution: Solution, stamp: str) -> Schedule:
    """The edition's next version; inside a transaction. RuleBroken if the checker objects."""
    asked = json.dumps(files.problem_to_json(planning.problem), sort_keys=True)
    answer = files.solution_to_json(solution)
    _verify(asked, answer)
    edition = Edition.objects.select_for_update().get(pk=run.edition_id)
    latest = edition.schedules.order_by("-version").values_list("version", flat=True).first() or 0
    objective, bound = float(solution.objective or 0), float(solution.bound or 0)
    schedule = Schedule.objects.create(
        edition=edition,
        version=latest + 1,
        label=run.label,
        keeps=run.keep,
        solver_status=solution.status,
        objective=objective,
        bound=bound,
        gap=gap_between(objective, bound),
        parts=dict(solution.parts),
        unscheduled=[_left_out(planning, item) for item in answer["unscheduled"]],
        exposure=answer["exposure"],
        moved=len(solution.moved),
        seconds=solution.seconds,
        digest=hashlib.sha256(asked.encode()).hexdigest(),
        stamp=stamp,
        created_by=run.started_by,
    )
    Meeting.objects.bulk_create(_meetings(schedule, planning, solution), batch_size=1000)
    return schedule


def gap_between(objective: float, bound: float) -> float:
    """Share of the larger of the two that may be lost."""
    return abs(bound - objective) / max(1.0, abs(bound), abs(objective))


def _verify(asked: str, answer: dict[str, Any]) -> None:
    """The checker reads files only."""
    with tempfile.TemporaryDirectory() as folder:
        problem, solution = Path(folder, "problem.json"), Path(folder, "solution.json")
        problem.write_text(asked, encoding="utf-8")
        solution.write_text(json.dumps(answer), encoding="utf-8")
        verdict = verify_files(problem, solution)
    if not verdict["valid"]:
        objections = "; ".join(item["text"] for item in verdict["violations"][:5])
        raise RuleBroken(
            _("The independent checker refused the timetable, nothing was stored: %(why)s")
            % {"why": objections}
        )


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
            score=wanted.score,
            reasons=wanted.reasons,
            pinned=placed.wish in planning.pinned,
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
