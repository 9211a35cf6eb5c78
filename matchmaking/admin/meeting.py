"""Meetings, to look at: what moves them is an action."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.desk import ReadOnlyAdmin
from matchmaking.admin.history import HistoryAdmin
from matchmaking.admin.pins import PIN, pin_all
from matchmaking.admin.said import sentences
from matchmaking.models import Meeting
from matchmaking.wording import say_reason

COLOURS = {
    Meeting.Status.PROPOSED: "info",
    Meeting.Status.CONFIRMED: "success",
    Meeting.Status.HELD: "success",
    Meeting.Status.CANCELLED: "danger",
    Meeting.Status.NO_SHOW: "warning",
}


@admin.register(Meeting)
class MeetingAdmin(ReadOnlyAdmin, HistoryAdmin):
    """Of all schedules; the filters lead to one."""

    edition_path = "edition"
    list_display = [
        "slot",
        "table",
        "exhibitor",
        "buyer",
        "interpreter",
        "shown_status",
        "pinned",
        "score",
    ]
    list_filter = ["edition", "schedule__state", "status", "pinned"]
    list_select_related = [
        "slot__edition",
        "table",
        "exhibitor__organization",
        "buyer__organization",
        "interpreter",
    ]
    search_fields = ["exhibitor__organization__name", "buyer__organization__name", "table__ref"]
    actions = ["pin", "unpin"]
    fieldsets = [
        (None, {"fields": [("exhibitor", "buyer"), ("slot", "table"), "interpreter"]}),
        (_("State"), {"fields": [("status", "pinned"), "schedule", "request"]}),
        (_("Why these two"), {"fields": ["score", "said_reasons"]}),
        (
            _("Seats and calendar"),
            {"fields": [("exhibitor_seat", "buyer_seat"), "uid", "sequence"]},
        ),
    ]

    def has_pin_permission(self, request: HttpRequest) -> bool:
        """Whoever may change meetings, although nobody edits one by hand."""
        return bool(request.user.has_perm(PIN))

    @admin.action(description=_("Pin to their time and table"), permissions=["pin"])
    def pin(self, request: HttpRequest, meetings: QuerySet[Meeting]) -> None:
        """Every later timetable holds them there."""
        mine = self.within(request, meetings, PIN)
        pin_all(request, mine.values_list("pk", flat=True), pinned=True)

    @admin.action(description=_("Unpin"), permissions=["pin"])
    def unpin(self, request: HttpRequest, meetings: QuerySet[Meeting]) -> None:
        """The solver may move them again, for a price."""
        mine = self.within(request, meetings, PIN)
        pin_all(request, mine.values_list("pk", flat=True), pinned=False)

    @display(description=_("status"), ordering="status", label=COLOURS)
    def shown_status(self, meeting: Meeting) -> tuple[str, str]:
        """Coloured."""
        return meeting.status, meeting.get_status_display()

    @admin.display(description=_("reasons"))
    def said_reasons(self, meeting: Meeting) -> SafeString:
        """In words."""
        return sentences(map(say_reason, meeting.reasons))
