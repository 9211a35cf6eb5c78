"""One attempt at a timetable by the solver, and what it is to weigh."""

from typing import Any

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from expo.models import Delegation, Edition
from foundation.constraints import CompositeForeignKey, same_edition
from matchmaking.models.schedule import Schedule

LONGEST = 3000  # seconds; a Celery task as a whole ends after an hour
HEAVIEST = 1_000_000
LOCKS = 51_964  # keeps our advisory locks apart from others in the database


class PlanningRunQuerySet(models.QuerySet["PlanningRun"]):
    """Questions about runs."""

    def active(self) -> "PlanningRunQuerySet":
        """Waiting or at work."""
        return self.filter(state__in=PlanningRun.ACTIVE)

    def with_names(self) -> "PlanningRunQuerySet":
        """What a page says of a run, in one query."""
        return self.select_related("edition", "started_by", "keep__edition", "schedule__edition")


class PlanningRun(models.Model):
    """Whoever works on a run holds the advisory lock (`LOCKS`, id) on its connection: a worker
    that dies lets go of it, and the run is taken up again from the start.
    """

    class State(models.TextChoices):
        """What it is doing."""

        PENDING = "pending", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    class Stop(models.TextChoices):
        """What the organizer said to a search at work."""

        NO = "", _("no")
        TAKE = "take", _("take the best so far")
        CANCEL = "cancel", _("cancel")

    ACTIVE = (State.PENDING, State.RUNNING)

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="planning_runs", verbose_name=_("edition")
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PENDING)
    label = models.CharField(_("name of the draft"), max_length=80, blank=True)
    time_limit = models.FloatField(_("time for the solver (seconds)"))
    keep = models.ForeignKey(
        Schedule, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("stays close to"),
    )  # fmt: skip
    schedule = models.OneToOneField(
        Schedule, models.SET_NULL, null=True, blank=True, related_name="run",
        verbose_name=_("draft"),
    )  # fmt: skip
    stop = models.CharField(_("told to stop"), max_length=8, choices=Stop, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # Points [seconds, best value or null, bound or null], thinned.
    progress = models.JSONField(_("progress"), default=list)
    message = models.TextField(_("message"), blank=True)
    started_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("started by")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    begun_at = models.DateTimeField(_("begun"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = PlanningRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("planning run")
        verbose_name_plural = _("planning runs")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(state__in=["pending", "running"]),
                name="planning_one_active",
            ),
            models.CheckConstraint(
                condition=Q(time_limit__gt=0, time_limit__lte=LONGEST), name="planning_time_limit"
            ),
            same_edition("keep", "matchmaking.Schedule", "planning_keep_edition"),
            same_edition("schedule", "matchmaking.Schedule", "planning_schedule_edition"),
        ]

    def __str__(self) -> str:
        return f"{self.edition} #{self.pk}"

    @property
    def active(self) -> bool:
        """Waiting or at work."""
        return self.state in self.ACTIVE

    @property
    def found(self) -> bool:
        """Whether the search has come upon a timetable."""
        return any(value is not None for _seconds, value, _bound in self.progress)


def weight(title: Any, help_text: Any, default: int, most: int = HEAVIEST) -> Any:
    """A preference, in points unless `help_text` says otherwise."""
    return models.PositiveIntegerField(
        title, default=default, help_text=help_text, validators=[MaxValueValidator(most)]
    )


@pghistory.track()
class PlanningSettings(models.Model):
    """What a timetable of an edition is judged by. Fields are named as the solver's preferences;
    their defaults are its defaults. Former versions stay in the history.
    """

    edition = models.OneToOneField(
        Edition, models.CASCADE, related_name="planning_settings", verbose_name=_("edition")
    )
    value = models.PositiveIntegerField(
        _("a meeting's value"),
        default=1000,
        help_text=_("Points for each point of value: a match has up to 100, an agreed one more."),
        validators=[MinValueValidator(1), MaxValueValidator(HEAVIEST)],
    )
    should = weight(
        _("wishes with priority"), _("Points more for a held wish that “should” be held."), 20_000
    )
    exposure = weight(
        _("exposure floors"), _("Points lost for each meeting that a floor lacks."), 10_000
    )
    moved = weight(
        _("moved meetings"),
        _("Points lost for each kept meeting that is held at another time, or not."),
        5000,
    )
    spread = weight(
        _("fair shares"),
        _("Points lost for each point of value that somebody lacks to a fair share."),
        100,
    )
    fair_share = weight(
        _("a fair share"), _("Percent of the value that somebody's day has room for."), 50, 100
    )
    idle_gap = weight(
        _("idle breaks"), _("Points lost for each break between two meetings of a day."), 50
    )
    interpreter_change = weight(
        _("changes of interpreter"),
        _("Points lost for each interpreter beyond the first that somebody has on a day."),
        30,
    )
    walking = weight(
        _("walking"), _("Points lost for each minute between the halls of two meetings."), 10
    )

    class Meta:
        verbose_name = _("planning settings")
        verbose_name_plural = _("planning settings")
        constraints = [
            models.UniqueConstraint(fields=["id", "edition"], name="planning_settings_key"),
            models.CheckConstraint(condition=Q(value__gte=1), name="planning_settings_value"),
            models.CheckConstraint(
                condition=Q(fair_share__lte=100), name="planning_settings_fair_share"
            ),
        ]

    def __str__(self) -> str:
        return str(self.edition)

    @property
    def weights(self) -> dict[str, int]:
        """By the solver's names."""
        fields = {field.attname for field in self._meta.concrete_fields} - {"id", "edition_id"}
        return {name: getattr(self, name) for name in sorted(fields)}


@pghistory.track()
class ExposureFloor(models.Model):
    """How many meetings a group should have at least. Soft: the draft says what it costs."""

    class Group(models.TextChoices):
        """Besides a delegation's members."""

        DELEGATION = "delegation", _("the delegation, with its parts")
        FIRST_TIME = "first_time", _("first-time exhibitors")

    settings = models.ForeignKey(
        PlanningSettings, models.CASCADE, related_name="floors", verbose_name=_("planning settings")
    )
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+", editable=False)
    group = models.CharField(_("group"), max_length=12, choices=Group, default=Group.DELEGATION)
    delegation = models.ForeignKey(
        Delegation, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("delegation"),
    )  # fmt: skip
    minimum = models.PositiveIntegerField(_("meetings at least"), validators=[MinValueValidator(1)])
    each = models.BooleanField(
        _("for each member"), default=False, help_text=_("Otherwise all of them together.")
    )

    class Meta:
        verbose_name = _("exposure floor")
        verbose_name_plural = _("exposure floors")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group="delegation", delegation__isnull=False)
                | Q(group="first_time", delegation__isnull=True),
                name="floor_of_one_group",
                violation_error_message=_("Name the delegation, for this group only."),
            ),
            CompositeForeignKey(
                fields=("settings", "edition"),
                to="matchmaking.PlanningSettings",
                to_fields=("id", "edition"),
                name="floor_settings_edition",
            ),
            same_edition("delegation", "expo.Delegation", "floor_delegation_edition"),
        ]

    def __str__(self) -> str:
        return f"{self.delegation or self.get_group_display()}: {self.minimum}"
