"""Who asked whom for a meeting."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from matchmaking.admin.history import HistoryAdmin
from matchmaking.models import MeetingRequest


@admin.register(MeetingRequest)
class MeetingRequestAdmin(HistoryAdmin):
    """The organizer sets priority and time; accepting and declining is the parties'."""

    edition_path = "edition"
    list_display = ["ref", "exhibitor", "buyer", "asked_by", "state", "priority", "asked_on"]
    list_filter = ["edition", "state", "priority", "asked_by"]
    list_select_related = ["exhibitor__organization", "buyer__organization"]
    search_fields = ["ref", "exhibitor__organization__name", "buyer__organization__name"]
    autocomplete_fields = ["edition", "exhibitor", "buyer", "fixed_slot", "after"]
    readonly_fields = ["state", "answered_on"]
    fieldsets = [
        (None, {"fields": [("edition", "ref"), ("exhibitor", "buyer"), ("asked_by", "asked_on")]}),
        (_("Answer"), {"fields": [("state", "answered_on"), "decline_reason"]}),
        (_("What was written"), {"fields": ["language", "message"]}),
        (
            _("For the timetable"),
            {
                "description": _("“Must” makes the plan fail rather than leave the meeting out."),
                "fields": ["priority", ("session", "fixed_slot"), "after"],
            },
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Who asked whom does not change afterwards."""
        pair = ["edition", "exhibitor", "buyer", "asked_by"] if obj else []
        return [*self.readonly_fields, *pair]
