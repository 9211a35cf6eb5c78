"""Webhooks, their deliveries, registrations and exports."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.desk import DeskAdmin, ReadOnlyAdmin
from matchmaking.actions.send_webhooks import replay
from matchmaking.models import (
    ExportRecord,
    Registration,
    RegistrationSource,
    WebhookDelivery,
    WebhookEndpoint,
)

REPLAY = "matchmaking.change_webhookdelivery"


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(DeskAdmin):
    """Its secret is shown where it is made, by the API, and here."""

    edition_path = "edition"
    list_display = ["url", "edition", "organization", "active", "created_at"]
    list_filter = ["edition", "active"]
    list_select_related = ["edition", "organization"]
    search_fields = ["url"]
    autocomplete_fields = ["edition", "organization"]
    readonly_fields = ["secret", "created_by", "created_at"]
    fields = ["edition", "organization", "url", "topics", "active", "secret", "created_at"]


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnlyAdmin):
    """What was sent, what waits, why it failed."""

    edition_path = scope_path = "endpoint__edition"
    zone_field = "endpoint"
    list_display = ["__str__", "endpoint", "state", "attempts", "status", "due_at", "sent_at"]
    list_filter = ["state", "event", "endpoint__edition"]
    list_select_related = ["endpoint"]
    search_fields = ["subject", "endpoint__url"]
    actions = ["send_again"]

    def has_replay_permission(self, request: HttpRequest) -> bool:
        """Who may change a delivery may have it sent again."""
        return request.user.has_perm(REPLAY)

    @admin.action(description=_("Send again"), permissions=["replay"])
    def send_again(self, request: HttpRequest, rows: QuerySet[WebhookDelivery]) -> None:
        """Under the same message ids, in their order; at editions where it is one's to say."""
        count = 0
        for row in self.within(request, rows, REPLAY).order_by("pk"):
            replay(row)
            count += 1
        said = ngettext("%d message waits to be sent.", "%d messages wait to be sent.", count)
        messages.success(request, said % count)


@admin.register(RegistrationSource)
class RegistrationSourceAdmin(DeskAdmin):
    """What a ticket shop's fields mean."""

    edition_path = "edition"
    list_display = ["name", "edition", "style", "side", "approve"]
    list_filter = ["edition", "style"]
    list_select_related = ["edition"]
    search_fields = ["name"]
    autocomplete_fields = ["edition"]
    exclude = ["created_by"]


@admin.register(Registration)
class RegistrationAdmin(ReadOnlyAdmin):
    """What came, and what became of it."""

    edition_path = scope_path = "source__edition"
    zone_field = "source"
    list_display = ["code", "source", "side", "state", "message", "came_at"]
    list_filter = ["source", "state"]
    list_select_related = ["source"]
    search_fields = ["code"]


@admin.register(ExportRecord)
class ExportRecordAdmin(ReadOnlyAdmin):
    """Who took how much out."""

    list_display = ["what", "user", "token", "rows", "query", "began_at"]
    list_filter = ["what"]
    list_select_related = ["user"]
    search_fields = ["what"]
