"""`manage.py demo_state EDITION [--json]`: how far the demo is, and how to sign in."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from expo.models import Edition
from matchmaking.actions.open_demo import open_demo
from matchmaking.management.answering import AnsweringCommand
from matchmaking.models import Match, MeetingRequest, Schedule

DEMO = "harbour-2027"


class Command(AnsweringCommand):
    """Opens the demo's sign-ins; never in production."""

    help = "Tell how far the demo edition is, and open a sign-in for each role."

    def add_arguments(self, parser: CommandParser) -> None:
        """The edition."""
        super().add_arguments(parser)
        parser.add_argument("edition", nargs="?", default=DEMO)

    def work(self, **options: Any) -> dict[str, Any]:
        """Before the import there is nothing to sign in to."""
        if settings.PRODUCTION or options["edition"] != DEMO:
            raise CommandError(f"Sign-ins are opened for {DEMO} only, and not in production.")
        edition = Edition.objects.filter(slug=options["edition"]).first()
        if edition is None:
            return {"edition": None, "approved": None, "sign_ins": [], "table": []}
        approved = edition.schedules.filter(state=Schedule.State.APPROVED).first()
        return {
            "edition": edition.slug,
            "approved": approved.pk if approved else None,
            "sign_ins": open_demo(edition),
            "table": _table(edition, approved),
        }


def _table(edition: Edition, approved: Schedule | None) -> list[tuple[str, Any]]:
    requests = MeetingRequest.objects.filter(edition=edition)
    exhibitors = edition.exhibitors
    rows: list[tuple[str, Any]] = [
        ("exhibitors", exhibitors.count()),
        ("countries they come from", exhibitors.values("organization__country").distinct().count()),
        ("products", edition.products.count()),
        ("buyers", edition.buyers.count()),
        ("sourcing needs", edition.needs.count()),
        ("meeting requests", requests.count()),
        ("of them still wanted", requests.live().count()),
        ("matches", Match.objects.current().filter(edition=edition).count()),
    ]
    if approved:
        meetings = approved.meetings.binding()
        rows += [
            ("meetings confirmed", meetings.count()),
            ("with an interpreter", meetings.exclude(interpreter=None).count()),
            ("wishes left out, each with its reason", approved.left_out),
            ("better by at most (proven)", f"{approved.gap:.2%}"),
        ]
    return rows
