"""What delegations' leads say of a draft before it is approved."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from expo.models import Delegation, Edition, MeetingTable, TimeSlot
from foundation.constraints import same_edition
from matchmaking.models.meeting import Meeting


@pghistory.track()
class LeadWord(models.Model):
    """A lead's yes or no to a meeting, at the time and table where it was read: moved from there,
    it waits for a word again.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+", editable=False)
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="words", verbose_name=_("meeting")
    )
    delegation = models.ForeignKey(
        Delegation, models.CASCADE, related_name="words", verbose_name=_("delegation")
    )
    slot = models.ForeignKey(
        TimeSlot, models.CASCADE, related_name="+", verbose_name=_("slot"), editable=False
    )
    table = models.ForeignKey(
        MeetingTable, models.CASCADE, related_name="+", verbose_name=_("table"), editable=False
    )
    approved = models.BooleanField(_("approved"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    said_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    said_at = models.DateTimeField(_("when"), auto_now=True)

    class Meta:
        verbose_name = _("lead's word")
        verbose_name_plural = _("leads' words")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "delegation"], name="word_once"),
            models.CheckConstraint(
                condition=Q(approved=True) | ~Q(reason=""), name="word_no_with_reason"
            ),
            same_edition("meeting", "matchmaking.Meeting", "word_meeting_edition"),
            same_edition("delegation", "expo.Delegation", "word_delegation_edition"),
        ]

    def __str__(self) -> str:
        said = _("approved") if self.approved else _("objection")
        return f"{self.delegation}: {said}"
