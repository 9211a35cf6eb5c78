"""Enter an exhibitor or buyer as a registration system or an integrator knows it, by its ref."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.numbers import free_numbers
from accounts.models import Organization
from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Edition, Participant
from foundation.errors import RuleBroken
from foundation.texts import Text
from matchmaking.actions.save_row import refresh

KINDS: dict[str, type[Exhibitor] | type[Buyer]] = {"exhibitor": Exhibitor, "buyer": Buyer}


@transaction.atomic
def register_participant(
    edition: Edition,
    side: str,
    ref: str,
    *,
    organization: Mapping[str, Any],
    values: Mapping[str, Any],
    state: str = Participant.State.APPROVED,
) -> tuple[Participant, str]:
    """The participant, and whether it was `created`, `updated` or left `unchanged`.

    The organization is the participant's own, else the known one with the same registration
    number in its country, else a new one. `state` counts for a new participant only.
    ValidationError names the fields that are wrong; RuleBroken if the organization takes part
    under another ref.
    """
    model = KINDS[side]
    there = model.objects.select_for_update().filter(edition=edition, ref=ref).first()
    whose = _organization(there, organization)
    row: Any = there or model(edition=edition, ref=ref, state=state)
    row.organization = whose[0]
    taken = model.objects.filter(edition=edition, organization=row.organization_id)
    if taken.exclude(pk=row.pk).exists():
        raise RuleBroken(_("This organization takes part already, under another reference."))
    changed = there is None or any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    if changed:
        row.full_clean()
        row.save()
        refresh([row])
    status = "created" if there is None else "updated" if changed or whose[1] else "unchanged"
    return row, status


def _organization(there: Participant | None, said: Mapping[str, Any]) -> tuple[Organization, bool]:
    number = said.get("registration_number") or ""
    found = there.organization if there else None
    if found is None and number and said.get("country"):
        rows = Organization.objects.select_for_update().filter(standing=Organization.Standing.KNOWN)
        found = rows.filter(country=said["country"], registration_number=number).first()
    row = found or Organization()
    changed = found is None
    for name, value in said.items():
        new = Text({**row.name, **value}) if name == "name" else value
        changed = changed or getattr(row, name) != new
        setattr(row, name, new)
    if changed:
        if row.registration_number:
            free_numbers({(row.country, row.registration_number): row.pk})
        row.full_clean()
        row.save()
    return row, changed
