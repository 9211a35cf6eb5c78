"""A scored exhibitor–buyer pair."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Edition
from foundation.constraints import same_edition
from matchmaking.models.run import ScoringRun


class MatchQuerySet(models.QuerySet["Match"]):
    """Questions about matches."""

    def current(self) -> "MatchQuerySet":
        """Of the runs that readers see."""
        return self.filter(run__current=True)

    def as_shown(self) -> "MatchQuerySet":
        """In the order of the buyers' lists; by score where no place is given yet."""
        place = models.F("shown_rank").asc(nulls_last=True)
        return self.order_by(place, "-score", "pk")


class Match(models.Model):
    """Score and blocks are kept apart: a block is a thing to fix, never a lower number."""

    # No constraint of their own: those of two columns below hold all four, and checking twice is a
    # third of what a row costs. `run` is the first column of two indexes.
    edition = models.ForeignKey(
        Edition,
        models.CASCADE,
        related_name="matches",
        editable=False,
        db_constraint=False,
        db_index=False,
    )
    run = models.ForeignKey(
        ScoringRun,
        models.CASCADE,
        related_name="matches",
        verbose_name=_("run"),
        db_constraint=False,
        db_index=False,
    )
    exhibitor = models.ForeignKey(
        Exhibitor,
        models.CASCADE,
        related_name="matches",
        verbose_name=_("exhibitor"),
        db_constraint=False,
    )
    buyer = models.ForeignKey(
        Buyer,
        models.CASCADE,
        related_name="matches",
        verbose_name=_("buyer"),
        db_constraint=False,
    )
    # Its place in the buyer's list, from 1; see `actions.show_matches`.
    shown_rank = models.PositiveSmallIntegerField(_("place in the list"), null=True, blank=True)
    score = models.FloatField(_("score"))
    parts = models.JSONField(_("parts of the score"), default=dict)
    reasons = models.JSONField(_("reasons"), default=list)
    blocks = models.JSONField(_("blocks"), default=list)
    pairs = models.JSONField(_("best need–product pairs"), default=list)

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["-score", "id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "exhibitor", "buyer"], name="match_once_a_run"),
            models.CheckConstraint(condition=Q(score__range=(0, 100)), name="match_score"),
            same_edition("run", "matchmaking.ScoringRun", "match_run_edition"),
            same_edition("exhibitor", "exhibitors.Exhibitor", "match_exhibitor_edition"),
            same_edition("buyer", "buyers.Buyer", "match_buyer_edition"),
        ]
        indexes = [
            models.Index(fields=["run", "-score"], name="match_best_first"),
            # The desk's list is put in order, filtered and searched in it: the rows are wide.
            models.Index(
                fields=["-score", "id"],
                include=["edition", "run", "exhibitor", "buyer"],
                name="match_listed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.buyer} – {self.exhibitor}: {self.score:.0f}"
