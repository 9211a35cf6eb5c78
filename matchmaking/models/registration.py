"""Where registrations come from, and what came."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from expo.models import Edition


class RegistrationSource(models.Model):
    """A ticket shop or registration system, and what its fields mean.

    `mapping` names for each of our columns where the value is found: a path in the order
    (`invoice_address.company`), or `question:IDENTIFIER` for a pretix question. `items` says which
    side a ticket stands for: `{"12": "buyer"}`.
    """

    class Style(models.TextChoices):
        """How an order looks."""

        PRETIX = "pretix", _("orders as pretix has them")
        ROWS = "rows", _("plain rows (CSV or JSON)")

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="registration_sources", verbose_name=_("edition")
    )
    name = models.SlugField(_("name"), max_length=40)
    style = models.CharField(_("style"), max_length=8, choices=Style, default=Style.ROWS)
    side = models.CharField(
        _("side, where the ticket does not say"),
        max_length=10,
        choices=[("exhibitor", _("exhibitor")), ("buyer", _("buyer"))],
        default="buyer",
    )
    mapping = models.JSONField(_("mapping"), default=dict, blank=True)
    items = models.JSONField(_("tickets"), default=dict, blank=True)
    # pretix only says that something came; the order itself is fetched.
    fetch_url = models.CharField(
        _("where an order is fetched"), max_length=300, blank=True,
        help_text=_("With {code} where its code stands."),
    )  # fmt: skip
    fetch_token = models.CharField(_("token for fetching"), max_length=200, blank=True)
    approve = models.BooleanField(_("let in at once"), default=False)
    created_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )

    class Meta:
        verbose_name = _("registration source")
        verbose_name_plural = _("registration sources")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "name"], name="registration_source_once")
        ]

    def __str__(self) -> str:
        return self.name


class Registration(models.Model):
    """One order or row that came, by its code; coming again it changes this one."""

    class State(models.TextChoices):
        """What became of it."""

        TAKEN = "taken", _("taken")
        SKIPPED = "skipped", _("skipped")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")

    source = models.ForeignKey(
        RegistrationSource, models.CASCADE, related_name="registrations", verbose_name=_("source")
    )
    code = models.CharField(_("code"), max_length=64)
    side = models.CharField(_("side"), max_length=10, blank=True)
    participant = models.IntegerField(_("participant"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State)
    message = models.CharField(_("message"), max_length=500, blank=True)
    digest = models.CharField(max_length=64, editable=False)
    came_at = models.DateTimeField(_("came"), auto_now=True)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "code"], name="registration_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.code}"
