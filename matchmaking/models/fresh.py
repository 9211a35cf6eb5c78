"""What changed since a run was made, and how its matches were brought up to date."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from expo.models import Edition
from matchmaking.models import announcing
from matchmaking.models.run import ScoringRun


class MatchUpdate(models.Model):
    """Matches of a run made anew for some buyers, in one transaction. Numbered from 1 in a run."""

    run = models.ForeignKey(
        ScoringRun, models.CASCADE, related_name="updates", verbose_name=_("run")
    )
    number = models.PositiveIntegerField(_("number"))
    buyers = ArrayField(models.IntegerField(), verbose_name=_("buyers"))
    seconds = models.FloatField(_("seconds"))
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("update of matches")
        verbose_name_plural = _("updates of matches")
        ordering = ["run", "number"]
        triggers = [announcing.UPDATE]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="update_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.run_id}.{self.number}"


class MatchChangeQuerySet(models.QuerySet["MatchChange"]):
    """Questions about changes."""

    def pending(self, run: ScoringRun) -> "MatchChangeQuerySet":
        """Of the run's edition, and not in its matches yet."""
        return self.filter(edition=run.edition_id).exclude(update__run=run)


class MatchChange(models.Model):
    """Something of a party was saved or deleted that its matches may hang on.

    An exhibitor stands for its products and papers, a buyer for its needs; both empty: anybody.
    Rows go when a full run that has read their data takes over.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="match_changes")
    # Numbers and no foreign keys: the party may be gone.
    exhibitor = models.IntegerField(null=True)
    buyer = models.IntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    update = models.ForeignKey(MatchUpdate, models.SET_NULL, null=True, related_name="changes")

    objects = MatchChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a party")
        verbose_name_plural = _("changes of parties")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(exhibitor__isnull=True) | Q(buyer__isnull=True),
                name="change_of_one_party",
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.exhibitor or '–'}, {self.buyer or '–'}"
