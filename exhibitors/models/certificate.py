"""A paper that says a product or a whole company meets a standard."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from exhibitors.models.exhibitor import Exhibitor
from exhibitors.models.product import Product
from expo.models import Edition
from foundation import units
from foundation.constraints import CompositeForeignKey, same_edition
from foundation.texts import TranslatedText


class Certificate(models.Model):
    """Without a product it covers the whole company."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="certificates", editable=False
    )
    exhibitor = models.ForeignKey(
        Exhibitor, models.CASCADE, related_name="certificates", verbose_name=_("exhibitor")
    )
    product = models.ForeignKey(
        Product, models.CASCADE, null=True, blank=True, related_name="certificates",
        verbose_name=_("product"),
    )  # fmt: skip
    ref = units.ref()
    standard = models.SlugField(_("standard"), max_length=64)
    issuer = models.CharField(_("issuer"), max_length=200, blank=True)
    scope = TranslatedText(_("scope"), blank=True)
    number = models.CharField(_("number"), max_length=100, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    # Its scan, as it is named in the storage: `papers/….pdf` or `.webp`.
    paper = models.CharField(_("paper"), max_length=48, blank=True, editable=False)
    checked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["ref"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "ref"], name="certificate_ref_unique"),
            same_edition("exhibitor", "exhibitors.Exhibitor", "certificate_exhibitor_edition"),
            CompositeForeignKey(
                fields=("exhibitor", "product"),
                to="exhibitors.Product",
                to_fields=("exhibitor", "id"),
                name="certificate_product_exhibitor",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | Q(checked_on__isnull=False),
                name="certificate_checked",
            ),
            models.CheckConstraint(
                condition=Q(paper="") | Q(paper__regex=r"^papers/[0-9a-f]{32}\.(pdf|webp)$"),
                name="certificate_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard} {self.number}".strip()
