"""One pass of the engine over an edition, and the chunks it is done in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from expo.models import Edition
from foundation.constraints import edition_key
from matchmaking.models import announcing


class ScoringRun(models.Model):
    """Readers see the matches of the edition's `current` run only, never half a run."""

    class State(models.TextChoices):
        """What it is doing."""

        PENDING = "pending", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    ACTIVE = (State.PENDING, State.RUNNING)

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="runs", verbose_name=_("edition")
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PENDING)
    current = models.BooleanField(_("its matches are shown"), default=False)
    started_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("started by")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    seconds = models.FloatField(_("seconds"), default=0)
    needs = models.PositiveIntegerField(_("needs"), default=0)
    products = models.PositiveIntegerField(_("products"), default=0)
    pairs_scored = models.BigIntegerField(_("pairs scored"), default=0)
    matches_found = models.PositiveIntegerField(_("matches"), default=0)
    # What the floor of exposure did, as `scoring.exposure.ExposureReport`.
    exposure = models.JSONField(_("exposure"), default=dict, blank=True)
    # What weighed how much, as `scoring.adaptation.Adapted.record` gives it.
    blend = models.JSONField(_("blend"), default=dict, blank=True)
    digest = models.CharField(_("digest of its inputs"), max_length=64, blank=True)
    message = models.TextField(_("message"), blank=True)
    embedder = models.CharField(_("embedder"), max_length=300, blank=True)
    embedder_error = models.TextField(_("why the embedder failed"), blank=True)
    texts = models.PositiveIntegerField(_("texts"), default=0)
    texts_embedded = models.PositiveIntegerField(_("texts with a vector"), default=0)
    # The newest vector that it looks up; those that come later are the next run's.
    vectors_until = models.BigIntegerField(null=True, editable=False)
    # The changes that were there before its inputs were read: it needs no telling of them.
    changes_seen = ArrayField(models.IntegerField(), default=list, editable=False)

    class Meta:
        verbose_name = _("scoring run")
        verbose_name_plural = _("scoring runs")
        ordering = ["-id"]
        triggers = [announcing.RUN]
        constraints = [
            edition_key("run_edition_key"),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(current=True), name="run_one_current"
            ),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(state__in=["pending", "running"]),
                name="run_one_active",
            ),
            models.CheckConstraint(
                condition=Q(current=False) | Q(state="done"), name="run_current_is_done"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} #{self.pk}"

    @property
    def progress(self) -> dict[str, int]:
        """Chunks `done` and in `total`."""
        return self.chunks.aggregate(
            done=models.Count("id", filter=Q(done=True)), total=models.Count("id")
        )


class RunInputs(models.Model):
    """What a run reads, so that all its workers, and changes made after it, start from the same.

    Kept for the run that is shown and the one at work.
    """

    run = models.OneToOneField(ScoringRun, models.CASCADE, related_name="inputs")
    # As `scoring.packing` packs them.
    packed = models.BinaryField()

    class Meta:
        verbose_name = _("inputs of a scoring run")
        verbose_name_plural = _("inputs of scoring runs")

    def __str__(self) -> str:
        return f"{self.run_id}"


class ScoringChunk(models.Model):
    """A share of a run, done in one transaction that locks this row: `texts` to embed or, once all
    texts are done, `buyers` to match.

    A worker that dies leaves it pending, because its transaction is rolled back. `reaches`: for
    each need matched, by id, what a product must score to be among its candidates.
    """

    run = models.ForeignKey(ScoringRun, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    texts = ArrayField(models.TextField(), default=list)
    buyers = ArrayField(models.IntegerField(), default=list)
    done = models.BooleanField(default=False)
    pairs_scored = models.BigIntegerField(default=0)
    reaches = models.JSONField(default=dict)
    worker = models.CharField(_("done by"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("part of a scoring run")
        verbose_name_plural = _("parts of a scoring run")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="chunk_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"
