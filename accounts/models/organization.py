"""A company or institution, once, across editions, and the people who act for it."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User
from foundation import units
from foundation.texts import TranslatedText, text_index


@pghistory.track(
    pghistory.UpdateEvent(),
    fields=["standing", "standing_reason", "checked_by"],
    model_name="OrganizationEvent",
    obj_field=pghistory.ObjForeignKey(related_name="events"),
)
class Organization(models.Model):
    """Known by its registration number in its country; without one, by an edition's `ref`."""

    class Standing(models.TextChoices):
        """Imported ones are known; one that somebody founded in the portal is to be looked at."""

        NEW = "new", _("to be checked")
        KNOWN = "known", _("known")
        REFUSED = "refused", _("refused")

    name = TranslatedText(_("name"))
    country = units.country()
    city = models.CharField(_("city"), max_length=100, blank=True)
    website = models.URLField(_("website"), blank=True)
    registration_number = models.CharField(_("registration number"), max_length=64, blank=True)
    standing = models.CharField(
        _("standing"),
        max_length=8,
        choices=Standing,
        default=Standing.KNOWN,
        db_default="known",
        editable=False,
    )
    standing_reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    checked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("checked by"),
        editable=False,
    )  # fmt: skip
    founded_at = models.DateTimeField(_("founded"), auto_now_add=True, null=True, editable=False)

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "registration_number"],
                condition=~models.Q(registration_number=""),
                name="organization_registration_unique",
            ),
            models.CheckConstraint(
                condition=~models.Q(standing="refused") | ~models.Q(standing_reason=""),
                name="organization_refused_why",
            ),
        ]
        indexes = [
            text_index("name", "organization_name_text"),
            models.Index(
                fields=["id"], condition=models.Q(standing="new"), name="organization_to_check"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


@pghistory.track()
class Membership(models.Model):
    """A person's role in an organization."""

    class Role(models.TextChoices):
        """From most to least."""

        OWNER = "owner", _("owner")
        EDITOR = "editor", _("editor")
        VIEWER = "viewer", _("viewer")

    user = models.ForeignKey(
        User, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="memberships", verbose_name=_("organization")
    )
    role = models.CharField(_("role"), max_length=8, choices=Role.choices, default=Role.VIEWER)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "organization"], name="membership_unique")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.organization} ({self.get_role_display()})"
