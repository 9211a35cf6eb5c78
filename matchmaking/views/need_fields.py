"""Boxes of a need's form: countries by name, standards to tick, headings to find."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from foundation.countries import country_choices
from matchmaking.queries.standards import STANDARDS, standard_choices
from matchmaking.scoring.reading.places import named_country
from matchmaking.wording import country_name

PARTS = re.compile(r"[;,，、；\n]+")
CODE = re.compile(r"[A-Z]{2}")


class CountriesField(forms.CharField):
    """Names or codes of countries, parted by commas; read in any of the six languages."""

    def prepare_value(self, value: Any) -> Any:
        """Codes of the row as names."""
        if isinstance(value, (list, tuple)):
            return ", ".join(country_name(code) for code in value)
        return value

    def clean(self, value: Any) -> Any:
        """Two-letter codes; names the part that is no country."""
        own = {name.casefold(): code for code, name in country_choices()}
        codes = []
        for part in filter(None, (each.strip() for each in PARTS.split(str(value or "")))):
            code = part if CODE.fullmatch(part) else own.get(part.casefold(), "")
            code = code or named_country(part)
            if code not in own.values():
                raise forms.ValidationError(
                    _("“%(part)s” is not a country we know."), params={"part": part}
                )
            codes.append(code)
        return list(dict.fromkeys(codes))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares what is written."""
        return str(self.prepare_value(initial) or "") != str(data or "")


class StandardsWidget(forms.MultiWidget):
    """Boxes to tick, and a line for others."""

    template_name = "portal/standards.html"

    def __init__(self) -> None:
        other = forms.TextInput(attrs={"placeholder": "GOST-R, NOM …", "maxlength": 200})
        super().__init__([forms.CheckboxSelectMultiple(), other])
        self.use_fieldset = True

    def decompress(self, value: Any) -> list[Any]:
        """Known ones to their boxes, others to the line."""
        held = list(value or ())
        return [
            [each for each in held if each in STANDARDS],
            ", ".join(each for each in held if each not in STANDARDS),
        ]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Choices in the reader's language, the ticked ones first."""
        parts = self.decompress(value)
        ticked = set(parts[0])
        boxes: Any = self.widgets[0]
        boxes.choices = sorted(standard_choices(), key=lambda pair: pair[0] not in ticked)
        context: dict[str, Any] = super().get_context(name, parts, attrs)
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Slugs of both."""
        ticked, others = super().value_from_datadict(data, files, name)
        return [*(ticked or ()), *_slugs(others or "")]


class StandardsField(forms.Field):
    """Cleans to a list of slugs."""

    widget = StandardsWidget

    def clean(self, value: Any) -> list[str]:
        """Each once; one that is too long is named."""
        for each in value or ():
            if len(each) > 32:  # noqa: PLR2004 (the column's)
                raise forms.ValidationError(_("“%(name)s” is too long."), params={"name": each})
        return list(dict.fromkeys(value or ()))


def _slugs(line: str) -> Iterable[str]:
    """GOST R; NOM 051 → gost-r, nom-051."""
    for part in PARTS.split(line):
        slug = re.sub(r"[^\w]+", "-", part.strip().lower()).strip("-")
        if slug:
            yield slug
