"""The organizer's rules in plain language: who meets whom, how often, and when nobody does."""

import pghistory
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from exhibitors.models import Exhibitor
from expo.models import Delegation, Edition, Hall
from foundation.constraints import same_edition


@pghistory.track()
class PairRule(models.Model):
    """Two organizations that never meet, or must."""

    class Kind(models.TextChoices):
        """Either way round."""

        NEVER = "never", _("never together")
        MUST = "must", _("must meet")

    class Reason(models.TextChoices):
        """Why; for the organizer only."""

        COMPETITORS = "competitors", _("competitors")
        GROUP = "group", _("of one group of companies")
        DISPUTE = "dispute", _("a past dispute")
        PROMISED = "promised", _("promised to them")
        OTHER = "other", _("another reason")

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="pair_rules", verbose_name=_("edition")
    )
    kind = models.CharField(_("rule"), max_length=8, choices=Kind, default=Kind.NEVER)
    one = models.ForeignKey(
        Organization, models.CASCADE, related_name="+", verbose_name=_("organization")
    )
    other = models.ForeignKey(
        Organization, models.CASCADE, related_name="+", verbose_name=_("and organization")
    )
    reason = models.CharField(_("reason"), max_length=12, choices=Reason, default=Reason.OTHER)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("rule for two organizations")
        verbose_name_plural = _("rules for two organizations")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(one=F("other")),
                name="pair_rule_two",
                violation_error_message=_("Name two organizations."),
            ),
            models.UniqueConstraint(
                "edition",
                Least("one", "other"),
                Greatest("one", "other"),
                name="pair_rule_once",
                violation_error_message=_("There is a rule for these two already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} – {self.other}: {self.get_kind_display()}"


@pghistory.track()
class MeetingLimit(models.Model):
    """How many meetings each of a group has at least and at most. Hard: the plan fails rather
    than break a minimum.
    """

    class Group(models.TextChoices):
        """Each member of it."""

        EXHIBITORS = "exhibitors", _("every exhibitor")
        FIRST_TIME = "first_time", _("first-time exhibitors")
        BUYERS = "buyers", _("every buyer")
        HOSTED = "hosted", _("hosted buyers")
        DELEGATION = "delegation", _("the delegation, with its parts")
        ORGANIZATION = "organization", _("one organization")

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="meeting_limits", verbose_name=_("edition")
    )
    group = models.CharField(_("for"), max_length=12, choices=Group)
    delegation = models.ForeignKey(
        Delegation, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("delegation"),
    )  # fmt: skip
    organization = models.ForeignKey(
        Organization, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("organization"),
    )  # fmt: skip
    minimum = models.PositiveSmallIntegerField(_("meetings at least"), default=0)
    maximum = models.PositiveSmallIntegerField(_("meetings at most"), null=True, blank=True)
    maximum_a_day = models.PositiveSmallIntegerField(
        _("meetings a day at most"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("limit of meetings")
        verbose_name_plural = _("limits of meetings")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum__gt=0)
                | Q(maximum__isnull=False)
                | Q(maximum_a_day__isnull=False),
                name="limit_says_something",
                violation_error_message=_("Give at least one number."),
            ),
            models.CheckConstraint(
                condition=Q(maximum__isnull=True) | Q(maximum__gte=F("minimum")),
                name="limit_in_order",
                violation_error_message=_("“At most” is below “at least”."),
            ),
            models.CheckConstraint(
                condition=Q(group="delegation", delegation__isnull=False, organization__isnull=True)
                | Q(group="organization", delegation__isnull=True, organization__isnull=False)
                | (
                    ~Q(group__in=["delegation", "organization"])
                    & Q(delegation__isnull=True, organization__isnull=True)
                ),
                name="limit_of_one_group",
                violation_error_message=_(
                    "Name the delegation or the organization, for such a group only."
                ),
            ),
            same_edition("delegation", "expo.Delegation", "limit_delegation_edition"),
        ]

    def __str__(self) -> str:
        return str(self.delegation or self.organization or self.get_group_display())


@pghistory.track()
class QuietTime(models.Model):
    """A time in which no meeting is planned: for all, in a hall, or but for hosted buyers."""

    class Who(models.TextChoices):
        """Whom it keeps from meeting."""

        EVERYBODY = "everybody", _("nobody meets")
        HALL = "hall", _("nobody meets in the hall")
        HOSTED_ONLY = "hosted_only", _("only hosted buyers meet")

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="quiet_times", verbose_name=_("edition")
    )
    who = models.CharField(_("rule"), max_length=12, choices=Who, default=Who.EVERYBODY)
    hall = models.ForeignKey(
        Hall, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("hall")
    )
    during = DateTimeRangeField(_("time"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("quiet time")
        verbose_name_plural = _("quiet times")
        ordering = ["during"]
        constraints = [
            models.CheckConstraint(
                condition=Q(who="hall", hall__isnull=False) | (~Q(who="hall") & Q(hall=None)),
                name="quiet_hall",
                violation_error_message=_("Name the hall, for this rule only."),
            ),
            models.CheckConstraint(
                condition=Q(during__isempty=False)
                & Q(during__lower_inf=False)
                & Q(during__upper_inf=False),
                name="quiet_during",
            ),
            same_edition("hall", "expo.Hall", "quiet_hall_edition"),
        ]

    def __str__(self) -> str:
        return f"{self.hall or self.get_who_display()}"


@pghistory.track()
class HostedOnly(models.Model):
    """An exhibitor that meets hosted buyers only."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="hosted_only", editable=False)
    exhibitor = models.OneToOneField(
        Exhibitor, models.CASCADE, related_name="hosted_only", verbose_name=_("exhibitor")
    )

    class Meta:
        verbose_name = _("exhibitor for hosted buyers only")
        verbose_name_plural = _("exhibitors for hosted buyers only")
        ordering = ["id"]
        constraints = [
            same_edition("exhibitor", "exhibitors.Exhibitor", "hosted_only_edition"),
        ]

    def __str__(self) -> str:
        return str(self.exhibitor)
