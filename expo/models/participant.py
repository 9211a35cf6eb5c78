"""What exhibitors and buyers have in common: their taking part in an edition."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from expo.models.delegation import Delegation
from expo.models.edition import Edition
from foundation import units
from foundation.constraints import edition_key, same_edition
from foundation.texts import TranslatedText

LARGEST_TEAM = 60


class ParticipantQuerySet(models.QuerySet[Any]):
    """Questions about participants."""

    def taking_part(self) -> Self:
        """Let in by the organizer: what is matched, planned and shown to others."""
        return self.filter(state=Participant.State.APPROVED)


class Participant(models.Model):
    """Abstract. A team of n people has n seats: n meetings at the same time."""

    class State(models.TextChoices):
        """Imported ones are let in; who applies in the portal waits for the organizer."""

        APPLIED = "applied", _("waiting for the organizer")
        APPROVED = "approved", _("taking part")
        REFUSED = "refused", _("not taking part")

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="%(class)ss", verbose_name=_("edition")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="%(class)ss", verbose_name=_("organization")
    )
    delegation = models.ForeignKey(
        Delegation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("delegation"),
    )
    ref = units.ref()
    language = models.CharField(_("language of its texts"), max_length=16, default="en")
    description = TranslatedText(_("description"), blank=True)
    contact_name = models.CharField(_("contact"), max_length=200, blank=True)
    contact_email = models.EmailField(_("contact's e-mail"), blank=True)
    languages = units.code_list(_("languages spoken"))
    channels = units.code_list(_("channels"))
    team_size = models.PositiveSmallIntegerField(
        _("team size"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(LARGEST_TEAM)],
        help_text=_("People who can hold meetings at the same time."),
    )
    max_meetings = models.PositiveSmallIntegerField(_("most meetings"), null=True, blank=True)
    max_meetings_a_day = models.PositiveSmallIntegerField(
        _("most meetings a day"), null=True, blank=True
    )
    available = units.open_times(_("available"))
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.APPROVED, db_index=True
    )
    refused_because = models.CharField(
        _("why it does not take part"), max_length=300, blank=True, editable=False
    )  # of the last refusal
    delegated = models.BooleanField(
        _("its delegation acts for it"),
        default=False,
        help_text=_("The delegation's lead may then do in the portal what its own editors may."),
    )

    created_at = models.DateTimeField(_("registered"), db_default=Now(), editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["edition", "ref"], name="%(class)s_ref_unique"),
            models.UniqueConstraint(
                fields=["edition", "organization"], name="%(class)s_once_an_edition"
            ),
            # What a meeting's copy of the team size refers to.
            models.UniqueConstraint(
                fields=["edition", "id", "organization", "team_size"], name="%(class)s_seat_key"
            ),
            models.CheckConstraint(
                condition=Q(team_size__range=(1, LARGEST_TEAM)), name="%(class)s_team_size"
            ),
            edition_key("%(class)s_edition_key"),
            same_edition("delegation", "expo.Delegation", "%(class)s_delegation_edition"),
        ]

    def __str__(self) -> str:
        return str(self.organization)
