"""Answers kept for requests that may be sent again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User

KEPT_HOURS = 24


class KeptAnswer(models.Model):
    """Written in the transaction of what it answers: both are there, or neither.

    The unique row is the lock: a second request with the same key waits for the first to commit.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(max_length=128)
    # Of method, address, scope and body: a key used for something else is refused.
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=b"")
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="kept_answer_key_unique")
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"
