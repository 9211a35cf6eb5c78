"""A version of the timetable."""

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from expo.models import Edition
from foundation.constraints import edition_key
from matchmaking.models import announcing


class ScheduleManager(models.Manager["Schedule"]):
    """Schedules without the wishes that they leave out, of which there may be a hundred thousand:
    those are read where they are asked for.
    """

    def get_queryset(self) -> "models.QuerySet[Schedule]":
        """All of them."""
        return super().get_queryset().defer("unscheduled")


@pghistory.track(exclude=["unscheduled", "left_out"])
class Schedule(models.Model):
    """Draft → in review → approved → superseded. `bound` is proven: no timetable is worth more."""

    class State(models.TextChoices):
        """At most one of an edition is approved."""

        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        APPROVED = "approved", _("approved")
        SUPERSEDED = "superseded", _("superseded")

    OPEN = (State.DRAFT, State.IN_REVIEW)

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="schedules", verbose_name=_("edition")
    )
    version = models.PositiveIntegerField(_("version"), validators=[MinValueValidator(1)])
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    keeps = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("made to stay close to"),
    )  # fmt: skip
    solver_status = models.CharField(_("solver's status"), max_length=12, blank=True)
    objective = models.FloatField(_("objective"), default=0)
    bound = models.FloatField(_("bound"), default=0)
    gap = models.FloatField(
        _("gap"), default=0, help_text=_("Share of the bound that may be lost.")
    )
    parts = models.JSONField(_("parts of the objective"), default=dict)
    exposure = models.JSONField(_("exposure floors"), default=list)
    unscheduled = models.JSONField(_("left out, and why"), default=list)
    left_out = models.GeneratedField(
        expression=models.Func(F("unscheduled"), function="jsonb_array_length"),
        output_field=models.PositiveIntegerField(),
        db_persist=True,
        verbose_name=_("left out"),
    )
    moved = models.PositiveIntegerField(_("moved against the kept one"), default=0)
    seconds = models.FloatField(_("seconds"), default=0)
    label = models.CharField(_("name"), max_length=80, blank=True)
    digest = models.CharField(_("digest of its inputs"), max_length=64, blank=True)
    stamp = models.CharField(_("stamp of the rows it was made from"), max_length=64, blank=True)
    created_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    # Grows with each change by hand: who changes it says which one was seen.
    revision = models.PositiveIntegerField(_("changes by hand"), default=0, editable=False)
    # Since when leads whose word is wanted may read it in the portal.
    asked_at = models.DateTimeField(_("leads asked"), null=True, blank=True)
    asked_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("leads asked by"),
    )
    checked_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("first approved by"),
    )
    checked_at = models.DateTimeField(_("first approved"), null=True, blank=True)
    # What the first person approved, as `queries.parts.Part.key` writes it; empty for the whole.
    checked_part = models.CharField(max_length=80, blank=True, editable=False)
    approved_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)

    objects = ScheduleManager()

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        ordering = ["-id"]
        triggers = [announcing.SCHEDULE]
        constraints = [
            models.UniqueConstraint(fields=["edition", "version"], name="schedule_version_unique"),
            edition_key("schedule_edition_key"),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(state="approved"), name="schedule_one_approved"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False),
                name="schedule_approved_at",
            ),
        ]

    def __str__(self) -> str:
        name = f"{self.edition} v{self.version}"
        return f"{name} “{self.label}”" if self.label else name
