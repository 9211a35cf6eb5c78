"""Scoring from the desk: start, watch, cancel, compare two runs."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.roles import organizes
from expo.models import Edition
from foundation.asked import number
from matchmaking.actions.ask_scoring import ask_scoring
from matchmaking.actions.cancel_scoring import cancel_scoring
from matchmaking.admin.rights import may, must
from matchmaking.errors import RuleBroken
from matchmaking.models import ScoringRun
from matchmaking.part_words import say_part
from matchmaking.queries.scoring_runs import (
    Progress,
    compared,
    part_changes,
    progress_of,
    to_compare_with,
)
from matchmaking.wording import figure

SCORE = "matchmaking.add_scoringrun"
ON_A_PAGE, OTHERS = 100, 20
KINDS = {
    "changed": gettext_lazy("other score"),
    "came": gettext_lazy("new"),
    "went": gettext_lazy("gone"),
}


def run_of(request: HttpRequest, run_id: int, admin: Any) -> ScoringRun:
    """One of the person's editions; 404 for any other."""
    rows = ScoringRun.objects.select_related("edition", "started_by")
    run = rows.filter(pk=run_id).first()
    if run is None or not organizes(request.user, run.edition_id):
        raise Http404
    if not admin.has_view_permission(request, run):
        raise PermissionDenied
    return run


@require_POST
def start_view(request: HttpRequest, admin: Any) -> HttpResponse:  # noqa: ARG001 (as its sisters)
    """Hands the reading of the edition to a worker."""
    edition = Edition.objects.filter(pk=number(request.POST.get("edition")) or 0).first()
    if edition is None or not organizes(request.user, edition.pk):
        raise Http404
    must(request, SCORE, edition)
    ask_scoring(edition, request.user)  # type: ignore[arg-type]
    said = _("Matching of %(edition)s starts as soon as a worker is free; its run appears here.")
    messages.success(request, said % {"edition": edition})
    return redirect("admin:matchmaking_scoringrun_changelist")


@require_safe
def progress_view(request: HttpRequest, run_id: int, admin: Any) -> HttpResponse:
    """A run as it is now; with `part`, only what changes."""
    run = run_of(request, run_id, admin)
    progress = progress_of(run)
    spent = ((run.finished_at or timezone.now()) - run.created_at).total_seconds()
    context = {
        "run": run,
        "active": run.state in ScoringRun.ACTIVE,
        "progress": progress,
        "facts": [
            (_("Parts"), f"{progress.done} / {progress.parts}", _("done by the workers")),
            (_("Matches"), *_found(run, progress)),
            (_("Needs"), figure(run.needs), _("read")),
            (_("Products"), figure(run.products), _("read")),
            (_("Time"), _("%(seconds)s s") % {"seconds": figure(spent)}, _workers(run)),
        ],
        "may_score": may(request, SCORE, run.edition),
    }
    if "part" in request.GET:
        return TemplateResponse(request, "admin/matchmaking/scoringrun/part.html", context)
    context |= {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Scoring run: %(run)s") % {"run": run},
    }
    return TemplateResponse(request, "admin/matchmaking/scoringrun/progress.html", context)


def _found(run: ScoringRun, progress: Progress) -> tuple[str, str]:
    """A finished run's figure stays when its matches go."""
    if run.state == ScoringRun.State.DONE:
        return figure(run.matches_found), ""
    return figure(progress.matches), _("stored so far")


def _workers(run: ScoringRun) -> str:
    """Who did the parts."""
    names = run.chunks.exclude(worker="").order_by("worker").values_list("worker", flat=True)
    found = list(names.distinct()[:5])
    if found:
        return _("by %(workers)s") % {"workers": ", ".join(found)}
    return _("no worker yet") if run.state in ScoringRun.ACTIVE else ""


@require_POST
def cancel_view(request: HttpRequest, run_id: int, admin: Any) -> HttpResponse:
    """Throws away what was done."""
    run = run_of(request, run_id, admin)
    must(request, SCORE, run.edition)
    try:
        cancel_scoring(run.pk)
    except RuleBroken as refusal:
        messages.warning(request, str(refusal))
    return redirect("admin:matchmaking_scoringrun_progress", run.pk)


@require_safe
def compare_view(request: HttpRequest, run_id: int, admin: Any) -> HttpResponse:
    """`with` names the other run, else the finished one before it; `view` what to list.

    Of a run whose matches are gone there is only its page.
    """
    run = run_of(request, run_id, admin)
    if not run.matches.exists():
        return redirect("admin:matchmaking_scoringrun_progress", run.pk)
    others = list(to_compare_with(run).select_related("edition")[:OTHERS])
    wanted = number(request.GET.get("with"))
    earlier = next((each for each in others if each.pk < run.pk), None)
    other = next((each for each in others if each.pk == wanted), earlier)
    other = other or next(iter(others), None)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Compare: %(run)s") % {"run": run},
        "run": run,
        "others": others,
        "other": other,
        **(_compared(request, run, other) if other else {}),
    }
    return TemplateResponse(request, "admin/matchmaking/scoringrun/compare.html", context)


def _compared(request: HttpRequest, run: ScoringRun, other: ScoringRun) -> dict[str, Any]:
    found = compared(run, other, floor=run.edition.match_threshold)
    listed: dict[str, Any] = {"changed": found.changed, "came": found.came, "went": found.went}
    counts = {kind: rows.order_by().count() for kind, rows in listed.items()}
    view = request.GET.get("view", "")
    if view not in KINDS:
        view = next((kind for kind, count in counts.items() if count), "changed")
    page = Paginator(listed[view], ON_A_PAGE).get_page(request.GET.get("page"))
    return {
        "view": view,
        "kinds": [(kind, KINDS[kind], count) for kind, count in counts.items()],
        "page": page,
        "pages": list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
        "rows": [(row, _why(row) if view == "changed" else "") for row in page],
    }


def _why(row: Any) -> str:
    return ", ".join(f"{say_part(name)} {100 * by:+.0f}" for name, by in part_changes(row))
