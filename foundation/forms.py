"""A text in several languages on a form: one box for each."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from foundation.texts import LANGUAGE_KEY, Text

# The interface languages, as keys of a text.
OFFERED = tuple("zh" if code == "zh-hans" else code for code, _name in settings.LANGUAGES)
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "ps", "dv"}


class TranslatedTextWidget(forms.Widget):
    """The languages already there and the six of the interface, a box each."""

    template_name = "foundation/translated_text.html"

    def __init__(self, *, rows: int = 1) -> None:
        super().__init__()
        self.rows = rows

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds the boxes: language, text, direction, name of the input."""
        text = value if isinstance(value, Mapping) else {}
        context = super().get_context(name, None, attrs)
        context["widget"]["rows"] = self.rows
        context["widget"]["boxes"] = [
            {
                "language": key,
                "name": f"{name}__{key}",
                "text": text.get(key, ""),
                "direction": "rtl" if key.split("-")[0] in RIGHT_TO_LEFT else "ltr",
            }
            for key in dict.fromkeys([*text, *OFFERED])
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Text:
        """What was written, without the empty boxes."""
        prefix = f"{name}__"
        return Text.of({key[len(prefix) :]: data[key] for key in data if key.startswith(prefix)})

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Left out only if no box of ours came back."""
        return not any(key.startswith(f"{name}__") for key in data)


class TranslatedTextFormField(forms.Field):
    """Cleans to a `Text`; required means: in at least one language."""

    widget = TranslatedTextWidget

    def __init__(self, **kwargs: Any) -> None:
        for unused in ("encoder", "decoder", "max_length"):
            kwargs.pop(unused, None)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Text:
        """Refuses a language code that is none."""
        text = Text.of(value or {})
        if self.required and not text:
            raise forms.ValidationError(_("Write it in at least one language."))
        for key in text:
            if not LANGUAGE_KEY.fullmatch(key):
                raise forms.ValidationError(_("“%(key)s” is not a language code."), params={"key": key})
        return text

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares language by language."""
        return dict(initial or {}) != dict(data or {})
