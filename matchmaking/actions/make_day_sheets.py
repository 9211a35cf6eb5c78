"""Make the day sheets that somebody asked for."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from foundation.texts import interface_language
from matchmaking.actions.tell import address
from matchmaking.exchange.reports.sheets import sheet_file
from matchmaking.models import DaySheetPart, DaySheetRun, Meeting
from matchmaking.models.day_sheets import SHEET_LOCKS
from matchmaking.queries.planning_runs import hold
from matchmaking.queries.reports.sheets import Key, keys_of, sheets_of, stamp_of

PART = 50  # sheets
MOST_ATTEMPTS = 3
State = DaySheetRun.State


def make_day_sheets(run_id: int) -> DaySheetRun:
    """Work on a run; left alone where it is over, or another worker has it.

    1. Hold its lock. A worker that died holds it no longer.
    2. Make part after part. Parts that are there already stay, unless meetings have moved since;
       the word to stop is heard before each. Three attempts that come to no part are the end.
    3. Whoever downloads it puts the parts together.
    """
    with hold(run_id, SHEET_LOCKS) as held:
        if held and _begun(run_id):
            run = DaySheetRun.objects.select_related("edition").get(pk=run_id)
            with translation.override(run.language or run.edition.language):
                _work(run)
    return DaySheetRun.objects.get(pk=run_id)


def _begun(run_id: int) -> bool:
    mine = DaySheetRun.objects.active().filter(pk=run_id)
    tried = _("It was tried %(count)d times and did not get through.") % {"count": MOST_ATTEMPTS}
    mine.filter(attempts__gte=MOST_ATTEMPTS, stop=False).update(
        state=State.FAILED, message=tried, finished_at=timezone.now()
    )
    return mine.update(attempts=F("attempts") + 1) > 0


def _work(run: DaySheetRun) -> None:
    stamp = stamp_of(run.edition)
    if stamp != run.stamp:
        run.parts.all().delete()
    keys = keys_of(run)
    there = set(run.parts.values_list("number", flat=True))
    done = sum(len(_part(keys, number)) for number in there)
    changes = {"stamp": stamp, "sheets_total": len(keys), "sheets_done": done}
    if not there:
        changes |= {"as_pages": 0, "bytes": 0}
    DaySheetRun.objects.filter(pk=run.pk).update(**changes)
    made_at = timezone.now().astimezone(run.edition.zone)
    for number in range(-(-len(keys) // PART)):
        if DaySheetRun.objects.filter(pk=run.pk, stop=True).exists():
            run.parts.all().delete()
            _end(run, State.CANCELLED)
            return
        if number not in there:
            _make(run, number, _part(keys, number), made_at)
    _end(run, State.DONE)


def _part(keys: Sequence[Key], number: int) -> Sequence[Key]:
    return keys[number * PART : (number + 1) * PART]


def _make(run: DaySheetRun, number: int, keys: Sequence[Key], made_at: datetime) -> None:
    out, as_pages = io.BytesIO(), 0
    # PDF are packed already.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for sheet in sheets_of(run.edition, keys, run.day):
            with translation.override(run.language or interface_language(sheet.who.language)):
                name, content = sheet_file(sheet, run.edition, made_at, _check_in)
            archive.writestr(name, content)
            as_pages += name.endswith(".html")
    data = out.getvalue()
    with transaction.atomic():
        DaySheetPart.objects.create(run=run, number=number, file=data)
        DaySheetRun.objects.filter(pk=run.pk).update(
            sheets_done=F("sheets_done") + len(keys),
            as_pages=F("as_pages") + as_pages,
            bytes=F("bytes") + len(data),
            attempts=0,
        )


def _check_in(meeting: Meeting) -> str:
    return address(reverse("check-in", args=[meeting.uid]))


def _end(run: DaySheetRun, state: Any) -> None:
    DaySheetRun.objects.filter(pk=run.pk).update(state=state, finished_at=timezone.now())
