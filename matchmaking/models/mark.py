"""What one side says of a match: kept for later, or not wanted, and why."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Edition
from foundation.constraints import same_edition
from matchmaking.models.request import MeetingRequest


class MatchMarkQuerySet(models.QuerySet["MatchMark"]):
    """Questions about marks."""

    def of_buyers(self) -> "MatchMarkQuerySet":
        """What buyers say."""
        return self.filter(side=MeetingRequest.Side.BUYER)

    def of_exhibitors(self) -> "MatchMarkQuerySet":
        """What exhibitors say."""
        return self.filter(side=MeetingRequest.Side.EXHIBITOR)

    def saved(self) -> "MatchMarkQuerySet":
        """Kept for later."""
        return self.filter(kind=MatchMark.Kind.SAVED)

    def hidden(self) -> "MatchMarkQuerySet":
        """Not wanted."""
        return self.filter(kind=MatchMark.Kind.HIDDEN)


@pghistory.track()
class MatchMark(models.Model):
    """Belongs to the pair, not to a run's match: it stays when a new run replaces the matches."""

    class Kind(models.TextChoices):
        """A pair has one of them a side."""

        SAVED = "saved", _("saved")
        HIDDEN = "hidden", _("hidden")

    class Reason(models.TextChoices):
        """Why it is hidden; saving needs no reason."""

        NOT_OUR_CATEGORY = "not_our_category", _("not our category")
        TOO_SMALL = "too_small", _("too small")
        TOO_DEAR = "too_dear", _("too dear")
        KNOWN_ALREADY = "known_already", _("known already")
        OTHER = "other", _("another reason")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="marks", editable=False)
    exhibitor = models.ForeignKey(
        Exhibitor, models.CASCADE, related_name="marks", verbose_name=_("exhibitor")
    )
    buyer = models.ForeignKey(Buyer, models.CASCADE, related_name="marks", verbose_name=_("buyer"))
    side = models.CharField(_("said by"), max_length=10, choices=MeetingRequest.Side)
    kind = models.CharField(_("saved or hidden"), max_length=8, choices=Kind)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    marked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("marked by")
    )
    marked_at = models.DateTimeField(_("marked"), auto_now=True)

    objects = MatchMarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        ordering = ["-marked_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["buyer", "exhibitor", "side"], name="mark_once_a_side"),
            models.CheckConstraint(
                condition=Q(kind="saved", reason="") | (Q(kind="hidden") & ~Q(reason="")),
                name="mark_hidden_has_reason",
            ),
            same_edition("exhibitor", "exhibitors.Exhibitor", "mark_exhibitor_edition"),
            same_edition("buyer", "buyers.Buyer", "mark_buyer_edition"),
        ]

    def __str__(self) -> str:
        return f"{self.buyer} – {self.exhibitor}: {self.get_kind_display()}"
