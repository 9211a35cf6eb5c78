"""Have day sheets made for many participants."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from expo.models import Edition
from foundation.errors import RuleBroken
from matchmaking.models import DaySheetRun
from matchmaking.queries.reports.sheets import keys_of, stamp_of
from matchmaking.queue import enqueue


@transaction.atomic
def start_day_sheets(
    edition: Edition, side: str, day: date | None, language: str, *, user: User | None = None
) -> DaySheetRun:
    """A run that waits for a worker; former ones of the same kind make way.

    RuleBroken while another is at work, and where there is nothing to print.
    """
    Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    if edition.day_sheet_runs.active().exists():
        raise RuleBroken(_("Day sheets are being made already. Wait for them, or cancel them."))
    asked = {"side": side, "day": day, "language": language}
    run = DaySheetRun(edition=edition, started_by=user, stamp=stamp_of(edition), **asked)
    run.sheets_total = len(keys_of(run))
    if not run.sheets_total:
        raise RuleBroken(_("Nobody has a confirmed meeting then."))
    former = edition.day_sheet_runs.filter(**asked, finished_at__isnull=False)
    former.delete()
    run.save()
    enqueue("make_day_sheets", run.pk)
    return run
