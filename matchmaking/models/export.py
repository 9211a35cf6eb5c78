"""Who took how much out, when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class ExportRecord(models.Model):
    """An organizer's export of rows that are not their own. Nothing deletes it but retention."""

    user = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("person")
    )
    token = models.CharField(_("token"), max_length=12, blank=True)
    what = models.CharField(_("what"), max_length=40)
    query = models.CharField(_("filters"), max_length=500, blank=True)
    # Empty while it runs, and for good if it was broken off.
    rows = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    began_at = models.DateTimeField(_("began"), auto_now_add=True)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.what}, {self.rows}"
