"""Forms that two people may have open at once: the later one is told what changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _

from foundation.edits import OvertakenError, Values, plain, seal, unseal, values_of
from foundation.errors import RuleBroken

SEEN = "seen"


@dataclass(frozen=True)
class Overlap:
    """A field that somebody else changed. `kept`: the box holds what the reader wrote."""

    label: str
    before: str
    now: str
    kept: bool


def attempt(
    form: forms.BaseForm, save: Callable[[], object], field: str | None = None
) -> tuple[bool, OvertakenError | None]:
    """Whether it is saved. What the rules refuse becomes an error of the form, at `field`; what
    somebody else has changed comes back.
    """
    try:
        save()
    except RuleBroken as refusal:
        form.add_error(field, str(refusal))
    except OvertakenError as error:
        return False, error
    else:
        return True, None
    return False, None


def seen_in(request: HttpRequest, form: forms.BaseForm) -> Values | None:
    """What the page showed when it was made; without it the form gets an error."""
    seen = unseal(request.POST.get(SEEN, ""))
    if seen is None:
        form.add_error(None, _("This page was out of date. Look at it again and save once more."))
    return seen


def seal_of(row: models.Model, names: Any, request: HttpRequest | None = None) -> str:
    """For the hidden box: as it came, after an error, or of the row as it is now."""
    sent = request.POST.get(SEEN, "") if request is not None else ""
    return sent if unseal(sent) is not None else seal(values_of(row, names))


def mine(values: Mapping[str, Any], seen: Values) -> dict[str, Any]:
    """What the reader changed, to be put into the boxes of a new form."""
    return {name: value for name, value in values.items() if plain(value) != seen.get(name)}


def overlaps(form: forms.BaseForm, error: OvertakenError, kept: Mapping[str, Any]) -> list[Overlap]:
    """What somebody else changed, in the form's words."""
    return [
        Overlap(
            label=str(form.fields[change.name].label or change.name)
            if change.name in form.fields
            else change.name,
            before=said(form, change.name, change.before),
            now=said(form, change.name, change.now),
            kept=change.name in kept,
        )
        for change in error.changes
    ]


def said(form: forms.BaseForm, name: str, value: Any) -> str:
    """A stored value in words."""
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, Mapping):
        return " · ".join(f"{key}: {text}" for key, text in value.items())
    if isinstance(value, list):
        return ", ".join(said(form, name, each) for each in value)
    field = form.fields.get(name)
    for code, label in _flat(getattr(field, "choices", ()) or ()):
        if str(code) == str(value):
            return str(label)
    return str(value)


def _flat(choices: Any) -> Any:
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield code, label
