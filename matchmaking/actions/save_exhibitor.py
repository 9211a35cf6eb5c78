"""What an exhibitor says of itself."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Organization
from exhibitors.models import Exhibitor
from foundation.edits import Values, check_unchanged
from foundation.errors import RuleBroken
from matchmaking.actions.refresh_matches import refresh_matches

# The organizer's are booth, delegation, first time and state.
OWN = (
    "language", "description", "founded", "employees", "contact_name", "contact_email",
    "languages", "target_markets", "channels", "team_size", "max_meetings", "max_meetings_a_day",
)  # fmt: skip


@transaction.atomic
def save_exhibitor(
    exhibitor_id: int, values: Mapping[str, Any], *, website: str, seen: Values | None = None
) -> Exhibitor:
    """Keep `values`, fields of `OWN`, and the organization's website; its matches follow.

    OvertakenError if another has changed what was `seen`. RuleBroken for a team smaller than its
    meetings need.
    """
    rows = Exhibitor.objects.select_for_update(of=("self",)).select_related("organization")
    exhibitor: Exhibitor = rows.get(pk=exhibitor_id)
    check_unchanged(exhibitor, seen)
    taken = exhibitor.meetings.live().aggregate(last=Max("exhibitor_seat"))["last"] or 0
    if values.get("team_size", taken) < taken:
        raise RuleBroken(
            _("Meetings that are not cancelled need a team of %(count)d.") % {"count": taken}
        )
    for name, value in values.items():
        setattr(exhibitor, name, value)
    exhibitor.save(update_fields=list(values))
    if website != exhibitor.organization.website:
        Organization.objects.filter(pk=exhibitor.organization_id).update(website=website)
    refresh_matches(exhibitor.edition_id, exhibitors=[exhibitor.pk])
    return exhibitor
