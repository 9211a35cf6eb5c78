"""Two people at one form: what somebody else has changed since it was opened.

A form carries what its row held when the page was made, signed. On saving it is compared with the
row as it is by then. So it does not matter by which way the row was changed, the portal, the desk
or an import.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core import signing
from django.db import models

SALT = "foundation.edits"
Values = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """A field that somebody else changed: what it was, what it is."""

    name: str
    before: Any
    now: Any


class OvertakenError(Exception):
    """Somebody else saved in between; nothing was written."""

    def __init__(self, changes: list[Change]) -> None:
        super().__init__(", ".join(change.name for change in changes))
        self.changes = changes


def values_of(row: models.Model, names: Iterable[str]) -> Values:
    """What the row holds in some fields, in the form in which it is compared and signed."""
    fields = {field.name: field for field in row._meta.concrete_fields}
    return {name: plain(getattr(row, fields[name].attname)) for name in names}


def plain(value: Any) -> Any:
    """As JSON keeps it: numbers by their value, rows by their id, the rest as it is or as text."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def seal(values: Values) -> str:
    """For a hidden box."""
    return signing.dumps(values, salt=SALT, compress=True)


def unseal(text: str) -> Values | None:
    """None for what we have not signed."""
    try:
        found = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return found if isinstance(found, dict) else None


def check_unchanged(row: models.Model, seen: Values | None) -> None:
    """OvertakenError if the row, locked by now, is not as it was seen."""
    now = values_of(row, seen or ())
    changes = [
        Change(name, old, now[name]) for name, old in (seen or {}).items() if old != now[name]
    ]
    if changes:
        raise OvertakenError(changes)
