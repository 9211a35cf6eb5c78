"""`manage.py plan EDITION [--time-limit S] [--keep SCHEDULE | --afresh] [--name NAME] [--json]`."""

from math import ceil, inf
from typing import Any

from django.core.management.base import CommandError, CommandParser

from matchmaking.actions.plan_edition import plan_edition
from matchmaking.actions.start_planning import DEFAULT_SECONDS, start_planning
from matchmaking.actions.stop_planning import stop_planning
from matchmaking.errors import RuleBroken
from matchmaking.management.answering import AnsweringCommand
from matchmaking.models import PlanningRun, Schedule
from matchmaking.queries.editions import edition_by_slug


class Command(AnsweringCommand):
    """Makes a draft timetable here and now; no broker or worker is needed."""

    help = "Have the solver make a draft timetable of an edition."

    def add_arguments(self, parser: CommandParser) -> None:
        """The edition, the solver's time, what to stay close to, what to call it."""
        super().add_arguments(parser)
        parser.add_argument("edition", help="the edition's short name")
        parser.add_argument("--time-limit", type=float, default=DEFAULT_SECONDS, metavar="SECONDS")
        close = parser.add_mutually_exclusive_group()
        close.add_argument(
            "--keep",
            type=int,
            metavar="SCHEDULE",
            help="move as little as possible of it (the approved one unless told otherwise)",
        )
        close.add_argument("--afresh", action="store_true", help="stay close to nothing")
        parser.add_argument("--name", default="", help="what to call the draft")

    def work(self, **options: Any) -> dict[str, Any]:
        """Starts a run and works on it; Ctrl-C cancels it."""
        if not 0 < options["time_limit"] < inf:  # nan is neither
            raise CommandError("--time-limit is a number of seconds above 0.")
        run = start_planning(
            edition_by_slug(options["edition"]).pk,
            time_limit=options["time_limit"],
            keep_id=options["keep"],
            afresh=options["afresh"],
            label=options["name"],
            send=False,
        )
        try:
            run = self.worked_on(run)
        except KeyboardInterrupt:
            stop_planning(run.pk)
            raise
        if run.schedule is None:
            raise RuleBroken(run.message or f"Planning run {run.pk} is {run.state}.")
        return _answer(run.schedule)

    def worked_on(self, run: PlanningRun) -> PlanningRun:
        """The run once it is over."""
        limit = ceil(run.time_limit)
        with self.progress("Planning") as move:
            return plan_edition(
                run.pk, heard=lambda sign: move(min(limit, ceil(sign.seconds)), limit)
            )


def _answer(schedule: Schedule) -> dict[str, Any]:
    return {
        "schedule": schedule.pk,
        "status": schedule.solver_status,
        "meetings": schedule.meetings.count(),
        "objective": schedule.objective,
        "bound": schedule.bound,
        "gap": round(schedule.gap, 6),
        "moved": schedule.moved,
        "unscheduled": schedule.left_out,
        "seconds": round(schedule.seconds, 3),
    }
