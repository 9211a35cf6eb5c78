"""A trade mission: mission → sub-mission → organizations."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from expo.models.edition import Edition
from foundation import units
from foundation.constraints import edition_key, same_edition
from foundation.texts import TranslatedText
from foundation.trees import no_circle, refuse_circle


# Who speaks for whom, and how far.
@pghistory.track(
    fields=["parent", "lead", "meeting_quota", "approves"],
    model_name="DelegationEvent",
    obj_field=pghistory.ObjForeignKey(related_name="events"),
)
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
    approves = models.BooleanField(
        _("the lead approves its meetings"),
        default=False,
        help_text=_(
            "Of its companies and those of its parts that have no such lead. None of their meetings"
            " is approved without the lead's word, or the word of a lead above."
        ),
    )

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["ref"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "ref"], name="delegation_ref_unique"),
            edition_key("delegation_edition_key"),
            same_edition("parent", "expo.Delegation", "delegation_parent_edition"),
        ]
        triggers = [no_circle("delegation_not_own_part")]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        """A mission is no part of its own parts."""
        refuse_circle(self)
