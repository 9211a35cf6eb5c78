"""A pair, a table, a slot, perhaps an interpreter."""

import uuid
from collections.abc import Collection

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Deferrable, F, Func, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import LARGEST_TEAM, Edition, Interpreter, MeetingTable, TimeSlot
from foundation.constraints import CompositeForeignKey, OnlyOne, edition_key, same_edition
from matchmaking.models import announcing
from matchmaking.models.request import MeetingRequest
from matchmaking.models.schedule import Schedule

LIVE = ~Q(status="cancelled")
BINDS = ["confirmed", "held", "no_show"]
BINDING = Q(status__in=BINDS)
# Signatures: `gist__int_ops` keeps ranges, which for thousands of organizations takes a hundred
# times as long to write.
SEATS_INDEX = "gist__intbig_ops(siglen=64)"


class Seats(Func):
    """The two seats a meeting takes, as numbers that are the same whichever side sits there.

    `organization * 64 + seat`: one organization may exhibit and buy with the same people.
    """

    function = "ARRAY"
    template = "%(function)s[%(expressions)s]"
    arg_joiner = ", "
    output_field = ArrayField(models.IntegerField())


def seats() -> Seats:
    """Both sides' seats of a row."""
    per_organization = LARGEST_TEAM + 4
    return Seats(
        F("exhibitor_organization") * per_organization + F("exhibitor_seat"),
        F("buyer_organization") * per_organization + F("buyer_seat"),
    )


def one_meeting(name: str) -> list[OnlyOne]:
    """Nothing is booked twice: among live meetings of one schedule, and among binding ones of all.

    Drafts may compete for the same table; what binds people may not. Slots of an edition do not
    overlap, and tables and interpreters are of one edition.
    """
    return [
        OnlyOne(
            name=f"meeting_{name}_free_in_schedule",
            fields=("schedule", "slot", name),
            condition=LIVE,
        ),
        OnlyOne(name=f"meeting_{name}_free", fields=("slot", name), condition=BINDING),
    ]


def seats_apart() -> list[ExclusionConstraint]:
    """The same for seats, of which a meeting takes two; one organization may be at two editions at
    the same time, so what binds is told apart by time.
    """
    taken = OpClass(seats(), name=SEATS_INDEX), RangeOperators.OVERLAPS
    same = RangeOperators.EQUAL
    return [
        ExclusionConstraint(
            name="meeting_seats_free_in_schedule",
            expressions=[("schedule", same), ("slot", same), taken],
            condition=LIVE,
            deferrable=Deferrable.IMMEDIATE,
        ),
        ExclusionConstraint(
            name="meeting_seats_free",
            # Time first: signatures divide an index badly.
            expressions=[("during", RangeOperators.OVERLAPS), taken],
            condition=BINDING,
            deferrable=Deferrable.IMMEDIATE,
        ),
    ]


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Questions about meetings."""

    def live(self) -> "MeetingQuerySet":
        """Not cancelled."""
        return self.filter(LIVE)

    def binding(self) -> "MeetingQuerySet":
        """Told to people: confirmed, held or missed."""
        return self.filter(BINDING)

    def of_organizations(self, organizations: Collection[int]) -> "MeetingQuerySet":
        """On either side. By keys: of a subquery PostgreSQL expects half of all meetings."""
        return self.filter(
            Q(exhibitor_organization__in=organizations) | Q(buyer_organization__in=organizations)
        )

    def with_names(self) -> "MeetingQuerySet":
        """What a calendar prints, in one query."""
        return self.select_related(
            "slot__edition", "table__hall", "table__booth", "interpreter",
            "exhibitor__organization", "exhibitor__booth", "buyer__organization",
        )  # fmt: skip


@pghistory.track(exclude=["reasons"])
class Meeting(models.Model):
    """Copied columns (`during`, organizations, team sizes) are held equal by composite keys."""

    class Status(models.TextChoices):
        """Proposed by a draft; confirmed by approval."""

        PROPOSED = "proposed", _("proposed")
        CONFIRMED = "confirmed", _("confirmed")
        CANCELLED = "cancelled", _("cancelled")
        HELD = "held", _("held")
        NO_SHOW = "no_show", _("no-show")

    MOVABLE = (Status.PROPOSED, Status.CONFIRMED)

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="meetings", editable=False)
    schedule = models.ForeignKey(
        Schedule, models.CASCADE, related_name="meetings", verbose_name=_("schedule")
    )
    request = models.ForeignKey(
        MeetingRequest, models.SET_NULL, null=True, blank=True, related_name="meetings",
        verbose_name=_("request"),
    )  # fmt: skip
    exhibitor = models.ForeignKey(
        Exhibitor, models.PROTECT, related_name="meetings", verbose_name=_("exhibitor")
    )
    buyer = models.ForeignKey(
        Buyer, models.PROTECT, related_name="meetings", verbose_name=_("buyer")
    )
    table = models.ForeignKey(
        MeetingTable, models.PROTECT, related_name="meetings", verbose_name=_("table")
    )
    slot = models.ForeignKey(
        TimeSlot, models.PROTECT, related_name="meetings", verbose_name=_("slot")
    )
    interpreter = models.ForeignKey(
        Interpreter, models.PROTECT, null=True, blank=True, related_name="meetings",
        verbose_name=_("interpreter"),
    )  # fmt: skip
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PROPOSED)
    score = models.FloatField(_("score"), null=True, blank=True)
    reasons = models.JSONField(_("reasons"), default=list)
    pinned = models.BooleanField(_("pinned"), default=False)
    uid = models.UUIDField(_("calendar id"), default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(_("calendar revision"), default=0, editable=False)

    during = DateTimeRangeField(_("time"), editable=False)
    exhibitor_seat = models.PositiveSmallIntegerField(_("exhibitor's seat"), default=1)
    buyer_seat = models.PositiveSmallIntegerField(_("buyer's seat"), default=1)
    exhibitor_organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", editable=False
    )
    buyer_organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", editable=False
    )
    exhibitor_team = models.PositiveSmallIntegerField(editable=False)
    buyer_team = models.PositiveSmallIntegerField(editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["during", "table"]
        triggers = [announcing.MEETING]
        constraints = [
            *one_meeting("table"),
            *seats_apart(),
            *one_meeting("interpreter"),
            models.UniqueConstraint(
                fields=["schedule", "exhibitor", "buyer"], condition=LIVE, name="meeting_pair_once"
            ),
            models.UniqueConstraint(fields=["uid"], condition=BINDING, name="meeting_uid_unique"),
            models.CheckConstraint(
                condition=Q(status="cancelled")
                | (
                    Q(exhibitor_seat__gte=1, buyer_seat__gte=1)
                    & Q(exhibitor_seat__lte=F("exhibitor_team"), buyer_seat__lte=F("buyer_team"))
                ),
                name="meeting_seat_of_team",
            ),
            models.CheckConstraint(
                condition=~Q(exhibitor_organization=F("buyer_organization")),
                name="meeting_two_organizations",
            ),
            edition_key("meeting_edition_key"),
            same_edition("schedule", "matchmaking.Schedule", "meeting_schedule_edition"),
            same_edition("request", "matchmaking.MeetingRequest", "meeting_request_edition"),
            same_edition("table", "expo.MeetingTable", "meeting_table_edition"),
            same_edition("interpreter", "expo.Interpreter", "meeting_interpreter_edition"),
            CompositeForeignKey(
                fields=("edition", "slot", "during"),
                to="expo.TimeSlot",
                to_fields=("edition", "id", "during"),
                name="meeting_slot_time",
            ),
            CompositeForeignKey(
                fields=("edition", "exhibitor", "exhibitor_organization", "exhibitor_team"),
                to="exhibitors.Exhibitor",
                to_fields=("edition", "id", "organization", "team_size"),
                name="meeting_exhibitor_team",
            ),
            CompositeForeignKey(
                fields=("edition", "buyer", "buyer_organization", "buyer_team"),
                to="buyers.Buyer",
                to_fields=("edition", "id", "organization", "team_size"),
                name="meeting_buyer_team",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exhibitor} – {self.buyer}, {self.slot}"

    def fill_copies(self) -> None:
        """Copies from slot, exhibitor and buyer what the constraints compare."""
        self.edition_id = self.slot.edition_id
        self.during = self.slot.during
        self.exhibitor_organization_id = self.exhibitor.organization_id
        self.exhibitor_team = self.exhibitor.team_size
        self.buyer_organization_id = self.buyer.organization_id
        self.buyer_team = self.buyer.team_size
