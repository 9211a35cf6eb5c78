"""A tree of what is traded."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.constraints import CompositeForeignKey
from foundation.texts import TranslatedText, text_index
from foundation.trees import no_circle, refuse_circle


class Category(models.Model):
    """A node of a tree. Scheme `hs`: section → chapter → heading → subheading, services beside."""

    class Kind(models.TextChoices):
        """Goods have HS codes and Incoterms, services have not."""

        GOODS = "goods", _("goods")
        SERVICE = "service", _("service")

    scheme = models.CharField(_("tree"), max_length=32, default="hs")
    code = models.CharField(_("code"), max_length=32)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("under"),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.GOODS)
    name = TranslatedText(_("name"))

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["scheme", "code"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="category_code_unique"),
            models.UniqueConstraint(fields=["scheme", "id"], name="category_scheme_key"),
            CompositeForeignKey(
                fields=("scheme", "parent"),
                to="expo.Category",
                to_fields=("scheme", "id"),
                name="category_parent_scheme",
            ),
        ]
        indexes = [text_index("name", "category_name_text")]
        triggers = [no_circle("category_not_own_parent")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def clean(self) -> None:
        """A heading is nothing below itself."""
        refuse_circle(self)
