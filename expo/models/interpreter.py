"""People who interpret; the solver assigns them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from expo.models.edition import Edition
from foundation import units
from foundation.constraints import WholeItems, edition_key


class Interpreter(models.Model):
    """Interprets between any two of `languages`, within `shifts`."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="interpreters", verbose_name=_("edition")
    )
    ref = units.ref()
    user = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("sign-in")
    )
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    languages = units.code_list(_("languages"))
    sectors = units.code_list(_("knows the field of (category codes)"))
    shifts = units.open_times(_("shifts"))
    max_run_minutes = models.PositiveSmallIntegerField(
        _("longest run without a break (minutes)"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("interpreter")
        verbose_name_plural = _("interpreters")
        ordering = ["ref"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "ref"], name="interpreter_ref_unique"),
            edition_key("interpreter_edition_key"),
            WholeItems(fields=("languages", "sectors"), name="interpreter_whole_items"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({', '.join(self.languages)})"
