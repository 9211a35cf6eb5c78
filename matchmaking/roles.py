"""What each organizer's role may do, at the editions where somebody has it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import Group, Permission

from accounts.roles import group_name

PLACE = ("edition", "openingday", "timeslot", "hall", "halldistance", "booth", "meetingtable")
PEOPLE = ("delegation", "interpreter", "exhibitor", "product", "certificate", "buyer",
          "sourcingneed", "organization", "membership")  # fmt: skip
MATCHING = ("scoringrun", "match", "matchmark", "meetingrequest", "glossaryterm")
RULES = ("pairrule", "meetinglimit", "quiettime", "hostedonly")
TIMETABLE = ("planningrun", "planningsettings", "exposurefloor", "schedule", "meeting", "notice",
             *RULES)  # fmt: skip
COMES_OF_IT = ("outcome", "outcomestep")
EVERYTHING = (*PLACE, *PEOPLE, *MATCHING, *TIMETABLE, *COMES_OF_IT, "category", "organizer", "user")
# Other systems, with their secrets: the owner's alone. Who took what out, superusers read.
SYSTEMS = ("webhookendpoint", "webhookdelivery", "registrationsource", "registration")
SEEN_ONLY = {"category", "user"}
KEPT = {"edition", "organization"}  # no role deletes these, nor adds an edition

# Role → (verbs, models); whoever may change may look.
ROLES: dict[str, list[tuple[tuple[str, ...], Iterable[str]]]] = {
    "owner": [
        (("view",), (*EVERYTHING, *SYSTEMS)),
        (("add", "change", "delete"), ["webhookendpoint", "registrationsource"]),
        (("change",), ["webhookdelivery"]),
        (("change",), [model for model in EVERYTHING if model not in SEEN_ONLY]),
        (("add",), [m for m in EVERYTHING if m not in SEEN_ONLY | {"edition"}]),
        (("delete",), [m for m in EVERYTHING if m not in SEEN_ONLY | KEPT]),
    ],
    "matchmaker": [
        (("view",), [m for m in EVERYTHING if m not in {"user", "organizer", "membership"}]),
        (("add", "change"), [*MATCHING, *TIMETABLE, "product", "sourcingneed"]),
        (("delete",), ["glossaryterm", "exposurefloor", *RULES]),
    ],
    "floor": [
        (("view",), [*PLACE, "interpreter", "delegation", "exhibitor", "buyer", "organization",
                     "schedule", "meeting", "outcome", "outcomestep", "notice", "category"]),
        (("add", "change", "delete"), ["hall", "halldistance", "booth", "meetingtable"]),
        (("change",), ["interpreter", "meeting"]),
    ],
    "reporter": [
        (("view",), [m for m in EVERYTHING if m not in {"user", "organizer", "membership",
                                                         "notice"}]),
    ],
    "delegations": [
        (("view",), [*PLACE, *PEOPLE, "category", "match", "meetingrequest", "schedule", "meeting",
                     "user"]),
        (("add", "change"), ["delegation", "exhibitor", "buyer", "organization", "membership",
                             "product", "sourcingneed", "certificate"]),
    ],
}  # fmt: skip


def codes_of(role: str) -> Iterator[str]:
    """Codenames of a role's permissions."""
    for verbs, models in ROLES[role]:
        yield from (f"{verb}_{model}" for verb in verbs for model in models)


def grant_roles(**_signal: Any) -> None:
    """Give each role's group its permissions, no more and no fewer. Runs after every migration,
    when all permissions are there. Safe to repeat.
    """
    for role in ROLES:
        group, _made = Group.objects.get_or_create(name=group_name(role))
        group.permissions.set(Permission.objects.filter(codename__in=set(codes_of(role))))
