"""What organizers changed in a timetable by hand, so that the next one is told and all can be
undone.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from expo.models import Edition
from foundation.constraints import same_edition
from matchmaking.models.schedule import Schedule


class ScheduleChange(models.Model):
    """One step, numbered by the schedule's `revision` that it led to."""

    class Kind(models.TextChoices):
        """What was done."""

        MOVED = "moved", _("moved")
        SWAPPED = "swapped", _("swapped")
        CANCELLED = "cancelled", _("cancelled")
        APPROVED = "approved", _("approved")
        UNDONE = "undone", _("undone")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+", editable=False)
    schedule = models.ForeignKey(
        Schedule, models.CASCADE, related_name="changes", verbose_name=_("schedule")
    )
    revision = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("what was done"), max_length=10, choices=Kind)
    # What undoing needs, see `actions.undo_change`: of each meeting moved before and after; of an
    # approval which meetings it touched.
    data = models.JSONField(_("before and after"), default=dict)
    cost = models.IntegerField(_("cost in points"), default=0)
    made_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("when"), auto_now_add=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("change of a timetable")
        verbose_name_plural = _("changes of timetables")
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "revision"], name="change_revision_unique"),
            same_edition("schedule", "matchmaking.Schedule", "change_schedule_edition"),
        ]

    def __str__(self) -> str:
        return f"{self.schedule} #{self.revision}: {self.get_kind_display()}"
