"""A logo, or a picture of a product."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exhibitors.models.exhibitor import Exhibitor
from exhibitors.models.product import Product
from expo.models import Edition
from foundation.constraints import CompositeForeignKey, same_edition
from foundation.pictures import LONGEST_SIDE
from foundation.texts import TranslatedText

MOST_OF_PRODUCT = 6


class Picture(models.Model):
    """Without a product it is the exhibitor's logo. Its files are named by `key` in the storage,
    as `foundation.pictures` has made them. `number` is its place among the product's.
    """

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="pictures", editable=False, verbose_name=_("edition")
    )
    exhibitor = models.ForeignKey(
        Exhibitor, models.CASCADE, related_name="pictures", verbose_name=_("exhibitor")
    )
    product = models.ForeignKey(
        Product, models.CASCADE, null=True, blank=True, related_name="pictures",
        verbose_name=_("product"),
    )  # fmt: skip
    number = models.PositiveSmallIntegerField(_("place"), default=1)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    width = models.PositiveSmallIntegerField(_("width"))
    height = models.PositiveSmallIntegerField(_("height"))
    alt = TranslatedText(
        _("what it shows"),
        help_text=_("For those who cannot see it: “Green beans on a drying bed”."),
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["exhibitor", "product", "number"]
        constraints = [
            same_edition("exhibitor", "exhibitors.Exhibitor", "picture_exhibitor_edition"),
            CompositeForeignKey(
                fields=("exhibitor", "product"),
                to="exhibitors.Product",
                to_fields=("exhibitor", "id"),
                name="picture_product_exhibitor",
            ),
            models.UniqueConstraint(fields=["product", "number"], name="picture_place_unique"),
            models.UniqueConstraint(
                fields=["exhibitor"], condition=Q(product__isnull=True), name="picture_one_logo"
            ),
            models.CheckConstraint(
                condition=Q(number__range=(1, MOST_OF_PRODUCT)), name="picture_place"
            ),
            models.CheckConstraint(
                condition=Q(width__range=(1, LONGEST_SIDE), height__range=(1, LONGEST_SIDE)),
                name="picture_size",
            ),
        ]

    def __str__(self) -> str:
        return str(self.alt)

    @property
    def file(self) -> str:
        """Its name in the storage."""
        return f"pictures/{self.key.hex}.webp"

    @property
    def thumbnail(self) -> str:
        """That of the small one."""
        return f"pictures/{self.key.hex}-s.webp"
