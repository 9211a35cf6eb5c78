"""Boxes for texts in several languages."""

import pytest

from foundation.forms import OpenTimesFormField, TranslatedTextFormField, TranslatedTextWidget
from foundation.texts import Text, TranslatedText


def test_a_text_is_never_kept_in_a_hidden_box() -> None:
    assert not TranslatedText("name").formfield().show_hidden_initial
    assert not OpenTimesFormField(show_hidden_initial=True).show_hidden_initial


@pytest.mark.parametrize(
    ("initial", "data", "changed"),
    [
        (Text({"en": "Tea"}), Text({"en": "Tea"}), False),
        (Text({"en": "Tea"}), Text({"zh": "茶"}), True),
        (None, Text(), False),
        ("{'en': 'Tea'}", Text({"en": "Tea"}), True),
        (["Tea"], None, False),
    ],
)
def test_what_has_changed(initial: object, data: object, changed: bool) -> None:
    assert TranslatedTextFormField().has_changed(initial, data) is changed


def test_lines_of_a_box_end_as_they_were_written() -> None:
    sent = {"message__en": "One\r\ntwo"}
    widget = TranslatedTextWidget()
    assert widget.value_from_datadict(sent, {}, "message") == {"en": "One\ntwo"}
