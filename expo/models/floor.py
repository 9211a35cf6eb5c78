"""The floor: halls, the ways between them, booths and tables."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from expo.models.edition import Edition
from foundation import units
from foundation.constraints import edition_key, same_edition
from foundation.texts import TranslatedText


class Hall(models.Model):
    """A hall; position and size in metres on the site plan."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="halls", verbose_name=_("edition")
    )
    ref = units.ref()
    name = TranslatedText(_("name"))
    x = models.FloatField(_("x (m)"), default=0)
    y = models.FloatField(_("y (m)"), default=0)
    width = models.FloatField(_("width (m)"), default=0)
    depth = models.FloatField(_("depth (m)"), default=0)

    class Meta:
        verbose_name = _("hall")
        verbose_name_plural = _("halls")
        ordering = ["ref"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "ref"], name="hall_ref_unique"),
            edition_key("hall_edition_key"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.name}"


class HallDistance(models.Model):
    """Walking time between two halls, kept once for a pair."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="distances")
    start = models.ForeignKey(Hall, models.CASCADE, related_name="+", verbose_name=_("from"))
    end = models.ForeignKey(Hall, models.CASCADE, related_name="+", verbose_name=_("to"))
    minutes = models.PositiveSmallIntegerField(_("minutes on foot"))

    class Meta:
        verbose_name = _("walking distance")
        verbose_name_plural = _("walking distances")
        constraints = [
            models.UniqueConstraint(fields=["start", "end"], name="hall_distance_unique"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="hall_distance_once"),
            same_edition("start", "expo.Hall", "hall_distance_start_edition"),
            same_edition("end", "expo.Hall", "hall_distance_end_edition"),
        ]

    def __str__(self) -> str:
        return f"{self.start.ref}–{self.end.ref}: {self.minutes}"


class Booth(models.Model):
    """A stand in a hall."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="booths", verbose_name=_("edition")
    )
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="booths", verbose_name=_("hall"))
    code = models.CharField(_("code"), max_length=32)

    class Meta:
        verbose_name = _("booth")
        verbose_name_plural = _("booths")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="booth_code_unique"),
            edition_key("booth_edition_key"),
            same_edition("hall", "expo.Hall", "booth_hall_edition"),
        ]

    def __str__(self) -> str:
        return self.code


class MeetingTable(models.Model):
    """Where one meeting at a time is held: at a booth or in a lounge."""

    class Kind(models.TextChoices):
        """What sort of place."""

        BOOTH = "booth", _("booth")
        LOUNGE = "lounge", _("lounge")
        QUIET = "quiet", _("quiet room")

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="tables", verbose_name=_("edition")
    )
    ref = units.ref()
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="tables", verbose_name=_("hall"))
    booth = models.ForeignKey(
        Booth, models.PROTECT, null=True, blank=True, related_name="tables", verbose_name=_("booth")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.LOUNGE)
    x = models.FloatField(_("x (m)"), default=0)
    y = models.FloatField(_("y (m)"), default=0)
    open = units.open_times(_("open"))
    reserved_for = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kept for"),
        help_text=_(
            "A private table: only this organization's meetings are planned at it. While it takes"
            " no part, nobody's are."
        ),
    )

    class Meta:
        verbose_name = _("meeting table")
        verbose_name_plural = _("meeting tables")
        ordering = ["ref"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "ref"], name="table_ref_unique"),
            edition_key("table_edition_key"),
            same_edition("hall", "expo.Hall", "table_hall_edition"),
            same_edition("booth", "expo.Booth", "table_booth_edition"),
            models.CheckConstraint(
                condition=Q(booth=None) | Q(reserved_for=None),
                name="table_kept_once",
                violation_error_message=_("A booth's table is its exhibitor's already."),
            ),
        ]

    def __str__(self) -> str:
        return self.ref
