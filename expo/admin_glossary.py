"""The organizer's glossary."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.desk import DeskAdmin
from expo.models import GlossaryTerm


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(DeskAdmin):
    """Words that matching takes to mean the same."""

    edition_path = "edition"
    list_display = ["ref", "said", "category", "edition"]
    list_filter = ["edition"]
    list_select_related = ["category", "edition"]
    search_fields = ["ref", "text"]
    autocomplete_fields = ["edition", "category"]
    fields = [("edition", "ref"), "text", "category"]

    @admin.display(description=_("text"))
    def said(self, term: GlossaryTerm) -> str:
        """In every language."""
        return " · ".join(term.text.values())
