"""Asking for a timetable, watching the solver at it, stopping it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from accounts.desk import ReadOnlyAdmin
from accounts.roles import editions_where, organizes
from expo.models import Edition
from foundation.asked import number
from matchmaking.actions.start_planning import start_planning
from matchmaking.actions.stop_planning import stop_planning
from matchmaking.admin.chart import percent_said, search_chart
from matchmaking.admin.rights import may, must
from matchmaking.errors import RuleBroken
from matchmaking.models import PlanningRun, Schedule
from matchmaking.queries.planning_runs import ingredients, points_of
from matchmaking.wording import figure

COLOURS = {
    PlanningRun.State.PENDING: "info",
    PlanningRun.State.RUNNING: "info",
    PlanningRun.State.DONE: "success",
    PlanningRun.State.FAILED: "danger",
    PlanningRun.State.CANCELLED: "warning",
}
TIMES = [
    (10, gettext_lazy("10 seconds: a first look")),
    (30, gettext_lazy("30 seconds")),
    (120, gettext_lazy("2 minutes")),
    (600, gettext_lazy("10 minutes")),
    (3000, gettext_lazy("50 minutes: the most")),
]
PLAN = "matchmaking.add_planningrun"
AFRESH = "afresh"
EDITIONS = 20  # to choose from on one page


class StartForm(forms.Form):
    """How long, close to what, and what to call it."""

    time_limit = forms.TypedChoiceField(
        label=gettext_lazy("Time for the solver"),
        choices=TIMES,
        coerce=float,
        initial=30,
        widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy("It ends earlier once nothing better is possible."),
    )
    keep = forms.ChoiceField(
        label=gettext_lazy("Stay close to"),
        widget=UnfoldAdminSelectWidget,
        required=False,
        help_text=gettext_lazy("Its meetings move only where that is worth more than it costs."),
    )
    label = forms.CharField(
        label=gettext_lazy("Name of the draft"),
        max_length=80,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("To tell it from others: “What if hall B closes?”"),
    )

    def __init__(self, edition: Edition, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        schedules = edition.schedules.select_related("edition").order_by("-version")
        approved = [each for each in schedules if each.state == Schedule.State.APPROVED]
        others = [each for each in schedules if each.state != Schedule.State.APPROVED]
        choices = [(str(s.pk), f"{s} ({s.get_state_display()})") for s in [*approved, *others]]
        field: Any = self.fields["keep"]
        field.choices = [*choices, (AFRESH, _("nothing: plan afresh"))]


@require_http_methods(["GET", "POST"])
def start_view(request: HttpRequest, admin: Any) -> HttpResponse:
    """GET asks how, POST starts; without an edition, which one."""
    if not may_plan(request):
        raise PermissionDenied
    wanted = request.GET.get("edition", "")
    mine = editions_where(request.user, PLAN)
    found = Edition.objects.all() if mine is None else Edition.objects.filter(pk__in=mine)
    if wanted:
        found = found.filter(pk=number(wanted) or 0)
    editions = list(found[:EDITIONS])
    context = {**admin.admin_site.each_context(request), "opts": admin.opts}
    if len(editions) != 1:
        context |= {"title": _("Make a timetable"), "editions": editions}
        return TemplateResponse(request, "admin/matchmaking/planningrun/start.html", context)
    edition = editions[0]
    sent = request.POST if request.method == "POST" else None
    form = StartForm(edition, data=sent, initial=_initial(edition, request.GET.get("keep")))
    if form.is_valid() and (run := _started(request, edition, form.cleaned_data)):
        return redirect("admin:matchmaking_planningrun_progress", run.pk)
    context |= {
        "title": _("Make a timetable: %(edition)s") % {"edition": edition},
        "edition": edition,
        "form": form,
        "ingredients": ingredients(edition),
        "active": edition.planning_runs.active().first(),
        "settings": getattr(edition, "planning_settings", None),
    }
    return TemplateResponse(request, "admin/matchmaking/planningrun/start.html", context)


def _initial(edition: Edition, keep: str | None) -> dict[str, str]:
    approved = edition.schedules.filter(state=Schedule.State.APPROVED).first()
    return {"keep": keep or (str(approved.pk) if approved else AFRESH)}


def _started(request: HttpRequest, edition: Edition, asked: dict[str, Any]) -> PlanningRun | None:
    keep = asked["keep"]
    try:
        return start_planning(
            edition.pk,
            time_limit=asked["time_limit"],
            keep_id=number(keep),
            afresh=keep == AFRESH,
            label=asked["label"],
            user=request.user,  # type: ignore[arg-type]
        )
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return None


def may_plan(request: HttpRequest) -> bool:
    """Whoever may add runs, at any edition."""
    return bool(request.user.has_perm(PLAN))


@require_safe
def progress_view(request: HttpRequest, run_id: int, admin: Any) -> HttpResponse:
    """A run as it is now; with `part`, only what changes, which the page asks for again."""
    run = PlanningRun.objects.with_names().filter(pk=run_id).first()
    if run is None or not organizes(request.user, run.edition_id):
        raise Http404
    if not admin.has_view_permission(request, run):
        raise PermissionDenied
    context = {
        "run": run,
        "facts": _facts(run),
        "chart": search_chart(run.progress),
        # As HTML writes numbers, whatever the reader's language.
        "limit": f"{run.time_limit:.0f}",
        "spent": f"{min(run.time_limit, _spent(run)):.0f}",
        "may_plan": may(request, PLAN, run.edition),
    }
    if "part" in request.GET:
        return TemplateResponse(request, "admin/matchmaking/planningrun/part.html", context)
    context |= {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Timetable in the making: %(run)s") % {"run": run},
    }
    return TemplateResponse(request, "admin/matchmaking/planningrun/progress.html", context)


def _facts(run: PlanningRun) -> list[tuple[str, str, str]]:
    """The head's cards: title, figure, what it means."""
    points = points_of(run.progress)
    last = points[-1] if points else None
    limit = figure(run.time_limit)
    spent = figure(_spent(run))
    percent = last.percent if last else None
    breaks = run.edition.max_break_difference is not None
    gap = "–" if percent is None else percent_said(percent)
    return [
        (_("Time"), _("%(seconds)s s") % {"seconds": spent}, _("the solver's limit: %s s") % limit),
        (
            _("Best so far"),
            _figure(last.best if last else None),
            _("idle breaks") if breaks else _("points"),
        ),
        (_("Proven bound"), _figure(last.bound if last else None), _("no timetable is better")),
        (_("Gap"), gap, _("what may still be gained")),
    ]


def _spent(run: PlanningRun) -> float:
    if run.begun_at is None:
        return 0.0
    return ((run.finished_at or timezone.now()) - run.begun_at).total_seconds()


def _figure(value: float | None) -> str:
    return "–" if value is None else figure(value)


@require_POST
def stop_view(request: HttpRequest, run_id: int) -> HttpResponse:
    """Cancels, or takes the best so far."""
    run = get_object_or_404(PlanningRun.objects.select_related("edition"), pk=run_id)
    if not organizes(request.user, run.edition_id):
        raise Http404
    must(request, PLAN, run.edition)
    try:
        stop_planning(run_id, take="take" in request.POST)
    except RuleBroken as refusal:
        messages.warning(request, str(refusal))
    return redirect("admin:matchmaking_planningrun_progress", run_id)


@admin.register(PlanningRun)
class PlanningRunAdmin(ReadOnlyAdmin):
    """Who asked for which timetable, and what came of it."""

    edition_path = "edition"
    list_display = ["name", "shown_state", "draft", "took", "created_at", "started_by"]
    list_display_links = None
    list_filter = ["edition", "state"]
    list_select_related = ["edition", "schedule__edition", "started_by"]
    search_fields = ["edition__slug", "edition__name", "label"]
    fieldsets = [
        (None, {"fields": ["edition", "label", ("state", "stop"), "message"]}),
        (gettext_lazy("Asked for"), {"fields": [("time_limit", "keep"), "started_by"]}),
        (gettext_lazy("What came of it"), {"fields": ["schedule", "searched"]}),
        (
            gettext_lazy("When"),
            {"fields": [("created_at", "begun_at"), ("finished_at", "attempts")]},
        ),
    ]

    def get_urls(self) -> list[URLPattern]:
        """Start, progress, stop."""
        site, mine = self.admin_site, {"admin": self}
        name = "matchmaking_planningrun"
        progress = site.admin_view(progress_view)
        return [
            path("start/", site.admin_view(start_view), mine, name=f"{name}_start"),
            path("<int:run_id>/progress/", progress, mine, name=f"{name}_progress"),
            path("<int:run_id>/stop/", site.admin_view(stop_view), name=f"{name}_stop"),
            *super().get_urls(),
        ]

    @display(description=gettext_lazy("planning run"), ordering="-id")
    def name(self, run: PlanningRun) -> SafeString:
        """Leads to its progress."""
        address = reverse("admin:matchmaking_planningrun_progress", args=[run.pk])
        said = f"{run} {run.label}".strip()
        return format_html(
            '<a class="text-primary-700 dark:text-primary-400" href="{}">{}</a>', address, said
        )

    @display(description=gettext_lazy("state"), ordering="state", label=COLOURS)
    def shown_state(self, run: PlanningRun) -> tuple[str, str]:
        """Coloured."""
        return run.state, run.get_state_display()

    @admin.display(description=gettext_lazy("draft"), ordering="schedule__version")
    def draft(self, run: PlanningRun) -> str | SafeString:
        """Leads to its review."""
        if run.schedule is None:
            return ""
        address = reverse("admin:matchmaking_schedule_timetable", args=[run.schedule.pk])
        return format_html('<a href="{}">v{}</a>', address, run.schedule.version)

    @admin.display(description=gettext_lazy("seconds"))
    def took(self, run: PlanningRun) -> str:
        """From its beginning."""
        return figure(_spent(run))

    @admin.display(description=gettext_lazy("the search"))
    def searched(self, run: PlanningRun) -> str:
        """Drawn."""
        return search_chart(run.progress)
