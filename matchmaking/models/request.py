"""One side asks the other for a meeting."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Edition, TimeSlot
from foundation import units
from foundation.constraints import edition_key, same_edition
from foundation.texts import TranslatedText
from matchmaking.models import announcing


class MeetingRequestQuerySet(models.QuerySet["MeetingRequest"]):
    """Questions about requests."""

    def live(self) -> "MeetingRequestQuerySet":
        """Still wanted."""
        return self.filter(state__in=MeetingRequest.LIVE)


@pghistory.track()
class MeetingRequest(models.Model):
    """Holds no slot by itself; the plan gives it one."""

    class State(models.TextChoices):
        """Pending until the other side answers or time runs out."""

        PENDING = "pending", _("pending")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        EXPIRED = "expired", _("expired")

    class Side(models.TextChoices):
        """Who asks."""

        EXHIBITOR = "exhibitor", _("exhibitor")
        BUYER = "buyer", _("buyer")

    class Priority(models.TextChoices):
        """What the plan makes of it: `must` is only the organizer's to give."""

        MUST = "must", pgettext_lazy("priority", "must")
        SHOULD = "should", pgettext_lazy("priority", "should")
        MAY = "may", pgettext_lazy("priority", "may")  # Django calls the month so too

    class Session(models.TextChoices):
        """When on a day."""

        ANY = "", _("any time")
        MORNING = "morning", _("in the morning")
        AFTERNOON = "afternoon", _("in the afternoon")

    LIVE = (State.PENDING, State.ACCEPTED)

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="requests", verbose_name=_("edition")
    )
    exhibitor = models.ForeignKey(
        Exhibitor, models.CASCADE, related_name="requests", verbose_name=_("exhibitor")
    )
    buyer = models.ForeignKey(
        Buyer, models.CASCADE, related_name="requests", verbose_name=_("buyer")
    )
    ref = units.ref()
    asked_by = models.CharField(_("asked by"), max_length=10, choices=Side)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    priority = models.CharField(
        _("priority"), max_length=8, choices=Priority, default=Priority.SHOULD
    )
    language = models.CharField(_("language of its texts"), max_length=16, default="en")
    message = TranslatedText(_("message"), blank=True)
    asked_on = models.DateField(_("asked on"))
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    decline_reason = TranslatedText(_("reason for declining"), blank=True)
    session = models.CharField(_("time of day"), max_length=10, choices=Session, blank=True)
    fixed_slot = models.ForeignKey(
        TimeSlot,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("fixed slot"),
    )
    proposed_slot = models.ForeignKey(
        TimeSlot,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("another time proposed"),
    )
    proposed_by = models.CharField(_("proposed by"), max_length=10, choices=Side, blank=True)
    after = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="before", verbose_name=_("only after")
    )

    objects = MeetingRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting request")
        verbose_name_plural = _("meeting requests")
        ordering = ["ref"]
        triggers = [announcing.REQUEST]
        constraints = [
            models.UniqueConstraint(fields=["edition", "ref"], name="request_ref_unique"),
            edition_key("request_edition_key"),
            models.UniqueConstraint(
                fields=["exhibitor", "buyer", "asked_by"],
                condition=Q(state__in=["pending", "accepted"]),
                name="request_one_live",
            ),
            models.CheckConstraint(
                condition=Q(state="pending", answered_on__isnull=True) | ~Q(state="pending"),
                name="request_pending_unanswered",
            ),
            same_edition("exhibitor", "exhibitors.Exhibitor", "request_exhibitor_edition"),
            same_edition("buyer", "buyers.Buyer", "request_buyer_edition"),
            models.CheckConstraint(
                condition=Q(proposed_slot__isnull=True, proposed_by="")
                | (Q(proposed_slot__isnull=False) & ~Q(proposed_by="")),
                name="request_proposal_whole",
            ),
            same_edition("fixed_slot", "expo.TimeSlot", "request_slot_edition"),
            same_edition("proposed_slot", "expo.TimeSlot", "request_proposal_edition"),
        ]

    def __str__(self) -> str:
        return f"{self.ref}: {self.exhibitor} – {self.buyer}"

    @property
    def live(self) -> bool:
        """Still wanted."""
        return self.state in self.LIVE

    @property
    def awaits(self) -> str:
        """The side whose turn it is, empty if it is nobody's."""
        if self.live and self.proposed_by:
            return other_side(self.proposed_by)
        return other_side(self.asked_by) if self.state == self.State.PENDING else ""


def other_side(side: str) -> str:
    """`buyer` → `exhibitor` and back."""
    sides = MeetingRequest.Side
    return sides.BUYER if side == sides.EXHIBITOR else sides.EXHIBITOR
