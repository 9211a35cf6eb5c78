"""Who asked whom for a meeting."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from matchmaking.admin.history import HistoryAdmin
from matchmaking.models import MeetingRequest


class MeetingRequestForm(ModelForm[MeetingRequest]):
    """Columns that are only shown are compared by the constraints all the same."""

    shown = frozenset({"edition", "exhibitor", "buyer", "asked_by", "state"})

    def clean(self) -> dict[str, Any]:
        """Nobody meets itself, nor asks again before the first request is over."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        asked = {name: cleaned.get(name) for name in ("exhibitor", "buyer", "asked_by")}
        if not all(asked.values()):
            return cleaned
        if cleaned["exhibitor"].organization_id == cleaned["buyer"].organization_id:
            self.add_error("buyer", _("Exhibitor and buyer are the same organization."))
        elif MeetingRequest.objects.live().filter(**asked).exclude(pk=self.instance.pk).exists():
            said = _("This side has already asked; that request is still pending or accepted.")
            self.add_error(None, said)
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        kept = self.shown - set(self.fields)
        # What `clean` has said in words, the constraint need not repeat.
        return excluded - (kept - {"state"} if NON_FIELD_ERRORS in self.errors else kept)


@admin.register(MeetingRequest)
class MeetingRequestAdmin(HistoryAdmin):
    """The organizer sets priority and time; accepting and declining is the parties'."""

    form = MeetingRequestForm
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
