"""When a participant is there."""

from collections.abc import Collection

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from exhibitors.models import Exhibitor
from expo.models import Participant, TimeSlot
from foundation.errors import RuleBroken
from matchmaking.models import Meeting


@transaction.atomic
def set_availability(side: Participant, slots: Collection[int]) -> list[Meeting]:
    """Keep the slots painted, as ranges; returns the confirmed meetings that lie outside them.

    Those stay: only the organizer moves what has been told. All slots painted means: always
    there. RuleBroken without any slot.
    """
    every = list(TimeSlot.objects.filter(edition=side.edition_id).order_by("during"))
    chosen = [slot for slot in every if slot.pk in slots]
    if not chosen:
        raise RuleBroken(_("Choose at least one time; without any nobody can meet you."))
    locked = type(side)._default_manager.select_for_update().get(pk=side.pk)  # noqa: SLF001 (Django's name)
    locked.available = [] if len(chosen) == len(every) else _ranges(chosen)
    locked.save(update_fields=["available"])
    outside = [slot.pk for slot in every if slot not in chosen]
    mine = "exhibitor" if isinstance(side, Exhibitor) else "buyer"
    meetings = Meeting.objects.filter(status=Meeting.Status.CONFIRMED, slot__in=outside)
    return list(meetings.filter(**{mine: side.pk}).with_names())


def _ranges(slots: list[TimeSlot]) -> list[DateTimeTZRange]:
    """Slots that follow each other on a day without a pause, joined."""
    joined: list[DateTimeTZRange] = []
    for slot in slots:
        low, high = slot.during.lower, slot.during.upper
        if joined and joined[-1].upper == low:
            joined[-1] = DateTimeTZRange(joined[-1].lower, high)
        else:
            joined.append(DateTimeTZRange(low, high))
    return joined
