"""Who is told of events by HTTP, and the outbox of what they are told."""

import base64
import secrets
import uuid

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from expo.models import Edition

SECRET_PREFIX = "whsec_"  # noqa: S105 (the prefix that Standard Webhooks fix)


class Event(models.TextChoices):
    """What can be told of."""

    MATCH_CREATED = "match.created"
    REQUEST_CREATED = "request.created"
    REQUEST_ACCEPTED = "request.accepted"
    REQUEST_DECLINED = "request.declined"
    REQUEST_WITHDRAWN = "request.withdrawn"
    REQUEST_EXPIRED = "request.expired"
    REQUEST_CHANGED = "request.changed"
    MEETING_CONFIRMED = "meeting.confirmed"
    MEETING_CHANGED = "meeting.changed"
    MEETING_CANCELLED = "meeting.cancelled"
    MEETING_HELD = "meeting.held"
    MEETING_NO_SHOW = "meeting.no_show"
    SCHEDULE_APPROVED = "schedule.approved"
    OUTCOME_RECORDED = "outcome.recorded"
    OUTCOME_CHANGED = "outcome.changed"


def new_secret() -> str:
    """A signing key as Standard Webhooks write it."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


@pghistory.track(exclude=["secret"])
class WebhookEndpoint(models.Model):
    """An organization's, which hears of its own objects; without one the organizers', which hears
    of everything of the edition.
    """

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="webhooks", verbose_name=_("edition")
    )
    organization = models.ForeignKey(
        Organization, models.CASCADE, null=True, blank=True, related_name="webhooks",
        verbose_name=_("organization"), help_text=_("None: it hears of the whole edition."),
    )  # fmt: skip
    url = models.URLField(
        _("address"), max_length=500, validators=[URLValidator(schemes=["https", "http"])]
    )
    topics = ArrayField(models.CharField(max_length=24, choices=Event), verbose_name=_("events"))
    # Kept as it is: signing needs it.
    secret = models.CharField(max_length=80, default=new_secret, editable=False)
    active = models.BooleanField(_("active"), default=True)
    created_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(topics__contained_by=Event.values) & Q(topics__len__gt=0),
                name="webhook_events_known",
            )
        ]

    def __str__(self) -> str:
        return self.url


class WebhookEvent(models.Model):
    """What happened, noted by a trigger; gone once it lies in the endpoints' deliveries."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    event = models.CharField(max_length=24, choices=Event)
    subject = models.CharField(max_length=60)
    data = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.event} {self.subject}"


class WebhookDelivery(models.Model):
    """One event for one endpoint. Those about one object go out in order: a later one waits."""

    class State(models.TextChoices):
        """Waiting until the other side said 2xx."""

        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    endpoint = models.ForeignKey(
        WebhookEndpoint, models.CASCADE, related_name="deliveries", verbose_name=_("webhook")
    )
    # The message's id; the same when it is sent again, so that the receiver can tell.
    uid = models.UUIDField(_("message id"), default=uuid.uuid4, editable=False)
    event = models.CharField(_("event"), max_length=24, choices=Event)
    subject = models.CharField(_("object"), max_length=60)
    payload = models.JSONField(_("content"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["endpoint", "subject", "id"],
                condition=Q(state="waiting"),
                name="delivery_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.subject}"
