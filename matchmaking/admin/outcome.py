"""What came of meetings."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.desk import DeskInline
from matchmaking.admin.history import HistoryAdmin
from matchmaking.models import Outcome, OutcomeStep


class StepInline(DeskInline):
    """The ladder from intent to repeat order."""

    model = OutcomeStep
    show_change_link = False
    tab = False


@admin.register(Outcome)
class OutcomeAdmin(HistoryAdmin):
    """One side's word on a meeting."""

    scope_path = "meeting__edition"
    list_display = ["meeting", "side", "value", "value_currency", "recorded_by", "recorded_at"]
    list_filter = ["meeting__edition", "side"]
    list_select_related = [
        "meeting__exhibitor__organization",
        "meeting__buyer__organization",
        "meeting__slot__edition",
        "recorded_by",
    ]
    search_fields = [
        "meeting__exhibitor__organization__name",
        "meeting__buyer__organization__name",
    ]
    autocomplete_fields = ["meeting", "recorded_by"]
    readonly_fields = ["recorded_at"]
    inlines = [StepInline]
    fieldsets = [
        (None, {"fields": ["meeting", "side"]}),
        (_("In their words"), {"fields": ["language", "talked_about", "next_step"]}),
        (_("Intended"), {"fields": [("value", "value_currency"), "rating"]}),
        (_("Recorded"), {"fields": [("recorded_by", "recorded_at")]}),
    ]
