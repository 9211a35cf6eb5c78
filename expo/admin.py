"""Editions with their time and floor, categories, delegations, interpreters."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import Max
from django.forms import ModelForm, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

import expo.admin_glossary  # noqa: F401 (registers it)
from accounts.desk import DeskAdmin, DeskInline
from expo.admin_distances import DistanceBackInline, DistanceInline
from expo.admin_organizers import OrganizerInline
from expo.models import (
    Booth,
    Category,
    Delegation,
    Edition,
    Hall,
    Interpreter,
    MeetingTable,
    OpeningDay,
    TimeSlot,
)
from foundation.forms import EditionOfParent

NAMED = 5  # slots in a complaint


class OpeningDayForm(ModelForm[OpeningDay]):
    """A day keeps its slots within its hours."""

    def clean_hours(self) -> Any:
        """Names the slots that would lie outside."""
        hours = self.cleaned_data["hours"]
        if not self.instance.pk or hours is None:
            return hours
        slots = self.instance.slots.select_related("edition")
        outside = list(slots.exclude(during__contained_by=hours)[: NAMED + 1])
        if outside:
            named = ", ".join(map(str, outside[:NAMED]))
            raise ValidationError(
                _("Slots of this day would lie outside these hours: %(slots)s"),
                params={"slots": f"{named} …" if len(outside) > NAMED else named},
            )
        return hours


class ParticipantForm(ModelForm[Any]):
    """A team keeps its name and the seats that its meetings take."""

    seat = ""  # the meeting's column

    def clean_organization(self) -> Any:
        """Whoever has meetings stays who it is."""
        organization = self.cleaned_data["organization"]
        if "organization" in self.changed_data and self.instance.pk:
            count = self.instance.meetings.live().count()
            if count:
                said = ngettext_lazy(
                    "It has %(count)d meeting that is not cancelled: another organization cannot"
                    " take its place.",
                    "It has %(count)d meetings that are not cancelled: another organization cannot"
                    " take its place.",
                    "count",
                )
                raise ValidationError(said, params={"count": count})
        return organization

    def clean_team_size(self) -> int:
        """A seat once given in a meeting that is not cancelled stays."""
        size: int = self.cleaned_data["team_size"]
        if self.instance.pk:
            taken = self.instance.meetings.live().aggregate(last=Max(self.seat))["last"] or 0
            if size < taken:
                raise ValidationError(
                    _("Meetings that are not cancelled use seat %(seat)s of this team."),
                    params={"seat": taken},
                )
        return size


class OpeningDayInline(DeskInline):
    """The edition's days."""

    model = OpeningDay
    form = OpeningDayForm


@admin.register(Edition)
class EditionAdmin(DeskAdmin):
    """Expos, once for each time they are held."""

    edition_path = "self"
    list_display = ["__str__", "slug", "country", "time_zone", "slot_minutes", "match_threshold"]
    list_filter = ["country"]
    search_fields = ["name", "slug"]
    inlines = [OpeningDayInline, OrganizerInline]
    fieldsets = [
        (None, {"fields": ["name", "slug"]}),
        (_("Place and clock"), {"fields": ["venue", "city", ("country", "time_zone")]}),
        (_("Languages"), {"fields": [("language", "languages")]}),
        (_("Money"), {"fields": ["currency", "rates"]}),
        (
            _("Matching and timetable"),
            {
                "fields": [
                    ("slot_minutes", "category_scheme"),
                    ("match_threshold", "max_break_difference"),
                    ("exposure_floor", "exposure_list"),
                ]
            },
        ),
        (_("Approval"), {"fields": [("second_approval", "leads_approve"), "undo_minutes"]}),
        (_("Privacy"), {"fields": ["keep_people_days"]}),
    ]


@admin.register(OpeningDay)
class OpeningDayAdmin(DeskAdmin):
    """Days with opening hours."""

    form = OpeningDayForm
    edition_path = "edition"
    list_display = ["date", "edition"]
    list_filter = ["edition"]
    list_select_related = ["edition"]
    search_fields = ["date"]
    autocomplete_fields = ["edition"]
    date_hierarchy = "date"
    fields = ["edition", "date", "hours", "breaks"]


class TimeSlotForm(EditionOfParent):
    """Edition and opening hours are the day's."""

    parent_field = "day"
    copied = frozenset({"edition", "opening"})

    def copy_from(self, parent: Any) -> None:
        """Both are compared by the database."""
        super().copy_from(parent)
        self.instance.opening = parent.hours


@admin.register(TimeSlot)
class TimeSlotAdmin(DeskAdmin):
    """The lengths of time in which meetings are held."""

    form = TimeSlotForm
    edition_path = "edition"
    zone_field = "day"
    list_display = ["__str__", "edition"]
    list_filter = ["edition"]
    list_select_related = ["edition"]
    search_fields = ["day__date"]
    autocomplete_fields = ["day"]
    fields = ["day", "during"]


@admin.register(Category)
class CategoryAdmin(DeskAdmin):
    """The tree of what is traded."""

    list_display = ["code", "title", "kind", "parent", "scheme"]
    list_filter = ["scheme", "kind"]
    list_select_related = ["parent"]
    search_fields = ["code__startswith", "name"]
    autocomplete_fields = ["parent"]
    fields = [("scheme", "kind"), "code", "parent", "name"]

    @admin.display(description=_("name"))
    def title(self, category: Category) -> str:
        """In the reader's language."""
        return str(category.name)


@admin.register(Hall)
class HallAdmin(DeskAdmin):
    """Halls and the ways between them."""

    list_display = ["ref", "title", "edition", "width", "depth"]
    list_filter = ["edition"]
    list_select_related = ["edition"]
    search_fields = ["ref", "name"]
    autocomplete_fields = ["edition"]
    inlines = [DistanceInline, DistanceBackInline]
    fieldsets = [
        (None, {"fields": [("edition", "ref"), "name"]}),
        (_("On the site plan"), {"fields": [("x", "y"), ("width", "depth")]}),
    ]

    @admin.display(description=_("name"))
    def title(self, hall: Hall) -> str:
        """In the reader's language."""
        return str(hall.name)

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[type[InlineModelAdmin[Any, Any]]]:
        """Distances need a hall that exists."""
        return super().get_inlines(request, obj) if obj else []


@admin.register(Booth)
class BoothAdmin(DeskAdmin):
    """Stands."""

    list_display = ["code", "hall", "edition"]
    list_filter = ["edition"]
    list_select_related = ["hall", "edition"]
    search_fields = ["code"]
    autocomplete_fields = ["edition", "hall"]
    fields = ["edition", "hall", "code"]


@admin.register(MeetingTable)
class MeetingTableAdmin(DeskAdmin):
    """Where meetings are held."""

    edition_path = "edition"
    list_display = ["ref", "kind", "hall", "booth", "reserved_for", "edition"]
    list_filter = ["edition", "kind"]
    list_select_related = ["hall", "booth", "reserved_for", "edition"]
    search_fields = ["ref", "booth__code", "reserved_for__name"]
    autocomplete_fields = ["edition", "hall", "booth", "reserved_for"]
    fieldsets = [
        (None, {"fields": [("edition", "ref"), "kind", ("hall", "booth"), "open"]}),
        (
            _("Whose it is"),
            {
                "description": _(
                    "A booth's tables are its exhibitor's; a table in a lounge or a quiet room is"
                    " everybody's, unless it is kept for one organization. The next plan follows;"
                    " meetings that stand there already stay until they are moved."
                ),
                "fields": ["reserved_for"],
            },
        ),
        (_("On the site plan"), {"fields": [("x", "y")]}),
    ]


@admin.register(Delegation)
class DelegationAdmin(DeskAdmin):
    """Trade missions and their parts."""

    list_display = ["__str__", "ref", "country", "parent", "lead", "meeting_quota", "edition"]
    list_filter = ["edition", "approves"]
    list_select_related = ["parent", "lead", "edition"]
    search_fields = ["ref", "name"]
    autocomplete_fields = ["edition", "parent", "lead"]
    fieldsets = [
        (None, {"fields": [("edition", "ref"), "name", ("country", "parent")]}),
        (_("Lead and quota"), {"fields": ["lead", "meeting_quota", "approves"]}),
    ]


@admin.register(Interpreter)
class InterpreterAdmin(DeskAdmin):
    """People whom the plan assigns to meetings without a common language."""

    edition_path = "edition"
    list_display = ["name", "ref", "spoken", "email", "edition"]
    list_filter = ["edition"]
    list_select_related = ["edition"]
    search_fields = ["ref", "name", "email"]
    autocomplete_fields = ["edition", "user"]
    fieldsets = [
        (None, {"fields": [("edition", "ref"), "name", ("email", "user")]}),
        (_("Work"), {"fields": ["languages", "sectors", "shifts", "max_run_minutes"]}),
    ]

    @admin.display(description=_("languages"))
    def spoken(self, interpreter: Interpreter) -> str:
        """As codes."""
        return ", ".join(interpreter.languages)
