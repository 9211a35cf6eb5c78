"""Texts in any number of languages, in one JSON column.

`{"en": "Green coffee", "zh": "生咖啡豆"}` under a BCP 47 key each. One column holds every language
that anybody wrote in, can be asked (`name__zh__icontains="咖啡"`), is indexed as a whole by
`text_index` and is checked by PostgreSQL itself: an object of non-empty strings by language.
"""

import re
from collections.abc import Mapping
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Cast, Upper
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGE_KEY = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def language_keys(code: str) -> list[str]:
    """`zh-hans` → `["zh-hans", "zh"]`: the key itself, then each shorter one."""
    parts = code.split("-")
    return ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]


def interface_language(code: str) -> str:
    """The interface language that is nearest to a language of texts; English where none is."""
    ours: dict[str, str] = {}
    for each, _name in settings.LANGUAGES:
        ours.setdefault(each.split("-")[0], each)
    return next((ours[key] for key in language_keys(code.lower()) if key in ours), "en")


class Text(dict[str, str]):
    """One text in its languages; `str()` of it is the reader's."""

    def pick(self, *wanted: str) -> tuple[str, str]:
        """The first wanted language that is there, else English, else any: (language, text).

        An empty text gives `("", "")`.
        """
        for code in (*wanted, "en"):
            for key in language_keys(code):
                if key in self:
                    return key, self[key]
        return next(iter(sorted(self.items())), ("", ""))

    def __str__(self) -> str:
        """In the language of the page that is being made."""
        return self.pick(get_language() or "en")[1]

    @classmethod
    def of(cls, value: Mapping[str, str]) -> Self:
        """A text without its blanks: stripped, empty languages left out."""
        stripped = {key: _storable(text).strip() for key, text in value.items()}
        return cls({key: text for key, text in stripped.items() if text})


def _storable(text: str) -> str:
    """Without what nobody sees and PostgreSQL cannot hold: NUL, and halves of characters."""
    return one_line_end(text.replace("\0", "").encode("utf-8", "ignore").decode())


def one_line_end(text: str) -> str:
    """Lines end in LF alone: files mix up the others, or lose them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class TranslatedText(models.JSONField):
    """A column of `Text`. `blank=False` wants at least one language."""

    description = _("Text in several languages")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Text)
        super().__init__(*args, **kwargs)

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        """An object of non-empty strings under language keys; strict, or `["a"]` would pass."""
        column = connection.ops.quote_name(self.column or "")
        keys = LANGUAGE_KEY.pattern
        check = (
            f"jsonb_typeof({column}) = 'object'"
            f" AND NOT jsonb_path_exists({column},"
            """ 'strict $.* ? (@.type() != "string" || @ == "")')"""
            f" AND NOT jsonb_path_exists({column},"
            f""" 'strict $.keyvalue() ? (!(@.key like_regex "^{keys}$"))')"""
        )
        return check if self.blank else f"{check} AND {column} <> '{{}}'"

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        """`Text` for a whole column, the plain value for a key of it."""
        loaded = super().from_db_value(value, expression, connection)
        return Text(loaded) if isinstance(loaded, dict) else loaded

    def to_python(self, value: Any) -> Any:
        """`Text` from a mapping."""
        return Text(value) if isinstance(value, dict) else value

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """What the database would refuse, said in words."""
        super().validate(value, model_instance)
        if not isinstance(value, Mapping):
            raise ValidationError(_("Write the text under a language, like {“en”: “…”}."))
        for key, text in value.items():
            if not LANGUAGE_KEY.fullmatch(key):
                raise ValidationError(_("“%(key)s” is not a language code."), params={"key": key})
            if not isinstance(text, str) or not text.strip():
                raise ValidationError(_("The text in “%(key)s” is empty."), params={"key": key})

    def formfield(self, **kwargs: Any) -> Any:
        """A box for each language; see `foundation.forms`."""
        from foundation.forms import TranslatedTextFormField  # noqa: PLC0415 (forms load widgets)

        return models.Field.formfield(self, **{"form_class": TranslatedTextFormField, **kwargs})


def text_index(field: str, name: str) -> GinIndex:
    """Trigrams over all languages at once: serves `field__icontains`, Chinese included."""
    upper = Upper(Cast(field, models.TextField()))
    return GinIndex(OpClass(upper, name="gin_trgm_ops"), name=name)
