"""What addresses and forms say."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from foundation.asked import number, numbers, plain, without_null


@pytest.mark.parametrize(
    ("text", "found"),
    [("7", 7), ("0", 0), ("", None), (None, None), ("-1", None), ("٣", None), ("9" * 10, None),
     ("9" * 5000, None), ("7 ", None), ("1\x00", None), ("abc", None)],
)  # fmt: skip
def test_only_what_a_column_holds_is_a_number(text: str | None, found: int | None) -> None:
    assert number(text) == found
    assert numbers([text or "", "5"]) == ({5} if found is None else {found, 5})


@pytest.mark.parametrize(
    ("address", "found"), [("/search/?q=a%00b", "ab"), ("/api/v1/needs/?q=a%00b", "a\x00b")]
)
def test_pages_never_see_a_null_character(address: str, found: str) -> None:
    answer = without_null(lambda request: HttpResponse(request.GET["q"]))
    assert answer(RequestFactory().get(address)).content.decode() == found


def test_a_box_without_a_null_character() -> None:
    assert plain("a\x00b") == "ab"
