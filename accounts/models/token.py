"""Tokens with which programs act for a person or an organization."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.organization import Organization
from accounts.models.user import User

PREFIX = "fl_"
NOTED_EVERY = timedelta(minutes=1)


class Area(models.TextChoices):
    """What a token may read or write, each by itself."""

    CATALOGUE = "catalogue", _("editions, exhibitors, products, certificates")
    DEMAND = "demand", _("buyers and their needs")
    MATCHES = "matches", _("matches")
    REQUESTS = "requests", _("meeting requests")
    MEETINGS = "meetings", _("meetings, availability, delegations")
    OUTCOMES = "outcomes", _("outcomes")
    PLANNING = "planning", _("scoring runs and timetables")
    WEBHOOKS = "webhooks", _("webhooks")
    REGISTRATION = "registration", _("registrations")
    ACCOUNT = "account", _("my own data")


SCOPES = [f"{area}:{verb}" for area in Area.values for verb in ("read", "write")]


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    """Questions about tokens."""

    def live(self) -> Self:
        """Neither ended nor run out."""
        return self.filter(ended_at=None).filter(
            Q(expires_at=None) | Q(expires_at__gt=timezone.now())
        )


@pghistory.track(
    fields=["user", "organization", "name", "scopes", "expires_at", "ended_at"],
    model_name="AccessTokenEvent",
)
class AccessToken(models.Model):
    """Shown once, when it is made; only a digest is stored.

    A personal token does what its person may do, as far as its scopes go. A machine's is limited
    to one organization besides, and lasts as long as its maker acts for that organization.
    """

    class Kind(models.TextChoices):
        """Who it speaks for."""

        PERSONAL = "personal", _("personal")
        MACHINE = "machine", _("of a machine")

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens", verbose_name=_("made by"))
    organization = models.ForeignKey(
        Organization, models.CASCADE, null=True, blank=True, related_name="tokens",
        verbose_name=_("organization"),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.PERSONAL)
    name = models.CharField(_("name"), max_length=80)
    scopes = ArrayField(models.CharField(max_length=24), verbose_name=_("scopes"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(_("begins with"), max_length=12, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("good until"), null=True, blank=True)
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="personal", organization__isnull=True)
                | Q(kind="machine", organization__isnull=False),
                name="token_machine_has_organization",
            ),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=SCOPES) & Q(scopes__len__gt=0),
                name="token_scopes_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"

    @staticmethod
    def digest_of(secret: str) -> str:
        """What is stored of a secret. It is long and random: a plain digest cannot be guessed."""
        return hashlib.sha256(secret.encode()).hexdigest()

    @staticmethod
    def new_secret() -> str:
        """What the maker is shown."""
        return PREFIX + secrets.token_urlsafe(32)

    def noted(self, now: datetime) -> bool:
        """Whether its last use is written down recently enough."""
        return self.used_at is not None and now - self.used_at < NOTED_EVERY
