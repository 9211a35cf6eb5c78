"""Everything that is stored about a person, for them to take away."""

import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet

from accounts.models import (
    AccessToken,
    Consent,
    Invitation,
    JoinRequest,
    Membership,
    Organization,
    User,
)
from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Delegation, Interpreter
from matchmaking.models import (
    CalendarFeed,
    DaySheetRun,
    ExportRecord,
    MatchMark,
    Meeting,
    Notice,
    NoticeSetting,
    Outcome,
    PlanningRun,
    ScoringRun,
)
from matchmaking.queries.calendar import calendar_of

# Hashes and secrets say nothing about a person, and open doors.
HIDDEN = {"password", "digest", "secret"}


def about_me(user: User) -> bytes:
    """A ZIP: a JSON file a kind of rows, the calendars of one's rosters, and a word on each."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in _parts(user).items():
            text = json.dumps(
                [_row(row) for row in rows], cls=DjangoJSONEncoder, ensure_ascii=False, indent=1
            )
            archive.writestr(f"{name}.json", text)
        for person in Interpreter.objects.filter(user=user).select_related("edition"):
            meetings = Meeting.objects.binding().filter(interpreter=person).with_names()
            text = calendar_of(meetings, person.edition, user.language)
            archive.writestr(f"calendar-{person.edition.slug}.ics", text)
    return out.getvalue()


def _parts(user: User) -> dict[str, Iterable[Model]]:
    contact = {"contact_email__iexact": user.email}
    parts: dict[str, QuerySet[Any]] = {
        "account": User.objects.filter(pk=user.pk),
        "memberships": Membership.objects.filter(user=user),
        "organizations": Organization.objects.filter(memberships__user=user),
        "invitations": Invitation.objects.filter(email__iexact=user.email),
        "join_requests": JoinRequest.objects.filter(user=user),
        "tokens": AccessToken.objects.filter(user=user),
        "consents": Consent.objects.filter(user=user),
        "contact_of_exhibitors": Exhibitor.objects.filter(**contact),
        "contact_of_buyers": Buyer.objects.filter(**contact),
        "delegations_led": Delegation.objects.filter(lead=user),
        "interpreter": Interpreter.objects.filter(user=user),
        "marks": MatchMark.objects.filter(marked_by=user),
        "outcomes": Outcome.objects.filter(recorded_by=user),
        "notices": Notice.objects.filter(user=user),
        "notice_settings": NoticeSetting.objects.filter(user=user),
        "calendar_addresses": CalendarFeed.objects.filter(user=user),
        "day_sheets_asked_for": DaySheetRun.objects.filter(started_by=user),
        "exports_made": ExportRecord.objects.filter(user=user),
        "scoring_runs_started": ScoringRun.objects.filter(started_by=user),
        "planning_runs_started": PlanningRun.objects.filter(started_by=user),
    }
    return dict(parts)


def _row(row: Model) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if field.name not in HIDDEN]  # noqa: SLF001
    return {field.attname: _plain(getattr(row, field.attname)) for field in fields}


def _plain(value: Any) -> Any:
    """Ranges as two times; what JSON knows as it is."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if hasattr(value, "lower") and hasattr(value, "upper_inc"):
        return [value.lower, value.upper]
    return value
