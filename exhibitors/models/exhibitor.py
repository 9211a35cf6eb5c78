"""An organization's taking part in an edition on the supply side."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from expo.models import Booth, Participant
from foundation import units
from foundation.constraints import WholeItems, same_edition


class Exhibitor(Participant):
    """Lists products at a booth."""

    booth = models.ForeignKey(
        Booth,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exhibitors",
        verbose_name=_("booth"),
    )
    first_time = models.BooleanField(_("first time at an expo abroad"), default=False)
    target_markets = units.code_list(_("target markets (countries)"))
    founded = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)

    class Meta(Participant.Meta):
        verbose_name = _("exhibitor")
        verbose_name_plural = _("exhibitors")
        ordering = ["ref"]
        constraints = [
            *Participant.Meta.constraints,
            WholeItems(
                fields=("languages", "channels", "target_markets"), name="exhibitor_whole_items"
            ),
            same_edition("booth", "expo.Booth", "exhibitor_booth_edition"),
        ]
