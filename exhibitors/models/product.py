"""What an exhibitor lists, with its trade terms."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from exhibitors.models.exhibitor import Exhibitor
from expo.models import Category, Edition
from foundation import units
from foundation.constraints import same_edition, together
from foundation.texts import TranslatedText, text_index


class Period(models.TextChoices):
    """How often a quantity comes."""

    MONTH = "month", _("a month")
    YEAR = "year", _("a year")


class Product(models.Model):
    """Goods or a service. `edition` is its exhibitor's, held by the database."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="products", editable=False)
    exhibitor = models.ForeignKey(
        Exhibitor, models.CASCADE, related_name="products", verbose_name=_("exhibitor")
    )
    ref = units.ref()
    language = models.CharField(_("language of its texts"), max_length=16, default="en")
    name = TranslatedText(_("name"))
    description = TranslatedText(_("description"), blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="products",
        verbose_name=_("category"),
    )  # fmt: skip
    hs_code = models.CharField(_("HS code"), max_length=10, blank=True)
    origin = units.country(_("origin"), blank=True)
    moq = units.amount(_("minimum order (MOQ)"))
    moq_unit = units.unit(blank=True)
    unit_size = units.amount(_("one bag, carton … holds"))
    unit_size_unit = units.unit(blank=True)
    capacity = units.amount(_("capacity"))
    capacity_unit = units.unit(blank=True)
    capacity_period = models.CharField(
        _("a month or a year"), max_length=8, choices=Period, blank=True
    )
    price_min = units.amount(_("price from"))
    price_max = units.amount(_("price to"))
    price_currency = units.currency(blank=True)
    price_unit = units.unit(_("price is for one"), blank=True)
    incoterm = models.CharField(_("Incoterm"), max_length=3, choices=units.Incoterm, blank=True)
    incoterm_place = models.CharField(_("named place"), max_length=100, blank=True)
    lead_time_days = models.PositiveSmallIntegerField(_("lead time (days)"), null=True, blank=True)
    shelf_life_days = models.PositiveIntegerField(_("shelf life (days)"), null=True, blank=True)
    temperature_min = models.FloatField(_("from °C"), null=True, blank=True)
    temperature_max = models.FloatField(_("to °C"), null=True, blank=True)

    created_at = models.DateTimeField(_("entered"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["ref"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "ref"], name="product_ref_unique"),
            models.UniqueConstraint(fields=["exhibitor", "id"], name="product_exhibitor_key"),
            same_edition("exhibitor", "exhibitors.Exhibitor", "product_exhibitor_edition"),
            together("moq", "moq_unit", "product_moq_unit"),
            together("unit_size", "unit_size_unit", "product_unit_size_unit"),
            together("capacity", "capacity_unit", "product_capacity_unit"),
            together("capacity", "capacity_period", "product_capacity_period"),
            together("price_min", "price_currency", "product_price_min_currency"),
            together("price_max", "price_currency", "product_price_max_currency"),
            together("price_min", "price_unit", "product_price_unit"),
            models.CheckConstraint(
                condition=Q(price_min__isnull=True)
                | Q(price_min__lte=F("price_max"), price_min__gte=0),
                name="product_price_band",
            ),
            models.CheckConstraint(
                condition=Q(temperature_min__isnull=True)
                | Q(temperature_max__isnull=True)
                | Q(temperature_min__lte=F("temperature_max")),
                name="product_temperature_band",
            ),
            models.CheckConstraint(
                condition=Q(hs_code="") | Q(hs_code__regex=r"^(\d{4}|\d{6}|\d{8}|\d{10})$"),
                name="product_hs_code",
            ),
        ]
        indexes = [text_index("name", "product_name_text")]

    def __str__(self) -> str:
        return str(self.name)
