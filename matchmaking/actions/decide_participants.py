"""Let participants in, or not."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Edition, Participant
from matchmaking.actions.refresh_matches import refresh_matches
from matchmaking.actions.tell import Said, tell
from matchmaking.models.notice import Kind
from matchmaking.queries.people import people_of
from matchmaking.queries.queues import MOST, waiting


class Decision(StrEnum):
    """What the organizer says; `HOSTED` of buyers only."""

    APPROVE = "approve"
    HOSTED = "hosted"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Decided:
    """How many participants, and how many people were told."""

    participants: int
    told: int


@transaction.atomic
def decide_participants(
    edition: Edition, side: str, keys: Collection[int], decision: Decision, *, because: str = ""
) -> Decided:
    """Of those that still wait (`side`: `exhibitors` or `buyers`), at most `MOST` at a time.

    Their people are told, of a refusal with its reason where one is given, and those let in are
    matched. Repeated, it does nothing.
    """
    rows = list(waiting(edition, side).select_for_update(of=("self",)).filter(pk__in=keys)[:MOST])
    state = Participant.State.REFUSED if decision == Decision.REFUSE else Participant.State.APPROVED
    told = 0
    for row in rows:
        row.state = state
        row.refused_because = because.strip()[:300] if state == Participant.State.REFUSED else ""
        if isinstance(row, Buyer) and decision == Decision.HOSTED:
            row.hosted = True
        told += len(tell(people_of(row), edition, Kind.ACCOUNT, partial(_said, row)))
    model: Any = Exhibitor if side == "exhibitors" else Buyer
    columns = ["hosted"] if model is Buyer else []
    model.objects.bulk_update(rows, ["state", "refused_because", *columns])
    parties = {row.pk for row in rows}
    if model is Buyer:
        refresh_matches(edition.pk, buyers=parties)
    else:
        refresh_matches(edition.pk, exhibitors=parties)
    return Decided(len(rows), told)


def _said(row: Participant, _person: User) -> Said:
    names = {"organization": row.organization, "edition": row.edition}
    if row.state == Participant.State.REFUSED:
        said = _("The organizer has not let %(organization)s in at %(edition)s.") % names
        return Said(
            subject=_("%(organization)s does not take part in %(edition)s") % names,
            body=f"{said} {row.refused_because}".strip(),
        )
    return Said(
        subject=_("%(organization)s takes part in %(edition)s") % names,
        body=_("The organizer has let %(organization)s in at %(edition)s.") % names,
        path=reverse("today", args=[row.edition.slug, row.organization_id]),
    )
