"""Texts in languages: what is picked, and what PostgreSQL refuses."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.utils import translation

from accounts.models import Organization
from foundation.texts import Text
from tests.factories.accounts import OrganizationFactory


def test_the_reader_gets_their_language_else_english_else_any():
    text = Text({"en": "Coffee", "zh": "咖啡"})
    with translation.override("zh-hans"):
        assert str(text) == "咖啡"
    with translation.override("fr"):
        assert str(text) == "Coffee"
        assert str(Text({"rw": "Ikawa"})) == "Ikawa"
    assert str(Text()) == ""


def test_pick_says_which_language_it_found():
    assert Text({"pt": "Café"}).pick("pt-BR") == ("pt", "Café")


def test_what_cannot_be_stored_is_taken_out():
    written = {"en": "cof\0fee \ud83d", "fr": " \0 ", "ar": "قهوة"}
    assert Text.of(written) == {"en": "coffee", "ar": "قهوة"}


@pytest.mark.django_db
def test_a_text_comes_back_as_text_and_can_be_asked_in_one_language():
    made = OrganizationFactory(name={"en": "Kivu Hills", "zh": "基伍山咖啡合作社"})
    found = Organization.objects.get(name__zh__icontains="合作社")
    assert found == made
    assert isinstance(found.name, Text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [{}, [], ["en"], "Coffee", {"en": ""}, {"en": ["Coffee"]}, {"en": 1}, {"English": "Coffee"}],
)
def test_the_database_refuses_what_is_no_text(broken):
    with pytest.raises(IntegrityError):
        OrganizationFactory(name=broken)


@pytest.mark.parametrize("broken", [{"en": " "}, {"EN": "Coffee"}, "Coffee"])
def test_validation_says_so_before(broken):
    field = Organization._meta.get_field("name")
    with pytest.raises(ValidationError):
        field.clean(broken, None)


@pytest.mark.django_db
def test_a_search_in_all_languages_uses_the_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Organization.objects.filter(name__icontains="咖啡合作").explain()
    assert "organization_name_text" in plan


def test_lines_end_in_one_way() -> None:
    assert Text.of({"en": "one\rtwo\r\nthree\nfour"}) == {"en": "one\ntwo\nthree\nfour"}
