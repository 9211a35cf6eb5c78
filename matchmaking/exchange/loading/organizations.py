"""The organizations behind exhibitors' and buyers' rows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from accounts.actions.numbers import free_numbers
from accounts.models import Organization
from matchmaking.exchange.loading.load import Load
from matchmaking.exchange.loading.upsert import language_of, merged, update_rows
from matchmaking.exchange.rows import Row

PLAIN = ("registration_number", "country", "city", "website")


@dataclass
class Known:
    """Organizations of a batch by what rows know them by, and what the import said of each."""

    by_number: dict[tuple[str, str], Organization]
    by_ref: dict[str, Organization]
    changed: dict[int, Organization] = field(default_factory=dict)


def organizations(
    load: Load, rows: list[Row], existing: dict[str, Any], said: dict[int, dict[str, str]]
) -> dict[str, Organization]:
    """Each row's organization, saved: a known one by its number, else by ref.

    Refs count inside their own file only: the same one in the other file is somebody else's.
    `said` remembers, over the whole import, what was said of an organization and where; saying
    something else of it in another row is a problem. Sets `row.touched` where something changed.
    """
    by_ref = {ref: instance.organization for ref, instance in existing.items()}
    known = Known(_numbered(rows, said), by_ref)
    found: dict[str, Organization] = {}
    created = []
    languages: dict[str, str] = {}
    for row in rows:
        organization = _find(known, row)
        if organization is None:
            organization = Organization()
            created.append(organization)
            if number := row.values.get("registration_number"):
                known.by_number[row.values["country"], number] = organization
        languages[row.key] = language_of(load, row, existing.get(row.key))
        _apply(load, row, organization, known, languages[row.key])
        found[row.key] = organization
    _free(rows, found)
    Organization.objects.bulk_create(created)
    if known.changed:
        update_rows(Organization, list(known.changed.values()), ["name", *PLAIN])
    for row in rows:
        _agree(load, row, found[row.key], said, languages[row.key])
    return found


def _numbered(rows: Iterable[Row], said: Collection[int]) -> dict[tuple[str, str], Organization]:
    """Known ones; of others only those that this import itself named before, by their ref."""
    numbers = {
        row.values["registration_number"] for row in rows if row.values.get("registration_number")
    }
    there = Organization.objects.filter(registration_number__in=numbers) if numbers else ()
    return {
        (each.country, each.registration_number): each
        for each in there
        if each.standing == Organization.Standing.KNOWN or each.pk in said
    }


def _free(rows: Iterable[Row], found: dict[str, Organization]) -> None:
    free_numbers(
        {
            (row.values["country"], row.values["registration_number"]): found[row.key].pk
            for row in rows
            if row.values.get("registration_number")
        }
    )


def _find(known: Known, row: Row) -> Organization | None:
    number = row.values.get("registration_number")
    by_number = known.by_number.get((row.values["country"], number)) if number else None
    return by_number or known.by_ref.get(row.key)


def _apply(load: Load, row: Row, organization: Organization, known: Known, language: str) -> None:
    before = (dict(organization.name), *(getattr(organization, name) for name in PLAIN))
    texts = row.texts.get("name", {})
    organization.name = merged(load, row, "name", organization.name, texts, language)
    for name in PLAIN:
        if name in row.values:
            setattr(organization, name, row.values[name])
    after = (dict(organization.name), *(getattr(organization, name) for name in PLAIN))
    if before != after and organization.pk:
        known.changed[organization.pk] = organization
        row.touched = True


def _agree(
    load: Load,
    row: Row,
    organization: Organization,
    said: dict[int, dict[str, str]],
    language: str,
) -> None:
    """What two rows say of one organization has to be the same, or importing twice would waver."""
    where = f"{load.file} line {row.line}"
    mine = {name: row.values[name] for name in PLAIN if name in row.values}
    for key, text in row.texts.get("name", {}).items():
        mine[f"name_{key or language}"] = text or mine.get(f"name_{key or language}", "")
    theirs = said.setdefault(organization.pk, {"": where, **mine})
    for name, value in mine.items():
        if theirs.setdefault(name, value) != value:
            advice = f"is “{theirs[name]}” on {theirs['']}, which is the same organization"
            load.report(row, name, value, f"{advice}; make both the same")
