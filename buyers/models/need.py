"""What a buyer looks for, in the buyer's own words, with the terms it must meet."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from buyers.models.buyer import Buyer
from expo.models import Category, Edition
from foundation import units
from foundation.constraints import WholeItems, same_edition, together
from foundation.texts import TranslatedText


class SourcingNeed(models.Model):
    """Empty terms mean: open to anything."""

    class State(models.TextChoices):
        """Only open ones are matched; a paused one is to come back, a closed one is over."""

        OPEN = "open", pgettext_lazy("need", "open")
        PAUSED = "paused", _("paused")
        CLOSED = "closed", _("closed")

    class Priority(models.TextChoices):
        """Among the buyer's own needs."""

        HIGH = "high", _("high")
        NORMAL = "normal", _("normal")
        LOW = "low", _("low")

    class Period(models.TextChoices):
        """How often the volume is wanted."""

        ONCE = "once", _("once")
        MONTH = "month", _("a month")
        YEAR = "year", _("a year")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="needs", editable=False)
    buyer = models.ForeignKey(Buyer, models.CASCADE, related_name="needs", verbose_name=_("buyer"))
    ref = units.ref()
    language = models.CharField(_("language of its text"), max_length=16, default="en")
    text = TranslatedText(_("text"))
    categories = models.ManyToManyField(
        Category, blank=True, related_name="needs", verbose_name=_("categories")
    )
    volume = units.amount(_("volume"))
    volume_unit = units.unit(blank=True)
    volume_period = models.CharField(
        _("once or regularly"), max_length=8, choices=Period, blank=True
    )
    target_price = units.amount(_("target price"))
    target_price_currency = units.currency(blank=True)
    target_price_unit = units.unit(_("price is for one"), blank=True)
    certificates = units.code_list(_("certificates it must have"))
    certificates_nice = units.code_list(_("certificates that speak for an offer"))
    incoterms = units.code_list(_("Incoterms accepted"))
    incoterm_place = models.CharField(_("named place"), max_length=100, blank=True)
    origins_wanted = units.code_list(_("origins wanted"))
    origins_unwanted = units.code_list(_("origins not wanted"))
    deadline = models.DateField(_("goods wanted by"), null=True, blank=True)
    min_shelf_life_days = models.PositiveIntegerField(
        _("shelf life at least (days)"), null=True, blank=True
    )
    priority = models.CharField(
        _("priority"), max_length=8, choices=Priority, default=Priority.NORMAL
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)

    created_at = models.DateTimeField(_("entered"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("sourcing need")
        verbose_name_plural = _("sourcing needs")
        ordering = ["ref"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "ref"], name="need_ref_unique"),
            same_edition("buyer", "buyers.Buyer", "need_buyer_edition"),
            WholeItems(
                fields=(
                    "certificates",
                    "certificates_nice",
                    "incoterms",
                    "origins_wanted",
                    "origins_unwanted",
                ),
                name="need_whole_items",
            ),
            together("volume", "volume_unit", "need_volume_unit"),
            together("volume", "volume_period", "need_volume_period"),
            together("target_price", "target_price_currency", "need_price_currency"),
            together("target_price", "target_price_unit", "need_price_unit"),
        ]

    def __str__(self) -> str:
        return str(self.text)
