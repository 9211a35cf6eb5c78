"""Day sheets in bulk: ask for them, watch, cancel, take them away."""

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from expo.models import Edition
from foundation.asked import number
from matchmaking.actions.cancel_day_sheets import cancel_day_sheets
from matchmaking.actions.note_export import note_export
from matchmaking.actions.start_day_sheets import start_day_sheets
from matchmaking.admin.front import edition_of
from matchmaking.admin.reports import SHEETS, must_all, page_context
from matchmaking.errors import RuleBroken
from matchmaking.exchange.reports.bundle import bundle
from matchmaking.models import DaySheetRun
from matchmaking.queries.reports.sheets import stamp_of

if TYPE_CHECKING:
    from accounts.models import User

TITLE = gettext_lazy("Day sheets")
SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
def sheets_view(request: HttpRequest, edition_id: int, admin: Any) -> HttpResponse:
    """What has been made, and a form to ask for more."""
    edition = edition_of(request, edition_id, admin)
    must_all(request, SHEETS, edition)
    if request.method == "POST":
        return _start(request, edition)
    runs = list(edition.day_sheet_runs.select_related("started_by", "edition")[:SHOWN])
    stamp = stamp_of(edition)
    with timezone.override(edition.zone):
        context = {
            **page_context(request, edition, admin, str(TITLE)),
            "here": "sheets",
            "runs": [_facts(run, stamp) for run in runs],
            "busy": any(run.active for run in runs),
            "sides": DaySheetRun.Side.choices,
            "days": edition.days.all(),
            "languages": settings.LANGUAGES,
        }
        part = "part" in request.GET
        template = "sheet_runs.html" if part else "sheets.html"
        return TemplateResponse(request, f"admin/expo/edition/{template}", context).render()


def _facts(run: DaySheetRun, stamp: str) -> dict[str, Any]:
    return {
        "run": run,
        "language": dict(settings.LANGUAGES).get(run.language, ""),
        "old": run.state == DaySheetRun.State.DONE and run.stamp != stamp,
        "there": run.state == DaySheetRun.State.DONE,
    }


def _start(request: HttpRequest, edition: Edition) -> HttpResponse:
    side, language = request.POST.get("side", ""), request.POST.get("language", "")
    wanted = number(request.POST.get("day")) or 0
    day = edition.days.filter(pk=wanted).values_list("date", flat=True).first()
    known = side in DaySheetRun.Side.values and language in {"", *dict(settings.LANGUAGES)}
    if not known or (request.POST.get("day") and day is None):
        messages.warning(request, _("Choose from what is offered."))
        return redirect("admin:expo_edition_sheets", edition.pk)
    try:
        start_day_sheets(edition, side, day, language, user=cast("User", request.user))
    except RuleBroken as refusal:
        messages.warning(request, str(refusal))
    return redirect("admin:expo_edition_sheets", edition.pk)


def _run_of(request: HttpRequest, edition_id: int, run_id: int, admin: Any) -> DaySheetRun:
    """One of an edition that the person organizes, and may print for."""
    edition = edition_of(request, edition_id, admin)
    must_all(request, SHEETS, edition)
    run: DaySheetRun | None = edition.day_sheet_runs.filter(pk=run_id).first()
    if run is None:
        raise Http404
    return run


@require_POST
def cancel_sheets_view(
    request: HttpRequest, edition_id: int, run_id: int, admin: Any
) -> HttpResponse:
    """Stops it, or throws away what has been made."""
    cancel_day_sheets(_run_of(request, edition_id, run_id, admin).pk)
    return redirect("admin:expo_edition_sheets", edition_id)


@require_safe
def download_sheets_view(
    request: HttpRequest, edition_id: int, run_id: int, admin: Any
) -> HttpResponseBase:
    """The ZIP; who took it is written down before it leaves."""
    run = _run_of(request, edition_id, run_id, admin)
    if run.state != DaySheetRun.State.DONE:
        raise Http404
    record = note_export(
        cast("User", request.user), run.edition, "report.day_sheets", None,
        side=run.side, day=run.day, language=run.language,
    )  # fmt: skip
    response = StreamingHttpResponse(bundle(run, record), content_type="application/zip")
    name = f"{run.edition.slug}-day-sheets-{run.pk}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
