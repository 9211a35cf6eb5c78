"""Timetables: the list, the figures, and the ways to review, approval and history."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from accounts.desk import ReadOnlyAdmin
from matchmaking.admin.adjust import adjust_view, changes_view, copy_view, undo_view
from matchmaking.admin.approve import approve_view, ask_view
from matchmaking.admin.chart import search_chart
from matchmaking.admin.compare import compare_view
from matchmaking.admin.history import HistoryAdmin
from matchmaking.admin.planning import may_plan
from matchmaking.admin.review import gap_in_words, review_view, solver_in_words
from matchmaking.admin.rights import may
from matchmaking.admin.said import sentences
from matchmaking.models import ExposureFloor, Schedule
from matchmaking.part_words import say_part
from matchmaking.wording import say_exposure

# Name, address behind the schedule's, view.
BESIDE = [
    ("timetable", "timetable/", review_view),
    ("approve", "approve/", approve_view),
    ("ask", "ask/", ask_view),
    ("adjust", "adjust/<int:meeting_id>/", adjust_view),
    ("changes", "changes/", changes_view),
    ("undo", "undo/", undo_view),
    ("copy", "copy/", copy_view),
    ("compare", "compare/", compare_view),
]
COLOURS = {
    Schedule.State.DRAFT: "info",
    Schedule.State.IN_REVIEW: "warning",
    Schedule.State.APPROVED: "success",
    Schedule.State.SUPERSEDED: "danger",
}


@admin.register(Schedule)
class ScheduleAdmin(ReadOnlyAdmin, HistoryAdmin):
    """Made by the solver; the organizer reviews and approves."""

    edition_path = "edition"
    list_display = ["name", "shown_state", "meetings_count", "solver", "gap_said", "created_at"]
    list_display_links = None
    list_filter = ["edition", "state"]
    list_select_related = ["edition"]
    search_fields = ["edition__slug", "edition__name"]
    actions_list = ["plan_new"]
    actions_detail = ["open_review", "plan_again"]
    actions_row = ["open_review"]
    fieldsets = [
        (None, {"fields": [("edition", "version"), "label", ("state", "keeps"), "moved"]}),
        (
            _("What the solver says"),
            {"fields": ["solver", ("objective", "bound"), "gap_said", "said_parts", "seconds"]},
        ),
        (_("Exposure floors"), {"fields": ["said_exposure"]}),
        (_("The search"), {"fields": ["searched"]}),
        (
            _("Made and approved"),
            {"fields": [("created_by", "created_at"), ("approved_by", "approved_at")]},
        ),
        (_("Inputs"), {"fields": ["digest"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Schedule]:
        """With the meetings counted."""
        schedules: QuerySet[Schedule] = super().get_queryset(request)
        live = ~Q(meetings__status="cancelled")
        return schedules.annotate(live_meetings=Count("meetings", filter=live))

    def get_urls(self) -> list[URLPattern]:
        """The pages beside the usual ones."""
        site = self.admin_site
        return [
            *(
                path(
                    f"<int:schedule_id>/{place}",
                    site.admin_view(view),
                    {"admin": self},
                    name=f"matchmaking_schedule_{name}",
                )
                for name, place, view in BESIDE
            ),
            *super().get_urls(),
        ]

    def may_approve(self, request: HttpRequest, schedule: Schedule) -> bool:
        """Whoever may change schedules of the edition, although nobody edits one by hand."""
        return may(request, "matchmaking.change_schedule", schedule.edition)

    @action(description=_("Review"), icon="fact_check", url_path="review")
    def open_review(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """A button on the list and on the page."""
        return redirect("admin:matchmaking_schedule_timetable", object_id)

    @action(
        description=_("Make a timetable"), icon="motion_play", permissions=["plan"], url_path="plan"
    )
    def plan_new(self, request: HttpRequest) -> HttpResponse:
        """A button over the list."""
        return redirect("admin:matchmaking_planningrun_start")

    @action(
        description=_("Plan again"), icon="motion_play", permissions=["plan"], url_path="plan-again"
    )
    def plan_again(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Staying close to this one."""
        edition = get_object_or_404(self.get_queryset(request), pk=object_id).edition_id
        address = reverse("admin:matchmaking_planningrun_start")
        return redirect(f"{address}?edition={edition}&keep={object_id}")

    def has_plan_permission(self, request: HttpRequest, _object_id: int | None = None) -> bool:
        """Whoever may add planning runs."""
        return may_plan(request)

    @display(description=_("schedule"), ordering="-id")
    def name(self, schedule: Schedule) -> SafeString:
        """Leads to the review, where it is read."""
        address = reverse("admin:matchmaking_schedule_timetable", args=[schedule.pk])
        return format_html(
            '<a class="text-primary-700 dark:text-primary-400" href="{}">{}</a>', address, schedule
        )

    @display(description=_("state"), ordering="state", label=COLOURS)
    def shown_state(self, schedule: Schedule) -> tuple[str, str]:
        """Coloured."""
        return schedule.state, schedule.get_state_display()

    @admin.display(description=_("meetings"), ordering="live_meetings")
    def meetings_count(self, schedule: Any) -> int:
        """Not counting cancelled ones."""
        return int(schedule.live_meetings)

    @admin.display(description=_("solver"), ordering="solver_status")
    def solver(self, schedule: Schedule) -> str:
        """In words."""
        return solver_in_words(schedule)

    @admin.display(description=_("could be better"), ordering="gap")
    def gap_said(self, schedule: Schedule) -> str:
        """In words."""
        return gap_in_words(schedule)

    @admin.display(description=_("parts of the objective"))
    def said_parts(self, schedule: Schedule) -> SafeString:
        """A line each."""
        return sentences(
            f"{say_part(name)}: {points:+,}" for name, points in schedule.parts.items()
        )

    @admin.display(description=_("groups"))
    def said_exposure(self, schedule: Schedule) -> SafeString:
        """How each floor came out, and what it cost."""
        floors = ExposureFloor.objects.select_related("delegation")
        names = floors.in_bulk([int(item["floor"]) for item in schedule.exposure])
        return sentences(
            say_exposure(item, str(names.get(int(item["floor"])) or f"#{item['floor']}"))
            for item in schedule.exposure
        )

    @admin.display(description=_("best value and bound"))
    def searched(self, schedule: Schedule) -> str:
        """Drawn, where a run made it."""
        run = getattr(schedule, "run", None)
        return search_chart(run.progress) if run else str(_("made by hand"))
