"""Fields and the serializer that all kinds of rows share."""

from collections.abc import Mapping
from decimal import Decimal
from math import isfinite
from typing import Any

from django.db.models import DecimalField, FloatField
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from expo.models import Edition
from foundation.texts import LANGUAGE_KEY, Text, TranslatedText

LONGEST_TEXT = 20_000
LONGEST_WORD = 100
MOST_LANGUAGES = 20


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": {"type": "string"},
        "description": "A text by language (BCP 47).",
        "examples": [{"en": "Green coffee", "zh": "生咖啡豆"}],
    }
)
class TextField(serializers.Field):  # type: ignore[type-arg]
    """`{"en": "…", "zh": "…"}`; blanks are left out."""

    default_error_messages = {
        "language": _("“%(key)s” is not a language code."),
        "long": _("A text has at most 20,000 characters."),
        "empty": _("Write the text in one language at least."),
    }

    def __init__(self, **kwargs: Any) -> None:
        self.allow_blank = kwargs.pop("allow_blank", True)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> Text:
        """Every language by itself is checked and named."""
        if not isinstance(data, Mapping) or len(data) > MOST_LANGUAGES:
            # Not by `fail`, which takes the braces for its own.
            message = str(_("Write the text under a language, like {“en”: “…”}."))
            raise serializers.ValidationError(message, "form")
        found: dict[str, str] = {}
        wrong: dict[str, Any] = {}
        line = serializers.CharField(max_length=LONGEST_TEXT, allow_blank=True)
        for key, text in data.items():
            if not LANGUAGE_KEY.fullmatch(str(key)):
                message = str(self.error_messages["language"]) % {"key": str(key)[:20]}
                wrong[str(key)] = [serializers.ErrorDetail(message, "language")]
                continue
            try:
                found[key] = line.run_validation(text)
            except serializers.ValidationError as error:
                wrong[key] = error.detail
        if wrong:
            raise serializers.ValidationError(wrong)
        made = Text.of(found)
        if not made and not self.allow_blank:
            self.fail("empty")
        return made

    def to_representation(self, value: Any) -> dict[str, str]:
        """As it is stored."""
        return dict(value)


class WordsField(serializers.DictField):
    """Values by words, which are texts like any other."""

    def run_child_validation(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The keys first, each named where it is wrong."""
        word, wrong = serializers.CharField(max_length=LONGEST_WORD), {}
        for key in data:
            try:
                word.run_validation(key)
            except serializers.ValidationError as error:
                wrong[repr(key)[:LONGEST_WORD]] = error.detail
        if wrong:
            raise serializers.ValidationError(wrong)
        found: dict[str, Any] = super().run_child_validation(data)
        return found


class Finite(serializers.FloatField):
    """A number that JSON can write down again."""

    def to_internal_value(self, data: Any) -> float:
        """Neither infinite nor none."""
        number = super().to_internal_value(data)
        if not isfinite(number):
            self.fail("invalid")
        return number


class Amount(serializers.DecimalField):
    """To four decimals, as a string, without trailing zeros."""

    def to_representation(self, value: Any) -> Any:
        """`12.5000` is 12.5."""
        return None if value is None else f"{Decimal(value).normalize():f}"


@extend_schema_field(
    {"oneOf": [{"type": "integer"}, {"type": "string", "pattern": r"^[A-Za-z0-9._-]{1,64}$"}]}
)
class RowField(serializers.RelatedField):  # type: ignore[type-arg]
    """Another row by its id, or by the `ref` that it has in the edition; answers give the id.

    Rows known already are looked up in the context's `known`, so that a bulk asks once for all.
    """

    default_error_messages = {
        "none": _("There is no such row, or you may not see it."),
        "kind": _("Give the row's id, or its ref."),
    }

    def __init__(self, *, by: str = "ref", **kwargs: Any) -> None:
        self.by = by
        super().__init__(**kwargs)

    def use_pk_only_optimization(self) -> bool:
        """The id is on the row itself."""
        return True

    def to_internal_value(self, data: Any) -> Any:
        """The row, as far as the reader may see it."""
        if isinstance(data, bool) or not isinstance(data, (int, str)):
            self.fail("kind")
        known = self.context.get("known", {}).get(self.field_name)
        found = self._asked(data) if known is None else known.get(data)
        if found is None:
            self.fail("none")
        return found

    def _asked(self, data: int | str) -> Any:
        rows: Any = self.context["visible"](self.get_queryset())
        if isinstance(data, int):
            return rows.filter(pk=data).first() if abs(data) < 2**31 else None
        if "\0" in data:
            return None
        edition = self.context.get("edition")
        if self.by == "ref":
            return rows.filter(ref=data, edition=edition).first() if edition else None
        return rows.filter(**{self.by: data}).first()

    def to_representation(self, value: Any) -> Any:
        """Its id."""
        return value.pk


@extend_schema_field({"type": "string", "examples": ["090111"]})
class CategoryField(RowField):
    """By its code in the edition's tree."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(by="code", **kwargs)

    def use_pk_only_optimization(self) -> bool:
        """The code is asked for with the row."""
        return False

    def to_internal_value(self, data: Any) -> Any:
        """A string only."""
        if not isinstance(data, str):
            self.fail("kind")
        return super().to_internal_value(data)

    def _asked(self, data: int | str) -> Any:
        rows: Any = self.get_queryset()
        edition = self.context.get("edition")
        if edition is None or "\0" in str(data):
            return None
        return rows.filter(scheme=edition.category_scheme, code=data).first()

    def to_representation(self, value: Any) -> Any:
        """Its code."""
        return value.code


class KeyField(serializers.PrimaryKeyRelatedField):  # type: ignore[type-arg]
    """By its id; only those that the reader may see, so that nobody learns which ids there are."""

    def get_queryset(self) -> Any:
        """Scoped."""
        rows = super().get_queryset()
        return self.context["visible"](rows) if "visible" in self.context else rows

    def to_internal_value(self, data: Any) -> Any:
        """No number that the database does not know."""
        if isinstance(data, bool) or not isinstance(data, int) or abs(data) >= 2**31:
            self.fail("incorrect_type", data_type=type(data).__name__)
        return super().to_internal_value(data)


class EditionField(serializers.SlugRelatedField):  # type: ignore[type-arg]
    """By its short name; only those that the reader may see."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="slug", queryset=Edition.objects.all(), **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        """The one that the view has found already, or by asking."""
        found = self.context.get("edition")
        if found is not None and data == found.slug:
            return found
        if not isinstance(data, str) or "\0" in data:
            self.fail("invalid")
        return super().to_internal_value(data)

    def get_queryset(self) -> Any:
        """Scoped."""
        rows = super().get_queryset()
        return self.context["visible"](rows) if "visible" in self.context else rows


class RowSerializer(serializers.ModelSerializer):  # type: ignore[type-arg]
    """A row as JSON. It only reads and checks; actions write. `?fields=` picks some fields."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        TranslatedText: TextField,
        DecimalField: Amount,
        FloatField: Finite,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = self.context.get("fields") if isinstance(kwargs.get("context"), dict) else None
        if wanted is not None:
            unknown = sorted(set(wanted) - set(self.fields))
            if unknown:
                raise serializers.ValidationError(
                    {
                        "fields": _("There is no field %(name)s.")
                        % {"name": ", ".join(unknown)[:100]}
                    }
                )
            for name in set(self.fields) - set(wanted):
                self.fields.pop(name)

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        """What the model lets be empty may be empty here."""
        kind, kwargs = super().build_standard_field(field_name, model_field)
        if isinstance(model_field, TranslatedText):
            for name in ("encoder", "decoder", "style", "validators"):
                kwargs.pop(name, None)
            kwargs["allow_blank"] = model_field.blank
            kwargs["required"] = not model_field.blank
        return kind, kwargs
