"""A trade mission: mission → sub-mission → organizations."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from expo.models.edition import Edition
from foundation import units
from foundation.constraints import edition_key, same_edition
from foundation.texts import TranslatedText


class Delegation(models.Model):
    """A mission or a part of one. Its quota counts the meetings of all its members together."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="delegations", verbose_name=_("edition")
    )
    ref = units.ref()
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    name = TranslatedText(_("name"))
    country = units.country(blank=True)
    lead = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name=_("lead"),
    )
    meeting_quota = models.PositiveIntegerField(_("meeting quota"), null=True, blank=True)
    approves = models.BooleanField(_("the lead approves its meetings"), default=False)

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["ref"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "ref"], name="delegation_ref_unique"),
            edition_key("delegation_edition_key"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="delegation_not_own_part",
            ),
            same_edition("parent", "expo.Delegation", "delegation_parent_edition"),
        ]

    def __str__(self) -> str:
        return str(self.name)
