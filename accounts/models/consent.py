"""What a person agreed to, for which purpose, and in which words."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User


class Purpose(models.TextChoices):
    """Each is asked for by itself; without it everything else works the same."""

    SHARE_CONTACT = "share_contact", _("show my contact details to whom I agreed to meet")
    FOLLOW_UP = "follow_up", _("ask me after the expo what came of my meetings")
    NEWS = "news", _("write to me about the next edition")
    CROSS_BORDER = "cross_border", _("let my data be processed outside my country")


@pghistory.track()
class Consent(models.Model):
    """The newest row of a purpose counts; none means no. Rows are added, never changed."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="consents", verbose_name=_("person")
    )
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose)
    given = models.BooleanField(_("given"))
    text_version = models.CharField(_("version of the text"), max_length=16)
    text = models.TextField(_("text"))
    language = models.CharField(_("language of its texts"), max_length=16)
    said_at = models.DateTimeField(_("said"), auto_now_add=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "purpose", "-id"], name="consent_newest")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_purpose_display()}"
