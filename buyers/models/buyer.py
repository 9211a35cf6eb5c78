"""An organization's taking part in an edition on the demand side."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from expo.models import Participant
from foundation import units
from foundation.constraints import WholeItems, together


class Buyer(Participant):
    """States sourcing needs; hosted buyers travel at the organizer's cost."""

    regions = units.word_list(_("sells in"), 100)
    annual_volume = units.amount(_("buys a year for"))
    annual_volume_currency = units.currency(blank=True)
    discovery = models.PositiveSmallIntegerField(
        _("wish for discovery (0–100)"),
        default=20,
        validators=[MaxValueValidator(100)],
        help_text=_("How far exhibitors it has never met move up in its list."),
    )
    hosted = models.BooleanField(_("hosted buyer"), default=False)

    class Meta(Participant.Meta):
        verbose_name = _("buyer")
        verbose_name_plural = _("buyers")
        ordering = ["ref"]
        constraints = [
            *Participant.Meta.constraints,
            WholeItems(fields=("languages", "channels", "regions"), name="buyer_whole_items"),
            models.CheckConstraint(condition=Q(discovery__lte=100), name="buyer_discovery"),
            together("annual_volume", "annual_volume_currency", "buyer_volume_currency"),
        ]
