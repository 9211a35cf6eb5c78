"""Meetings, to look at: what moves them is an action."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.admin import ReadOnlyAdmin
from matchmaking.admin.history import HistoryAdmin
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
    list_display = ["slot", "table", "exhibitor", "buyer", "interpreter", "shown_status", "score"]
    list_filter = ["edition", "schedule__state", "status", "pinned", "slot__day"]
    list_select_related = [
        "slot__edition",
        "table",
        "exhibitor__organization",
        "buyer__organization",
        "interpreter",
    ]
    search_fields = ["exhibitor__organization__name", "buyer__organization__name", "table__ref"]
    fieldsets = [
        (None, {"fields": [("exhibitor", "buyer"), ("slot", "table"), "interpreter"]}),
        (_("State"), {"fields": [("status", "pinned"), "schedule", "request"]}),
        (_("Why these two"), {"fields": ["score", "said_reasons"]}),
        (
            _("Seats and calendar"),
            {"fields": [("exhibitor_seat", "buyer_seat"), "uid", "sequence"]},
        ),
    ]

    @display(description=_("status"), ordering="status", label=COLOURS)
    def shown_status(self, meeting: Meeting) -> tuple[str, str]:
        """Coloured."""
        return meeting.status, meeting.get_status_display()

    @admin.display(description=_("reasons"))
    def said_reasons(self, meeting: Meeting) -> SafeString:
        """In words."""
        return sentences(map(say_reason, meeting.reasons))
