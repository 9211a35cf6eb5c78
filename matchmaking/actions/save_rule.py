"""Save or delete a rule of the organizer's, and have matches follow."""

from typing import TypeAlias

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import Organization
from expo.models import Edition
from matchmaking.actions.apply_rules import apply_rules
from matchmaking.models import HostedOnly, MeetingLimit, PairRule, QuietTime

Rule: TypeAlias = PairRule | MeetingLimit | QuietTime | HostedOnly


@transaction.atomic
def save_rule(rule: Rule) -> None:
    """Checked by its model and at once by the database; whom it was about before, too.

    ValidationError names the fields that are wrong.
    """
    before = type(rule)._default_manager.filter(pk=rule.pk).first()  # noqa: SLF001 (the documented name)
    if isinstance(rule, PairRule):
        _taking_part(rule)
    rule.full_clean()
    rule.save()
    connection.check_constraints()
    _apply(rule, before)


@transaction.atomic
def delete_rule(rule: Rule) -> None:
    """Gone; matches that it kept away come back."""
    concerned = _about(rule)
    rule.delete()
    if concerned:
        apply_rules(rule.edition, concerned)


def _apply(rule: Rule, before: Rule | None) -> None:
    concerned = _about(rule) | (_about(before) if before else set())
    if concerned:
        apply_rules(rule.edition, concerned)


def _about(rule: Rule) -> set[int]:
    """The organizations whose matches the rule touches."""
    if isinstance(rule, PairRule):
        return {rule.one_id, rule.other_id}
    return {rule.exhibitor.organization_id} if isinstance(rule, HostedOnly) else set()


def _taking_part(rule: PairRule) -> None:
    sides = {name: _sides(getattr(rule, name), rule.edition) for name in ("one", "other")}
    wrong = {name: _("It does not take part in this edition.") for name in sides if not sides[name]}
    if wrong:
        raise ValidationError(wrong)
    opposite = {a + b for a in sides["one"] for b in sides["other"]} & {"eb", "be"}
    if rule.kind == PairRule.Kind.MUST and not opposite:
        raise ValidationError(_("One of the two has to exhibit at this edition, the other to buy."))


def _sides(organization: Organization, edition: Edition) -> set[str]:
    here = {"organization": organization}
    sides = {"e": edition.exhibitors.filter(**here), "b": edition.buyers.filter(**here)}
    return {letter for letter, rows in sides.items() if rows.exists()}
