"""An organization's taking part in an edition on the demand side."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from expo.models import Delegation, Edition
from foundation import units
from foundation.constraints import edition_key, same_edition, together
from foundation.participants import Participant


class Buyer(Participant):
    """States sourcing needs; hosted buyers travel at the organizer's cost."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="buyers", verbose_name=_("edition"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="buyers", verbose_name=_("organization")
    )
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="buyers",
        verbose_name=_("delegation"),
    )  # fmt: skip
    regions = ArrayField(
        models.CharField(max_length=100), default=list, blank=True, verbose_name=_("sells in")
    )
    annual_volume = units.amount(_("buys a year for"))
    annual_volume_currency = units.currency(blank=True)
    hosted = models.BooleanField(_("hosted buyer"), default=False)

    class Meta(Participant.Meta):
        verbose_name = _("buyer")
        verbose_name_plural = _("buyers")
        ordering = ["ref"]
        constraints = [
            *Participant.Meta.constraints,
            edition_key("buyer_edition_key"),
            same_edition("delegation", "expo.Delegation", "buyer_delegation_edition"),
            together("annual_volume", "annual_volume_currency", "buyer_volume_currency"),
        ]
