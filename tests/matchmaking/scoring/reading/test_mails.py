"""A sourcing e-mail of each language is read whole, each value with the words it came from."""

import importlib.util
from pathlib import Path

import pytest

from expo.trees import shipped_keywords
from matchmaking.scoring.reading.draft import DraftNeed, draft_need
from matchmaking.scoring.reading.headings import Headings

spec = importlib.util.spec_from_file_location("mails", Path(__file__).with_name("mails.py"))
mails = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
spec.loader.exec_module(mails)  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def headings():
    return Headings(shipped_keywords())


@pytest.mark.parametrize("language", sorted(mails.MAILS))
def test_a_mail_gives_all_its_terms(language, headings) -> None:
    text, wanted = mails.MAILS[language]
    draft = draft_need(text, headings)
    assert {name: getattr(draft, name) for name in wanted} == wanted
    filled = {name for name in DraftNeed.__dataclass_fields__ if getattr(draft, name)}
    shared = {"text", "language", "volume_period", "incoterm_place", "spans"}
    assert set(draft.spans) == filled - shared
    assert all(text[s.start : s.end] == s.text for spans in draft.spans.values() for s in spans)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Calibreuse optique pour agrumes", []),
        ("Glass bottles for perfume", ["7010"]),
        ("Olive oil in glass bottles", ["1509"]),
        ("寻找咖啡豆和蜂蜜", ["0901", "0409"]),
        ("☕", []),
    ],
)
def test_what_goods_are_named(text, codes, headings) -> None:
    language = "fr" if text.startswith("Cal") else "en"
    assert [one.value for one in headings.find(text, language)] == codes


def test_a_not_holds_for_the_countries_joined_to_it() -> None:
    draft = draft_need("Prawns from Ecuador, not from India or Vietnam. Also from Peru.")
    assert draft.origins_wanted == ("EC", "PE")
    assert draft.origins_unwanted == ("IN", "VN")
