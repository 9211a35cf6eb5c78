"""A what-if copy of a timetable, to change by hand or to plan from."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from expo.models import Edition
from matchmaking.errors import RuleBroken
from matchmaking.models import Meeting, Schedule
from matchmaking.queries.planning_input import earlier_meetings
from matchmaking.queries.times import upcoming_slots

LABEL = 80


@transaction.atomic
def copy_schedule(schedule_id: int, *, label: str = "", user: User | None = None) -> Schedule:
    """A draft of the same edition with the same meetings ahead, proposed; what has begun stays
    where it is. RuleBroken for a schedule that does not exist.
    """
    source = Schedule.objects.select_related("edition").filter(pk=schedule_id).first()
    if source is None:
        raise RuleBroken(_("There is no schedule %(id)s.") % {"id": schedule_id})
    edition = Edition.objects.select_for_update().get(pk=source.edition_id)
    latest = edition.schedules.aggregate(last=Max("version"))["last"] or 0
    said = label or _("copy of version %(version)s") % {"version": source.version}
    copy = Schedule.objects.create(
        edition=edition,
        version=latest + 1,
        label=said[:LABEL],
        keeps=source,
        solver_status=source.solver_status,
        objective=source.objective,
        bound=source.bound,
        gap=source.gap,
        parts=source.parts,
        exposure=source.exposure,
        unscheduled=source.unscheduled,
        seconds=source.seconds,
        digest=source.digest,
        stamp=source.stamp,
        created_by=user,
    )
    meetings = earlier_meetings(edition, source, upcoming_slots(edition))
    Meeting.objects.bulk_create((_again(each, copy) for each in meetings), batch_size=1000)
    return copy


def _again(meeting: Meeting, copy: Schedule) -> Meeting:
    names = (
        "edition_id", "request_id", "exhibitor_id", "buyer_id", "table_id", "slot_id",
        "interpreter_id", "score", "reasons", "pinned", "during", "exhibitor_seat", "buyer_seat",
        "exhibitor_organization_id", "buyer_organization_id", "exhibitor_team", "buyer_team",
    )  # fmt: skip
    return Meeting(schedule=copy, **{name: getattr(meeting, name) for name in names})
