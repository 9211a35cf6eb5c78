"""Registrations from ticket shops: an order or a row becomes an exhibitor or a buyer, once."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from expo.models import Participant
from foundation.errors import RuleBroken
from foundation.texts import Text
from matchmaking.actions.register_participant import KINDS, register_participant
from matchmaking.actions.save_row import refresh
from matchmaking.exchange.orders import Wanted, cancelled, stray_cells, wanted_of
from matchmaking.models import Registration, RegistrationSource

State = Registration.State


@transaction.atomic
def take_registration(
    source: RegistrationSource, code: str, order: Mapping[str, Any]
) -> Registration:
    """What became of the order. The same again changes nothing; a changed one changes its row.

    1. The registration's row is the lock: two at once wait for each other.
    2. A cancelled order refuses the participant, if nobody has met it yet; live again, it lets
       in anew whom it had refused, not whom the organizer had.
    3. What cannot be taken is kept as failed, with the reason, for the organizer to mend.
    """
    digest = hashlib.sha256(json.dumps(order, sort_keys=True, default=str).encode()).hexdigest()
    Registration.objects.bulk_create(
        [Registration(source=source, code=code, state=State.FAILED, digest="")],
        ignore_conflicts=True,
    )
    row = Registration.objects.select_for_update().get(source=source, code=code)
    if row.digest == digest and row.state != State.FAILED:
        return row
    row.digest = digest
    try:
        with transaction.atomic():
            _take(row, source, code, order)
    except ValidationError as error:
        row.state, row.message = State.FAILED, "; ".join(error.messages)[:500]
    except (RuleBroken, IntegrityError) as error:
        row.state, row.message = State.FAILED, str(error)[:500]
    row.save()
    return row


def _take(
    row: Registration, source: RegistrationSource, code: str, order: Mapping[str, Any]
) -> None:
    if stray := stray_cells(order):
        counts = {"cells": len(order) - 1 + stray, "names": len(order) - 1}
        raise RuleBroken(
            _("has a value under no column name: %(cells)s cells, %(names)s names") % counts
        )
    if cancelled(source, order):
        _refuse(row)
        return
    wanted = wanted_of(source, order)
    if wanted is None:
        row.state, row.message = State.SKIPPED, _("No ticket of it stands for a side.")
        return
    values = _values(wanted)
    state = Participant.State.APPROVED if source.approve else Participant.State.APPLIED
    made, _status = register_participant(
        source.edition, wanted.side, f"{source.name}-{code}"[:64],
        organization=wanted.organization(source.edition.language), values=values, state=state,
    )  # fmt: skip
    message = _reopened(row, wanted.side, made, state)
    row.side, row.participant, row.state, row.message = wanted.side, made.pk, State.TAKEN, message


def _reopened(row: Registration, side: str, made: Any, state: str) -> str:
    """What stands against it, empty if it waits or takes part."""
    if made.state != Participant.State.REFUSED:
        return ""
    if not _refused_by(row) or (row.side, row.participant) != (side, made.pk):
        return _by_the_organizer(made)
    made.state = state
    made.save(update_fields=["state"])
    refresh([made])
    return ""


def _refused_by(row: Registration) -> bool:
    """Whether the order's end was what refused its participant."""
    return row.state == State.CANCELLED and not row.message


def _by_the_organizer(side: Participant) -> str:
    names = {"organization": side.organization, "edition": side.edition}
    return _("The organizer has not let %(organization)s in at %(edition)s.") % names


def _values(wanted: Wanted) -> dict[str, Any]:
    said = dict(wanted.values)
    if "description" in said:
        said["description"] = Text.of({said.get("language", "en"): said["description"]})
    return said


def _refuse(row: Registration) -> None:
    before = _refused_by(row)
    row.state, row.message = State.CANCELLED, ""
    if not row.participant:
        return
    side = KINDS[row.side].objects.select_for_update().filter(pk=row.participant).first()
    if side is None:
        return
    if side.state == Participant.State.REFUSED:
        row.message = "" if before else _by_the_organizer(side)
        return
    if side.meetings.binding().exists() or side.requests.live().exists():
        row.message = _("It has requests or meetings: decide by hand.")
        return
    side.state, side.refused_because = Participant.State.REFUSED, ""
    side.save(update_fields=["state", "refused_because"])
    refresh([side])
