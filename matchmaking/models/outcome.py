"""What came of a meeting, as each side says, from the talk to the repeat order."""

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import units
from foundation.constraints import together
from foundation.texts import TranslatedText
from matchmaking.models import announcing
from matchmaking.models.meeting import Meeting
from matchmaking.models.request import MeetingRequest


@pghistory.track()
class Outcome(models.Model):
    """One side's word on a meeting."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="outcomes", verbose_name=_("meeting")
    )
    side = models.CharField(_("side"), max_length=10, choices=MeetingRequest.Side)
    language = models.CharField(_("language of its texts"), max_length=16, default="en")
    talked_about = TranslatedText(_("talked about"), blank=True)
    next_step = TranslatedText(_("next step"), blank=True)
    value = units.amount(_("intended value"))
    value_currency = units.currency(blank=True)
    rating = models.PositiveSmallIntegerField(
        _("how useful the meeting was (1–5)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    recorded_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now=True)

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        triggers = [announcing.OUTCOME]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "side"], name="outcome_once_a_side"),
            together("value", "value_currency", "outcome_value_currency"),
            models.CheckConstraint(
                condition=models.Q(rating__isnull=True) | models.Q(rating__range=(1, 5)),
                name="outcome_rating",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.get_side_display()}"


@pghistory.track()
class OutcomeStep(models.Model):
    """A rung of the ladder that a side says was reached, with its date and realised value."""

    class Rung(models.TextChoices):
        """In order."""

        INTENT = "intent", _("letter of intent")
        SAMPLE = "sample", _("sample order")
        CONTRACT = "contract", _("contract")
        REPEAT = "repeat", _("repeat order")

    outcome = models.ForeignKey(
        Outcome, models.CASCADE, related_name="steps", verbose_name=_("outcome")
    )
    rung = models.CharField(_("step"), max_length=10, choices=Rung)
    reached_on = models.DateField(_("reached on"))
    value = units.amount(_("realised value"))
    value_currency = units.currency(blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["reached_on", "id"]
        triggers = [announcing.STEP]
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "rung"],
                condition=~models.Q(rung="repeat"),
                name="outcome_step_once",
            ),
            together("value", "value_currency", "outcome_step_value_currency"),
        ]

    def __str__(self) -> str:
        return f"{self.get_rung_display()}, {self.reached_on}"
