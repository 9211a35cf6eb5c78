"""The outbox."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.desk import ReadOnlyAdmin
from matchmaking.models import Notice


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """What was told to whom, and whether it left."""

    edition_path = "edition"
    list_display = ["email", "subject", "state", "attempts", "created_at", "sent_at"]
    list_filter = ["edition", "state"]
    search_fields = ["email", "subject"]
    ordering = ["-id"]
    fieldsets = [
        (None, {"fields": ["edition", "email", "subject", "body"]}),
        (_("Sending"), {"fields": [("state", "attempts"), "error", ("created_at", "sent_at")]}),
        (_("Attached"), {"fields": ["calendar"], "classes": ["collapse"]}),
    ]
