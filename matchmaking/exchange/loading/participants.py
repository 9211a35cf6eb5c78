"""Exhibitors and buyers: their organizations, contacts and booths."""

from typing import Any

from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Participant
from matchmaking.exchange.loading.booths import place_booths
from matchmaking.exchange.loading.load import Load, rows_of
from matchmaking.exchange.loading.organizations import organizations
from matchmaking.exchange.loading.people import add_owners, users_by_email
from matchmaking.exchange.loading.private_tables import PrivateTables
from matchmaking.exchange.loading.upsert import Loader
from matchmaking.exchange.rows import Row
from matchmaking.exchange.sheets import BUYERS, EXHIBITORS
from matchmaking.models import Meeting, MeetingRequest


def participant_loaders() -> tuple[Loader, Loader]:
    """For one import: what it said of organizations is shared by both sheets."""
    said: dict[int, dict[str, str]] = {}
    tables = PrivateTables()

    def exhibitors(load: Load, rows: list[Row], existing: dict[str, Any]) -> None:
        place_booths(load, rows)
        if not any("booth" in row.values for row in rows):
            _refuse_halls(load, rows)
        _place_organizations(load, Exhibitor, rows, existing, said)

    def buyers(load: Load, rows: list[Row], existing: dict[str, Any]) -> None:
        _place_organizations(load, Buyer, rows, existing, said)

    def after(load: Load, rows: list[Row], instances: dict[str, Any]) -> None:
        _invite(rows, instances)
        tables.keep(load, rows)

    related = ("organization",)
    return (
        Loader(EXHIBITORS, Exhibitor, exhibitors, after, related=related),
        Loader(BUYERS, Buyer, buyers, after, related=related),
    )


def _refuse_halls(load: Load, rows: list[Row]) -> None:
    for row in rows:
        if row.values.get("hall"):
            load.report(row, "hall", row.values["hall"], "needs a column booth beside it")


def _place_organizations(
    load: Load,
    model: type[Exhibitor | Buyer],
    rows: list[Row],
    existing: dict[str, Any],
    said: dict[int, dict[str, str]],
) -> None:
    _refuse_departures(load, model, rows, existing)
    found = organizations(load, [row for row in rows if not row.bad], existing, said)
    taking_part = dict(
        rows_of(model)
        .filter(edition=load.edition, organization__in=list(found.values()))
        .values_list("organization_id", "ref")
    )
    for row in rows:
        if row.key not in found:
            continue
        organization = found[row.key]
        other = taking_part.setdefault(organization.pk, row.key)
        if other != row.key:
            number = row.values.get("registration_number")
            advice = f"the same organization takes part as {other} already; keep one of the two"
            load.report(row, "registration_number", number, advice)
        row.extra["organization_id"] = organization.pk


def _refuse_departures(
    load: Load, model: type[Exhibitor | Buyer], rows: list[Row], existing: dict[str, Any]
) -> None:
    """Whoever took part may only leave once its requests and meetings are settled."""
    stays = Participant.State.APPROVED
    leaving = {
        existing[row.key].pk: row
        for row in rows
        if row.key in existing
        and existing[row.key].state == stays
        and row.values.get("state", stays) not in (None, stays)
    }
    if not leaving:
        return
    side = model._meta.model_name  # noqa: SLF001 (documented)
    for busy in (MeetingRequest.objects.live(), Meeting.objects.live()):
        at = busy.filter(**{f"{side}__in": leaving}).values_list(f"{side}_id", flat=True).distinct()
        for row in (leaving[key] for key in at):
            if not row.bad:
                advice = "has requests or meetings; cancel or withdraw them first"
                load.report(row, "state", row.values["state"], advice)


def _invite(rows: list[Row], instances: dict[str, Any]) -> None:
    """A contact signs in as an owner of the organization."""
    contacts = [row for row in rows if row.values.get("contact_email")]
    users = users_by_email(
        ((row.values["contact_email"], instances[row.key].contact_name) for row in contacts),
        {row.values["contact_email"].lower(): instances[row.key].language for row in contacts},
    )
    owners = [
        (row, users[row.values["contact_email"].lower()], row.extra["organization_id"])
        for row in contacts
    ]
    new = add_owners((user, organization) for _row, user, organization in owners)
    for row, user, organization in owners:
        row.touched = row.touched or (user.pk, organization) in new
