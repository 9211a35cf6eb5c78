"""What buyers and exhibitors say of their matches."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.desk import ReadOnlyAdmin
from matchmaking.admin.history import HistoryAdmin
from matchmaking.models import MatchMark


@admin.register(MatchMark)
class MatchMarkAdmin(ReadOnlyAdmin, HistoryAdmin):
    """To look at: a mark is the parties' own."""

    edition_path = "edition"
    list_display = ["exhibitor", "buyer", "side", "kind", "reason", "marked_at"]
    list_filter = ["edition", "side", "kind", "reason"]
    list_select_related = ["exhibitor__organization", "buyer__organization"]
    search_fields = ["exhibitor__organization__name", "buyer__organization__name", "note"]
    fieldsets = [
        (None, {"fields": [("exhibitor", "buyer"), ("side", "kind"), "reason", "note"]}),
        (_("Who and when"), {"fields": [("marked_by", "marked_at")]}),
    ]
