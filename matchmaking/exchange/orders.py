"""What an order or a row of a registration system says, by the organizer's mapping."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from matchmaking.models import RegistrationSource

ORGANIZATION = ("country", "city", "website", "registration_number")
VALUES = ("contact_name", "contact_email", "language", "languages", "channels", "description")
COLUMNS = ("name", *ORGANIZATION, *VALUES, "side")
# Where pretix has it, if the organizer says nothing else.
PRETIX = {
    "name": "invoice_address.company",
    "country": "invoice_address.country",
    "city": "invoice_address.city",
    "registration_number": "invoice_address.vat_id",
    "contact_name": "invoice_address.name",
    "contact_email": "email",
    "language": "locale",
}
# Under this name come a CSV row's cells behind the last that the header names.
STRAY = ""
CANCELLED = {"c", "e", "canceled", "cancelled", "expired"}


@dataclass
class Wanted:
    """Who is to be registered on which side."""

    side: str
    name: str
    about: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    def organization(self, language: str) -> dict[str, Any]:
        """For the action: what is said of the organization."""
        return {"name": {self.values.get("language", language): self.name}, **self.about}


def stray_cells(order: Mapping[str, Any]) -> int:
    """How many cells of a CSV row stand under no name, if any of them holds something."""
    stray = order.get(STRAY)
    return len(stray) if isinstance(stray, list) and any(str(cell).strip() for cell in stray) else 0


def cancelled(source: RegistrationSource, order: Mapping[str, Any]) -> bool:
    """Whether the order is off; pretix says `c` or `e`."""
    key = "status" if source.style == RegistrationSource.Style.PRETIX else "state"
    return str(order.get(key, "")).lower() in CANCELLED


def wanted_of(source: RegistrationSource, order: Mapping[str, Any]) -> Wanted | None:
    """None if no ticket of the order stands for a side."""
    pretix = source.style == RegistrationSource.Style.PRETIX
    mapping = {**(PRETIX if pretix else {name: name for name in COLUMNS}), **source.mapping}
    said = {name: _found(order, str(path)) for name, path in mapping.items() if name in COLUMNS}
    side = _side(source, order, said.get("side"))
    if side is None:
        return None
    values: dict[str, Any] = {}
    for name in VALUES:
        if said.get(name):
            many = name in ("languages", "channels")
            values[name] = _list(said[name]) if many else str(said[name])
    if "language" in values:
        values["language"] = values["language"].split("-")[0].lower()
        values.setdefault("languages", [values["language"]])
    about = {name: str(said[name]) for name in ORGANIZATION if said.get(name)}
    return Wanted(side, str(said.get("name") or ""), about, values)


def _side(source: RegistrationSource, order: Mapping[str, Any], said: Any) -> str | None:
    if said in ("exhibitor", "buyer"):
        return str(said)
    if not source.items:
        return source.side
    items = [str(each.get("item")) for each in _positions(order)]
    return next((str(source.items[item]) for item in items if item in source.items), None)


def _positions(order: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = order.get("positions")
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _found(order: Mapping[str, Any], path: str) -> Any:
    """`a.b` inside the order, or the answer to a question of any of its tickets."""
    if path.startswith("question:"):
        wanted = path.removeprefix("question:")
        for position in _positions(order):
            for answer in position.get("answers") or []:
                if isinstance(answer, Mapping) and answer.get("question_identifier") == wanted:
                    return answer.get("answer")
        return None
    at: Any = order
    for step in path.split("."):
        at = at.get(step) if isinstance(at, Mapping) else None
    return at if isinstance(at, (str, int, list)) else None


def _list(value: Any) -> list[str]:
    items = value if isinstance(value, list) else str(value).split(",")
    parts = [part.strip() for item in items for part in re.split("[;；]", str(item))]
    return [part for part in parts if part]
