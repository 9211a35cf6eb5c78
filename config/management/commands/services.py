"""`manage.py services start|stop|status [--json]`."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config.services import control


class Command(BaseCommand):
    help = "Starts, stops or reports the embedded PostgreSQL and Valkey."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["start", "stop", "status"])
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        exit_status = control.run(options["action"], as_json=options["json"])
        if exit_status:
            sys.exit(exit_status)
