"""Private addresses of calendars."""

import hashlib
import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from expo.models import Edition


class CalendarFeed(models.Model):
    """A person's address of an organization's calendar at an edition; one at a time.

    Only a digest of its secret is stored: the address is shown once, when it is made.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="feeds", verbose_name=_("person"))
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "edition", "organization"], name="calendar_feed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.organization}"

    @staticmethod
    def digest_of(secret: str) -> str:
        """What is stored of a secret."""
        return hashlib.sha256(secret.encode()).hexdigest()

    @classmethod
    def make(cls, user: User, edition: Edition, organization: Organization) -> str:
        """A new secret; the former address opens nothing any more."""
        secret = secrets.token_urlsafe(24)
        cls.objects.update_or_create(
            user=user,
            edition=edition,
            organization=organization,
            defaults={"digest": cls.digest_of(secret)},
        )
        return secret
