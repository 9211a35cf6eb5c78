"""What the trade at this edition calls things, in several languages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from expo.models.category import Category
from expo.models.edition import Edition
from foundation import units
from foundation.constraints import edition_key
from foundation.texts import TranslatedText


class GlossaryTerm(models.Model):
    """The texts mean the same; they come before the dictionary's. A category is named by them.

    Several ways of saying it in one language are parted by slashes.
    """

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="glossary", verbose_name=_("edition")
    )
    ref = units.ref()
    text = TranslatedText(
        _("text"), help_text=_("The same in each language; several ways to say it parted by “/”.")
    )
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="terms",
        verbose_name=_("category"),
    )

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["ref"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "ref"], name="glossary_ref_unique"),
            edition_key("glossary_edition_key"),
        ]

    def __str__(self) -> str:
        return str(self.text)
