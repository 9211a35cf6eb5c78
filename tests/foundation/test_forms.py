"""Boxes for texts in several languages."""

import pytest
from django import forms

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


def test_boxes_have_a_name_that_can_be_heard() -> None:
    field = TranslatedTextFormField(label="Name")
    form = type("One", (forms.Form,), {"name": field})({"name__zh": ""})
    assert not form.is_valid()
    page = form.as_div()
    assert "<legend" in page
    assert page.count('id="id_name"') == 1
    assert '<span class="fl-said">English</span>' in page
    assert 'id="id_name__zh"' in page or 'id="id_name__en"' in page
    assert 'aria-invalid="true"' in page
