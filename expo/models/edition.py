"""One expo held once, its days and its slots."""

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation import units
from foundation.constraints import CompositeForeignKey, WholeItems, edition_key
from foundation.texts import TranslatedText


def validate_zone(name: str) -> None:
    """Refuses what the time zone database does not know."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone."), params={"name": name})


# What matching, planning and approval go by: former versions stay.
@pghistory.track(
    fields=[
        "match_threshold",
        "exposure_floor",
        "exposure_list",
        "max_break_difference",
        "second_approval",
        "leads_approve",
        "undo_minutes",
    ],
    model_name="EditionEvent",
    obj_field=pghistory.ObjForeignKey(related_name="events"),
)
class Edition(models.Model):
    """One expo held once. Amounts are compared in `currency`; `rates` turn others into it."""

    slug = models.SlugField(_("short name"), unique=True)
    name = TranslatedText(_("name"))
    venue = TranslatedText(_("venue"), blank=True)
    city = TranslatedText(_("city"), blank=True)
    country = units.country(blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_zone])
    currency = units.currency()
    rates = models.JSONField(
        _("exchange rates"),
        default=dict,
        blank=True,
        help_text=_("Units of the edition's currency for one unit of another: {“EUR”: 1.08}."),
    )
    language = models.CharField(_("main language"), max_length=16, default="en")
    languages = units.code_list(_("languages of its pages"))
    slot_minutes = models.PositiveSmallIntegerField(
        _("slot length (minutes)"), validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    category_scheme = models.CharField(_("category tree"), max_length=32, default="hs")
    match_threshold = models.PositiveSmallIntegerField(
        _("score from which a match may fill a free slot"),
        default=60,
        validators=[MaxValueValidator(100)],
    )
    registration_open = models.BooleanField(
        _("organizations may apply in the portal"), default=False
    )
    request_days = models.PositiveSmallIntegerField(
        _("days until an unanswered request expires"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    pending_cap = models.PositiveSmallIntegerField(
        _("unanswered requests a participant may have sent at a time"),
        default=25,
        validators=[MinValueValidator(1)],
    )
    exposure_floor = models.PositiveSmallIntegerField(
        _("buyers' lists that each exhibitor is to stand in"),
        default=3,
        help_text=_("If it has a match from the score above on. 0 leaves the lists as they are."),
    )
    exposure_list = models.PositiveSmallIntegerField(
        _("length of a buyer's list"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    second_approval = models.BooleanField(
        _("a second person approves the timetable"),
        default=False,
        help_text=_("Whoever approved first cannot be the second."),
    )
    leads_approve = models.BooleanField(
        _("leads approve their delegations' meetings first"),
        default=False,
        help_text=_(
            "Of those delegations where it is ticked. Otherwise each draft can be sent to them."
        ),
    )
    undo_minutes = models.PositiveSmallIntegerField(
        _("minutes to think better of it"),
        default=5,
        validators=[MaxValueValidator(120)],
        help_text=_(
            "So long e-mails about the timetable wait before they leave; what caused them can be"
            " undone. 0: they leave at once."
        ),
    )
    keep_people_days = models.PositiveSmallIntegerField(
        _("days after its end until personal data is erased"),
        default=730,
        validators=[MinValueValidator(30), MaxValueValidator(3650)],
        help_text=_("Contacts, messages and notices; figures stay."),
    )
    max_break_difference = models.PositiveSmallIntegerField(
        _("largest difference of idle breaks"),
        null=True,
        blank=True,
        help_text=_("Between any two participants. Set, the plan minimises idle breaks."),
    )

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(match_threshold__lte=100), name="edition_threshold"),
            models.CheckConstraint(
                condition=Q(exposure_list__range=(1, 100)), name="edition_exposure_list"
            ),
            models.CheckConstraint(condition=Q(slot_minutes__range=(5, 480)), name="edition_slot"),
            models.CheckConstraint(condition=Q(undo_minutes__lte=120), name="edition_undo"),
            WholeItems(fields=("languages",), name="edition_whole_items"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def zone(self) -> ZoneInfo:
        """For `astimezone`."""
        return ZoneInfo(self.time_zone)


class OpeningDay(models.Model):
    """A day of the edition with its opening hours; no slot lies in a break."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="days", verbose_name=_("edition")
    )
    date = models.DateField(_("date"))
    hours = DateTimeRangeField(_("opening hours"))
    breaks = units.open_times(_("breaks"))

    class Meta:
        verbose_name = _("opening day")
        verbose_name_plural = _("opening days")
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "date"], name="opening_day_unique"),
            models.UniqueConstraint(fields=["edition", "id", "hours"], name="opening_day_key"),
            models.CheckConstraint(
                condition=Q(hours__isempty=False)
                & Q(hours__lower_inf=False)
                & Q(hours__upper_inf=False),
                name="opening_day_hours",
            ),
            ExclusionConstraint(
                name="opening_day_overlap",
                expressions=[("edition", RangeOperators.EQUAL), ("hours", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return self.date.isoformat()


class TimeSlot(models.Model):
    """A meeting's length of time. `opening` is its day's, so that the database can compare."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="slots", verbose_name=_("edition")
    )
    day = models.ForeignKey(OpeningDay, models.CASCADE, related_name="slots", verbose_name=_("day"))
    opening = DateTimeRangeField(editable=False)
    during = DateTimeRangeField(_("time"))

    class Meta:
        verbose_name = _("time slot")
        verbose_name_plural = _("time slots")
        ordering = ["during"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "id", "during"], name="time_slot_key"),
            edition_key("time_slot_edition_key"),
            CompositeForeignKey(
                fields=("edition", "day", "opening"),
                to="expo.OpeningDay",
                to_fields=("edition", "id", "hours"),
                name="time_slot_of_day",
            ),
            models.CheckConstraint(
                condition=Q(during__contained_by=F("opening")) & Q(during__isempty=False),
                name="time_slot_within_opening_hours",
            ),
            ExclusionConstraint(
                name="time_slot_overlap",
                expressions=[
                    ("edition", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts:%Y-%m-%d %H:%M}–{self.ends:%H:%M}"

    @property
    def starts(self) -> datetime:
        """In the edition's zone."""
        start: datetime = self.during.lower
        return start.astimezone(self.edition.zone)

    @property
    def ends(self) -> datetime:
        """In the edition's zone."""
        end: datetime = self.during.upper
        return end.astimezone(self.edition.zone)
