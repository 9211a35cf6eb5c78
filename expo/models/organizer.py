"""Who organizes which edition, and in which role."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from expo.models.edition import Edition


@pghistory.track()
class Organizer(models.Model):
    """Lets a person onto the desk for one edition. What a role may do is its group's to say."""

    class Role(models.TextChoices):
        """Each is a group of permissions, see `accounts.roles`."""

        OWNER = "owner", _("owner")
        MATCHMAKER = "matchmaker", _("matchmaker")
        FLOOR = "floor", _("floor manager")
        REPORTER = "reporter", _("reporter")
        DELEGATIONS = "delegations", _("delegation desk")

    user = models.ForeignKey(
        User, models.CASCADE, related_name="organizing", verbose_name=_("person")
    )
    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="organizers", verbose_name=_("edition")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)

    class Meta:
        verbose_name = _("organizer")
        verbose_name_plural = _("organizers")
        ordering = ["edition", "role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "edition"], name="organizer_one_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
