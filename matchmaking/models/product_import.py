"""A file with an exhibitor's products on its way into the edition."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from exhibitors.models import Exhibitor
from expo.models import Edition
from foundation.constraints import same_edition

IMPORT_LOCKS = 51_965  # as `planning.LOCKS`


class ProductImportQuerySet(models.QuerySet["ProductImport"]):
    """Questions about imports."""

    def at_work(self) -> "ProductImportQuerySet":
        """A worker has them, or is to have them."""
        return self.filter(state__in=ProductImport.WORKING)

    def open(self) -> "ProductImportQuerySet":
        """Not over yet."""
        return self.filter(state__in=ProductImport.OPEN)

    def without_file(self) -> "ProductImportQuerySet":
        """The file and the rows that were read may be megabytes."""
        return self.defer("file", "rows", "problems")


class ProductImport(models.Model):
    """Read twice: once to show what it would change, once, confirmed, to change it. Whoever works
    on it holds the advisory lock (`IMPORT_LOCKS`, id), so that what a dead worker leaves is taken
    up again.
    """

    class State(models.TextChoices):
        """What it is doing."""

        CHECKING = "checking", _("being read")
        FAULTY = "faulty", _("with errors")
        READY = "ready", _("waits for your word")
        WRITING = "writing", _("being written")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")

    WORKING = (State.CHECKING, State.WRITING)
    OPEN = (*WORKING, State.READY)

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="product_imports", editable=False
    )
    exhibitor = models.ForeignKey(
        Exhibitor, models.CASCADE, related_name="product_imports", verbose_name=_("exhibitor")
    )
    started_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("started by")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CHECKING)
    file_name = models.CharField(_("file"), max_length=200)
    # Kept until it is over: workers may run on other machines than the pages.
    file = models.BinaryField(null=True)
    language = models.CharField(max_length=16, default="en")
    stop = models.BooleanField(_("told to stop"), default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    rows_done = models.PositiveIntegerField(_("rows read"), default=0)
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    created_count = models.PositiveIntegerField(_("new"), default=0)
    updated_count = models.PositiveIntegerField(_("changed"), default=0)
    unchanged_count = models.PositiveIntegerField(_("unchanged"), default=0)
    # As `exchange.own_products` gives them.
    rows = models.JSONField(default=list)
    # Of all that it would change: confirmed is what was shown, and nothing else.
    digest = models.CharField(max_length=64, blank=True)
    problems = models.JSONField(default=list)
    more_problems = models.PositiveIntegerField(default=0)
    message = models.TextField(_("message"), blank=True)
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = ProductImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of products")
        verbose_name_plural = _("imports of products")
        ordering = ["-id"]
        constraints = [
            same_edition("exhibitor", "exhibitors.Exhibitor", "import_exhibitor_edition"),
            models.UniqueConstraint(
                fields=["exhibitor"],
                condition=Q(state__in=["checking", "ready", "writing"]),
                name="import_one_open",
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(state__in=["checking", "ready", "writing"]),
                name="import_has_file",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def working(self) -> bool:
        """A worker has it, or is to have it."""
        return self.state in self.WORKING
