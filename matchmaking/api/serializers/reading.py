"""A pasted text, read into the fields of a need."""

from typing import Any

from rest_framework import serializers

from buyers.models import SourcingNeed
from expo.models import Edition
from foundation.texts import Text
from matchmaking.api.fields import EditionField, TextField
from matchmaking.queries.needs import categories_by_code, headings
from matchmaking.scoring.reading.contacts import without_contacts
from matchmaking.scoring.reading.draft import DraftNeed, draft_need

LONGEST = 20_000


class PasteSerializer(serializers.Serializer[Any]):
    """The text, in any of the six languages."""

    edition: Any = EditionField()
    text = serializers.CharField(max_length=LONGEST)


class NeedStateSerializer(serializers.Serializer[Any]):
    """The state to be in."""

    state = serializers.ChoiceField(SourcingNeed.State.choices)


class NeedDraftSerializer(serializers.Serializer[Any]):
    """Fields as `POST /needs/` takes them; what the text does not say is left empty."""

    language = serializers.CharField()
    text = TextField()
    categories = serializers.ListField(child=serializers.CharField())
    volume = serializers.CharField(allow_null=True)
    volume_unit = serializers.CharField(allow_blank=True)
    volume_period = serializers.CharField(allow_blank=True)
    target_price = serializers.CharField(allow_null=True)
    target_price_currency = serializers.CharField(allow_blank=True)
    target_price_unit = serializers.CharField(allow_blank=True)
    certificates = serializers.ListField(child=serializers.CharField())
    certificates_nice = serializers.ListField(child=serializers.CharField())
    incoterms = serializers.ListField(child=serializers.CharField())
    incoterm_place = serializers.CharField(allow_blank=True)
    origins_wanted = serializers.ListField(child=serializers.CharField())
    origins_unwanted = serializers.ListField(child=serializers.CharField())
    deadline = serializers.DateField(allow_null=True)
    min_shelf_life_days = serializers.IntegerField(allow_null=True)
    read_from = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="Field → the words of the text that it was read from.",
    )
    contacts_removed = serializers.BooleanField()


def read_need(edition: Edition, text: str) -> dict[str, Any]:
    """What `NeedDraftSerializer` shows."""
    plain, gone = without_contacts(text.replace("\r\n", "\n"))
    draft = draft_need(plain, headings(edition.category_scheme))
    # Of what was guessed, what the edition's own tree has.
    known = categories_by_code(edition.category_scheme, list(draft.categories))
    codes = [category.code for category in known]
    return {**_values(draft), "categories": codes, "contacts_removed": bool(gone)}


def _values(draft: DraftNeed) -> dict[str, Any]:
    volume, price = draft.volume, draft.target_price
    names = (
        "certificates", "certificates_nice", "incoterms", "incoterm_place", "origins_wanted",
        "origins_unwanted", "deadline", "min_shelf_life_days", "categories", "language",
    )  # fmt: skip
    return {
        **{name: getattr(draft, name) for name in names},
        "text": Text.of({draft.language: draft.text}),
        "volume": _plain(volume.amount) if volume else None,
        "volume_unit": volume.unit if volume else "",
        "volume_period": draft.volume_period if volume else "",
        "target_price": _plain(price.high) if price else None,
        "target_price_currency": price.currency if price else "",
        "target_price_unit": price.unit if price else "",
        "read_from": {
            name: [span.text for span in spans] for name, spans in draft.spans.items() if spans
        },
    }


def _plain(amount: float) -> str:
    return f"{amount:.4f}".rstrip("0").rstrip(".")
