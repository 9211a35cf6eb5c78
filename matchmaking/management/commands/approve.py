"""`manage.py approve SCHEDULE [--json]`."""

from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser

from matchmaking.actions.approve_schedule import approve_schedule
from matchmaking.management.answering import AnsweringCommand


class Command(AnsweringCommand):
    """Approves a draft."""

    help = "Approve a draft timetable: its meetings are confirmed and everybody is told."

    def add_arguments(self, parser: CommandParser) -> None:
        """The schedule's number."""
        super().add_arguments(parser)
        parser.add_argument("schedule", type=int, help="number of the schedule, as `plan` gave it")

    def work(self, **options: Any) -> dict[str, Any]:
        """Safe to repeat: an approved schedule stays as it is and nobody is told twice."""
        return asdict(approve_schedule(options["schedule"]))
