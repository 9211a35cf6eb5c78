"""The outbox: what is to be told to whom, written in the same transaction as what happened."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from expo.models import Edition


class Notice(models.Model):
    """One e-mail, sent under its row's lock; without an edition where it is about none."""

    class State(models.TextChoices):
        """Waiting until a worker sent it."""

        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        REPLACED = "replaced", _("replaced by a later one")

    edition = models.ForeignKey(
        Edition, models.CASCADE, null=True, blank=True, related_name="notices",
        verbose_name=_("edition"),
    )  # fmt: skip
    email = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    calendar = models.TextField(_("calendar attached (.ics)"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("error"), blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(state="waiting"), name="notice_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.subject}"
