"""Beyond the usual channels: strong matches with those whom lists of the best known leave out."""

from collections import Counter
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Participant
from matchmaking.models import MeetingRequest
from matchmaking.queries.matches import Card, all_matches, cards_of, met_among

SHELF = 3
SMALL = 50  # employees, as the European Union's small enterprises
RARE = 2  # wishes of others, at most


def shelf_of(me: Participant) -> list[Card]:
    """Up to three matches from the organizer's threshold up, best first, each with why it is there.

    With an exhibitor that is small, exhibits abroad for the first time or is wished for by few;
    with a buyer whom few ask. Never with whom this side has met, asked or marked.
    """
    theirs = "exhibitor" if isinstance(me, Buyer) else "buyer"
    marked = me.marks.filter(side="buyer" if isinstance(me, Buyer) else "exhibitor")  # type: ignore[attr-defined]
    strong = list(
        all_matches(me)
        .filter(score__gte=me.edition.match_threshold)
        .exclude(**{f"{theirs}__in": marked.values(theirs)})
        .order_by("-score", "pk")[: 20 * SHELF]
    )
    met = met_among(me, strong)
    wished = _wishes(theirs, [getattr(match, f"{theirs}_id") for match in strong])
    chosen = []
    for match in strong:
        other: Participant = getattr(match, theirs)
        why = _why(other, wished[other.pk])
        if why and other.organization_id not in met:
            chosen.append((match, why))
    cards = cards_of(me, [match for match, _why_it_is in chosen[:SHELF]])
    return [replace(card, why=why) for card, (_match, why) in zip(cards, chosen, strict=False)]


def _wishes(theirs: str, keys: list[int]) -> Counter[int]:
    """How many live requests each has."""
    rows = MeetingRequest.objects.live().filter(**{f"{theirs}__in": keys}).order_by()
    return Counter(rows.values_list(theirs, flat=True))


def _why(other: Participant, wishes: int) -> list[str]:
    said = []
    if isinstance(other, Exhibitor) and other.first_time:
        said.append(_("First time at an expo abroad"))
    if isinstance(other, Exhibitor) and other.employees is not None and other.employees <= SMALL:
        said.append(
            ngettext(
                "Small: %(count)s employee", "Small: %(count)s employees", other.employees
            ) % {"count": other.employees}
        )  # fmt: skip
    if wishes == 0:
        said.append(_("No meeting of theirs is asked for yet"))
    elif wishes <= RARE:
        said.append(
            ngettext(
                "Only %(count)s meeting of theirs is asked for",
                "Only %(count)s meetings of theirs are asked for",
                wishes,
            ) % {"count": wishes}
        )  # fmt: skip
    return said
