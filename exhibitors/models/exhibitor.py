"""An organization's taking part in an edition on the supply side."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from expo.models import Booth, Delegation, Edition
from foundation import units
from foundation.constraints import edition_key, same_edition
from foundation.participants import Participant


class Exhibitor(Participant):
    """Lists products at a booth."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="exhibitors", verbose_name=_("edition")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="exhibitors", verbose_name=_("organization")
    )
    booth = models.ForeignKey(
        Booth, models.PROTECT, null=True, blank=True, related_name="exhibitors", verbose_name=_("booth")
    )
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="exhibitors",
        verbose_name=_("delegation"),
    )  # fmt: skip
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
            edition_key("exhibitor_edition_key"),
            same_edition("booth", "expo.Booth", "exhibitor_booth_edition"),
            same_edition("delegation", "expo.Delegation", "exhibitor_delegation_edition"),
        ]
