"""What timetables are judged by, in words."""

from typing import Any

from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.desk import DeskInline
from foundation.forms import EditionOfParent
from matchmaking.admin.history import HistoryAdmin
from matchmaking.models import ExposureFloor, PlanningSettings


class FloorForm(EditionOfParent):
    """A floor is of its settings' edition."""

    parent_field = "settings"


class FloorFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """Gives the settings to forms of settings that are not stored yet."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """With the parent."""
        return {**super().get_form_kwargs(index), "parent": self.instance}


class FloorInline(DeskInline):
    """Groups that should be seen."""

    model = ExposureFloor
    form = FloorForm
    formset = FloorFormSet
    fields = ["group", "delegation", "minimum", "each"]
    autocomplete_fields = ["delegation"]
    show_change_link = False
    tab = False


@admin.register(PlanningSettings)
class PlanningSettingsAdmin(HistoryAdmin):
    """One row for an edition; without it, the solver's own weights hold."""

    list_display = ["edition", "value", "should", "idle_gap", "walking", "moved"]
    list_select_related = ["edition"]
    search_fields = ["edition__slug", "edition__name"]
    autocomplete_fields = ["edition"]
    inlines = [FloorInline]
    fieldsets = [
        (None, {"fields": ["edition"]}),
        (_("What counts first"), {"fields": [("value", "should")]}),
        (_("Fairness"), {"fields": [("spread", "fair_share"), "exposure"]}),
        (_("People's days"), {"fields": [("idle_gap", "walking"), "interpreter_change"]}),
        (_("Promises"), {"fields": ["moved"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Newest editions first."""
        return super().get_queryset(request).order_by("-edition")
