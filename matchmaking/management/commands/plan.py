"""`manage.py plan EDITION [--time-limit S] [--keep SCHEDULE] [--json]`."""

from math import ceil, inf
from typing import Any

from django.core.management.base import CommandError, CommandParser

from matchmaking.actions.plan_edition import DEFAULT_SECONDS, plan_edition
from matchmaking.management.answering import AnsweringCommand
from matchmaking.queries.editions import edition_by_slug


class Command(AnsweringCommand):
    """Makes a draft timetable."""

    help = "Have the solver make a draft timetable of an edition."

    def add_arguments(self, parser: CommandParser) -> None:
        """The edition, the solver's time, and what to stay close to."""
        super().add_arguments(parser)
        parser.add_argument("edition", help="the edition's short name")
        parser.add_argument("--time-limit", type=float, default=DEFAULT_SECONDS, metavar="SECONDS")
        parser.add_argument(
            "--keep", type=int, metavar="SCHEDULE", help="move as little as possible"
        )

    def work(self, **options: Any) -> dict[str, Any]:
        """Solves, has it checked, stores it."""
        if not 0 < options["time_limit"] < inf:  # nan is neither
            raise CommandError("--time-limit is a number of seconds above 0.")
        edition = edition_by_slug(options["edition"])
        with self.progress("Planning") as move:
            limit = ceil(options["time_limit"])
            schedule = plan_edition(
                edition.pk,
                time_limit=options["time_limit"],
                keep_id=options["keep"],
                progress=lambda sign: move(min(limit, ceil(sign.seconds)), limit),
            )
        return {
            "schedule": schedule.pk,
            "status": schedule.solver_status,
            "meetings": schedule.meetings.count(),
            "objective": schedule.objective,
            "bound": schedule.bound,
            "gap": round(schedule.gap, 6),
            "moved": schedule.moved,
            "unscheduled": len(schedule.unscheduled),
            "seconds": round(schedule.seconds, 3),
        }
