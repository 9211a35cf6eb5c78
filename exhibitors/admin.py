"""Supply: exhibitors, their products and papers."""

from typing import Any

from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline
from unfold.decorators import display

from accounts.desk import DeskAdmin, DeskFields
from exhibitors.models import Certificate, Exhibitor, Product
from expo.admin import ParticipantForm
from foundation.forms import EditionOfParent


class CertificateForm(EditionOfParent):
    """Edition is the exhibitor's."""

    parent_field = "exhibitor"

    def copy_from(self, parent: Any) -> None:
        """A product stands for its exhibitor."""
        super().copy_from(parent)
        if isinstance(parent, Product):
            self.instance.exhibitor_id = parent.exhibitor_id


class OfParentFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """Tells each form what row it hangs on."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """The page's own row."""
        return {**super().get_form_kwargs(index), "parent": self.instance}


class CertificateInline(DeskFields, StackedInline):
    """Papers, a block each."""

    model = Certificate
    form = CertificateForm
    formset = OfParentFormSet
    extra = 0
    tab = True
    show_change_link = True
    autocomplete_fields = ["checked_by"]
    fields = [
        ("ref", "standard", "number"),
        ("issuer", "valid_until"),
        "scope",
        ("checked_by", "checked_on"),
    ]


class CompanyCertificateInline(CertificateInline):
    """Those of the whole company and those of its products."""

    autocomplete_fields = ["checked_by", "product"]
    fields = [
        ("ref", "standard", "number"),
        ("issuer", "valid_until"),
        ("product", "scope"),
        ("checked_by", "checked_on"),
    ]


@admin.register(Exhibitor)
class ExhibitorAdmin(DeskAdmin):
    """Who exhibits at an edition."""

    class Form(ParticipantForm):
        """The team's seats are the exhibitor's."""

        seat = "exhibitor_seat"

    form = Form
    edition_path = "edition"
    list_display = [
        "organization",
        "country",
        "ref",
        "booth",
        "delegation",
        "team_size",
        "newcomer",
    ]
    list_filter = ["edition", "first_time"]
    list_select_related = ["organization", "booth", "delegation"]
    search_fields = ["organization__name", "ref"]
    autocomplete_fields = ["edition", "organization", "booth", "delegation"]
    inlines = [CompanyCertificateInline]
    fieldsets = [
        (None, {"fields": [("edition", "ref"), "organization", ("booth", "delegation")]}),
        (
            _("What it says of itself"),
            {"fields": ["language", "description", ("founded", "employees"), "first_time"]},
        ),
        (_("Whom to write to"), {"fields": [("contact_name", "contact_email")]}),
        (_("Markets"), {"fields": ["languages", "target_markets", "channels"]}),
        (
            _("Time for meetings"),
            {"fields": ["team_size", ("max_meetings", "max_meetings_a_day"), "available"]},
        ),
    ]

    @display(description=_("first time"), ordering="first_time", label=True)
    def newcomer(self, exhibitor: Exhibitor) -> str:
        """Said only where it is so."""
        return str(_("first time")) if exhibitor.first_time else ""

    @admin.display(description=_("country"), ordering="organization__country")
    def country(self, exhibitor: Exhibitor) -> str:
        """Of the organization."""
        return exhibitor.organization.country


@admin.register(Product)
class ProductAdmin(DeskAdmin):
    """What is on offer."""

    class Form(EditionOfParent):
        """Edition is the exhibitor's."""

        parent_field = "exhibitor"

    form = Form
    list_display = ["__str__", "exhibitor", "category", "origin", "incoterm", "ref"]
    list_filter = ["edition", "incoterm"]
    list_select_related = ["exhibitor__organization", "category"]
    search_fields = ["name", "ref", "hs_code__startswith"]
    autocomplete_fields = ["exhibitor", "category"]
    inlines = [CertificateInline]
    fieldsets = [
        (None, {"fields": [("exhibitor", "ref"), "language", "name", "description"]}),
        (_("What it is"), {"fields": [("category", "hs_code"), "origin"]}),
        (
            _("How much"),
            {
                "fields": [
                    ("moq", "moq_unit"),
                    ("capacity", "capacity_unit", "capacity_period"),
                    ("unit_size", "unit_size_unit"),
                ]
            },
        ),
        (
            _("For what price, and how delivered"),
            {
                "fields": [
                    ("price_min", "price_max"),
                    ("price_currency", "price_unit"),
                    ("incoterm", "incoterm_place"),
                    "lead_time_days",
                ]
            },
        ),
        (
            _("How it keeps"),
            {"fields": ["shelf_life_days", ("temperature_min", "temperature_max")]},
        ),
    ]


@admin.register(Certificate)
class CertificateAdmin(DeskAdmin):
    """Papers of all exhibitors, with who checked them."""

    form = CertificateForm
    list_display = ["standard", "number", "exhibitor", "product", "valid_until", "checked_by"]
    list_filter = ["edition", ("checked_by", admin.EmptyFieldListFilter), "valid_until"]
    list_select_related = ["exhibitor__organization", "product", "checked_by"]
    search_fields = ["standard", "number", "ref", "issuer"]
    autocomplete_fields = ["exhibitor", "product", "checked_by"]
    fieldsets = [
        (None, {"fields": ["exhibitor", "product", ("ref", "standard")]}),
        (_("The paper"), {"fields": [("issuer", "number"), "scope", ("valid_until", "scan")]}),
        (_("Checked"), {"fields": [("checked_by", "checked_on")]}),
    ]
    readonly_fields = ["scan"]

    @admin.display(description=_("scan"))
    def scan(self, certificate: Certificate) -> str | SafeString:
        """To be looked at before one writes that it was checked."""
        if not certificate.paper:
            return "–"
        address = reverse("paper", args=[certificate.pk])
        return format_html('<a href="{}">{}</a>', address, _("Open"))
