"""Demand: buyers and what they look for."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.admin import DeskAdmin
from buyers.models import Buyer, SourcingNeed
from expo.admin import ParticipantForm
from foundation.forms import EditionOfParent

LONGEST = 90


@admin.register(Buyer)
class BuyerAdmin(DeskAdmin):
    """Who buys at an edition."""

    class Form(ParticipantForm):
        """The team's seats are the buyer's."""

        seat = "buyer_seat"

    form = Form
    edition_path = "edition"
    list_display = ["organization", "country", "ref", "delegation", "team_size", "guest"]
    list_filter = ["edition", "hosted"]
    list_select_related = ["organization", "delegation"]
    search_fields = ["organization__name", "ref"]
    autocomplete_fields = ["edition", "organization", "delegation"]
    fieldsets = [
        (None, {"fields": [("edition", "ref"), "organization", ("delegation", "hosted")]}),
        (_("What it says of itself"), {"fields": ["language", "description"]}),
        (_("Whom to write to"), {"fields": [("contact_name", "contact_email")]}),
        (
            _("Business"),
            {
                "fields": [
                    "languages",
                    ("channels", "regions"),
                    ("annual_volume", "annual_volume_currency"),
                    "discovery",
                ]
            },
        ),
        (
            _("Time for meetings"),
            {"fields": ["team_size", ("max_meetings", "max_meetings_a_day"), "available"]},
        ),
    ]

    @display(description=_("hosted"), ordering="hosted", label=True)
    def guest(self, buyer: Buyer) -> str:
        """Said only where it is so."""
        return str(_("hosted")) if buyer.hosted else ""

    @admin.display(description=_("country"), ordering="organization__country")
    def country(self, buyer: Buyer) -> str:
        """Of the organization."""
        return buyer.organization.country


@admin.register(SourcingNeed)
class SourcingNeedAdmin(DeskAdmin):
    """What is looked for."""

    class Form(EditionOfParent):
        """Edition is the buyer's."""

        parent_field = "buyer"

    form = Form
    list_display = ["said", "buyer", "state", "priority", "deadline", "ref"]
    list_filter = ["edition", "state", "priority"]
    list_select_related = ["buyer__organization"]
    search_fields = ["text", "ref"]
    autocomplete_fields = ["buyer", "categories"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("buyer", "ref"),
                    "language",
                    "text",
                    "categories",
                    ("priority", "state"),
                ]
            },
        ),
        (
            _("How much, for what price"),
            {
                "fields": [
                    ("volume", "volume_unit", "volume_period"),
                    ("target_price", "target_price_currency", "target_price_unit"),
                ]
            },
        ),
        (
            _("What it must meet"),
            {
                "fields": [
                    ("certificates", "certificates_nice"),
                    ("incoterms", "incoterm_place"),
                    ("origins_wanted", "origins_unwanted"),
                    ("deadline", "min_shelf_life_days"),
                ]
            },
        ),
    ]

    @admin.display(description=_("text"))
    def said(self, need: SourcingNeed) -> str:
        """Its beginning, in the reader's language if it has it."""
        text = str(need.text)
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
