"""Day sheets of many participants, on their way into a ZIP."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from expo.models import Edition

SHEET_LOCKS = 51_966  # as `planning.LOCKS`


class DaySheetRunQuerySet(models.QuerySet["DaySheetRun"]):
    """Questions about runs."""

    def active(self) -> "DaySheetRunQuerySet":
        """A worker has them, or is to have them."""
        return self.filter(state__in=DaySheetRun.ACTIVE)


class DaySheetRun(models.Model):
    """Made part by part. Whoever works on it holds the advisory lock (`SHEET_LOCKS`, id); what a
    dead worker leaves is taken up again at the part that it did not finish.
    """

    class State(models.TextChoices):
        """What it is doing."""

        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")

    class Side(models.TextChoices):
        """Whose sheets."""

        BOTH = "", _("exhibitors and buyers")
        EXHIBITORS = "exhibitors", pgettext_lazy("day sheets of", "exhibitors")
        BUYERS = "buyers", pgettext_lazy("day sheets of", "buyers")

    ACTIVE = (State.WAITING,)

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="day_sheet_runs", editable=False
    )
    side = models.CharField(_("of"), max_length=10, choices=Side, blank=True)
    # Empty: all days.
    day = models.DateField(_("day"), null=True, blank=True)
    # Empty: each in its participant's.
    language = models.CharField(_("language"), max_length=16, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    started_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("started by")
    )
    stop = models.BooleanField(_("told to stop"), default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    sheets_done = models.PositiveIntegerField(_("sheets made"), default=0)
    sheets_total = models.PositiveIntegerField(_("sheets"), default=0)
    # Those that no font of the worker's machine could set, as pages for a browser.
    as_pages = models.PositiveIntegerField(_("of them as pages"), default=0)
    bytes = models.PositiveBigIntegerField(_("size"), default=0)
    # Of the meetings that it was begun with.
    stamp = models.CharField(max_length=64, blank=True)
    message = models.TextField(_("message"), blank=True)
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = DaySheetRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("day sheets")
        verbose_name_plural = _("day sheets")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition"], condition=Q(state="waiting"), name="day_sheets_one_active"
            ),
            models.CheckConstraint(
                condition=Q(sheets_done__lte=models.F("sheets_total")), name="day_sheets_done"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_side_display()}"

    @property
    def active(self) -> bool:
        """A worker has it, or is to have it."""
        return self.state in self.ACTIVE


class DaySheetPart(models.Model):
    """Some sheets of a run as a ZIP: workers may run on other machines than the pages."""

    run = models.ForeignKey(DaySheetRun, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    file = models.BinaryField()

    class Meta:
        verbose_name = _("part of day sheets")
        verbose_name_plural = _("parts of day sheets")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="day_sheet_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"
