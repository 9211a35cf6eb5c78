"""What forms need beyond Django: a text in several languages, and lists of times."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from babel import Locale, UnknownLocaleError
from django import forms
from django.conf import settings
from django.contrib.postgres.forms import RangeWidget
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.texts import LANGUAGE_KEY, Text, language_keys

# The interface languages, as keys of a text.
OFFERED = tuple("zh" if code == "zh-hans" else code for code, _name in settings.LANGUAGES)
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "ps", "dv"}
WRITTEN = "%Y-%m-%d %H:%M"
PARTS = 2  # of a range: from, to


class TranslatedTextWidget(forms.Widget):
    """The languages already there, a box each; the rest of the six folded away behind them."""

    template_name = "foundation/translated_text.html"
    use_fieldset = True  # one name over several boxes

    def __init__(self, *, rows: int = 1) -> None:
        super().__init__()
        self.rows = rows

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds the boxes: language and its name, text, direction, name and id of the input.

        The first has the field's own id, which a label outside names.
        """
        text = value if isinstance(value, Mapping) else {}
        context = super().get_context(name, None, attrs)
        reader = language_keys(get_language() or "en")[-1]
        shown = list(text) or [reader]
        own = context["widget"]["attrs"].get("id") or name
        boxes = [
            {
                "language": key,
                "said": _language_name(key, reader),
                "id": f"{own}__{key}" if place else own,
                "name": f"{name}__{key}",
                "text": text.get(key, ""),
                "direction": "rtl" if key.split("-")[0] in RIGHT_TO_LEFT else "ltr",
            }
            for place, key in enumerate(dict.fromkeys([*shown, *OFFERED]))
        ]
        context["widget"]["rows"] = self.rows
        context["widget"]["invalid"] = "aria-invalid" in context["widget"]["attrs"]
        context["widget"]["boxes"] = boxes
        context["widget"]["shown"] = [box for box in boxes if box["language"] in shown]
        context["widget"]["folded"] = [box for box in boxes if box["language"] not in shown]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Text:
        """What was written, without the empty boxes."""
        prefix = f"{name}__"
        return Text.of({key[len(prefix) :]: data[key] for key in data if key.startswith(prefix)})

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Left out only if no box of ours came back."""
        return not any(key.startswith(f"{name}__") for key in data)


def _language_name(key: str, reader: str) -> str:
    """What the reader calls a language; the key of one that nobody knows."""
    try:
        return Locale.parse(key, sep="-").get_display_name(reader) or key
    except (ValueError, UnknownLocaleError):
        return key


class TranslatedTextFormField(forms.Field):
    """Cleans to a `Text`; required means: in at least one language."""

    widget = TranslatedTextWidget

    def __init__(self, **kwargs: Any) -> None:
        for unused in ("encoder", "decoder", "max_length"):
            kwargs.pop(unused, None)
        # Django asks for it where a column's default is callable; a hidden box holds no text of
        # ours.
        kwargs["show_hidden_initial"] = False
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Text:
        """Refuses a language code that is none."""
        text = Text.of(value or {})
        if self.required and not text:
            raise forms.ValidationError(_("Write it in at least one language."))
        for key in text:
            if not LANGUAGE_KEY.fullmatch(key):
                raise forms.ValidationError(
                    _("“%(key)s” is not a language code."), params={"key": key}
                )
        return text

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares language by language; what is no text at all is none."""
        old, new = (each if isinstance(each, Mapping) else {} for each in (initial, data))
        return dict(old) != dict(new)


class TimeRangeWidget(RangeWidget):
    """From and to, in the browser's own date and time boxes."""

    def __init__(self) -> None:
        box = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        super().__init__(box, {"class": "fl-range"})

    def decompress(self, value: Any) -> tuple[Any, Any]:
        """As wall-clock time of the zone in force."""
        ends = super().decompress(value)
        low, high = (timezone.localtime(end) if isinstance(end, datetime) else end for end in ends)
        return low, high


class OpenTimesFormField(forms.Field):
    """Ranges of time, one a line: `2026-11-05 09:00 - 2026-11-05 12:30`, in the zone in force."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        for unused in ("base_field", "max_length"):
            kwargs.pop(unused, None)
        kwargs["show_hidden_initial"] = False
        kwargs["help_text"] = _("One a line: 2026-11-05 09:00 - 2026-11-05 12:30. Empty: always.")
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The lines to edit."""
        if isinstance(value, str) or not value:
            return value or ""
        return "\n".join(" - ".join(map(_written, (each.lower, each.upper))) for each in value)

    def clean(self, value: Any) -> list[DateTimeTZRange]:
        """Names the line that cannot be read."""
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        return [_range(line) for line in lines]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares what is written."""
        return str(self.prepare_value(initial)).split() != str(data or "").split()


def _written(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):{WRITTEN}}" if moment else ""


def _range(line: str) -> DateTimeTZRange:
    ends = [_moment(part.strip()) for part in line.split(" - ")]
    low, high = ends if len(ends) == PARTS else (None, None)
    if not low or not high or low >= high:
        raise forms.ValidationError(_("“%(line)s” is not a range of time."), params={"line": line})
    return DateTimeTZRange(low, high)


def _moment(text: str) -> datetime | None:
    try:
        return timezone.make_aware(datetime.strptime(text, WRITTEN))  # noqa: DTZ007 (at once)
    except ValueError:
        return None


class EditionOfParent(forms.ModelForm[Any]):
    """Copies the edition from `parent_field` before the constraints are asked, which compare it."""

    parent_field = ""
    copied: frozenset[str] = frozenset({"edition"})

    def __init__(self, *args: Any, parent: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parent = parent

    def copy_from(self, parent: Any) -> None:
        """What of the parent's the row repeats."""
        self.instance.edition_id = parent.edition_id

    def clean(self) -> dict[str, Any]:
        """Copies; a parent that was not chosen has its own complaint."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        parent = self.parent or cleaned.get(self.parent_field)
        if parent is not None:
            self.copy_from(parent)
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - self.copied  # type: ignore[misc,no-any-return]
