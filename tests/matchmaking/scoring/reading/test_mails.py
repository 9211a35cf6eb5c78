"""A sourcing e-mail of each language is read whole, each value with the words it came from."""

import importlib.util
from datetime import date
from pathlib import Path

import pytest

from expo.trees import shipped_keywords
from matchmaking.scoring.data import Quantity
from matchmaking.scoring.reading.draft import DraftNeed, draft_need
from matchmaking.scoring.reading.headings import Headings

spec = importlib.util.spec_from_file_location("mails", Path(__file__).with_name("mails.py"))
mails = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
spec.loader.exec_module(mails)


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


@pytest.mark.parametrize(
    ("text", "must", "nice"),
    [
        ("OEKO-TEX obligatorio y GOTS deseable", ("oeko-tex",), ("gots",)),
        ("نشترط شهادة ISO 22000 ويفضل عضوي", ("iso-22000",), ("organic",)),
        ("需要有机认证，IFS优先", ("organic",), ("ifs",)),
        ("HACCP and halal would be a plus", (), ("haccp", "halal")),
        ("Must hold FSSC 22000", ("fssc-22000",), ()),
    ],
)
def test_what_must_be_and_what_is_welcome(text, must, nice) -> None:
    draft = draft_need(text)
    assert (draft.certificates, draft.certificates_nice) == (must, nice)


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("Tea from India; we can't accept goods of Chinese origin", ("CN",)),
        ("Чай из Индии. Китайский чай не предлагать", ("CN",)),
        ("Toallas de Turquía o India, nada de Pakistán", ("PK",)),
        ("产地澳大利亚均可，不要巴西的", ("BR",)),
    ],
)
def test_ways_to_say_not_from_there(text, unwanted) -> None:
    assert draft_need(text).origins_unwanted == unwanted


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("livraison avant le 15/11/2027", date(2027, 11, 15)),
        ("доставка до 05.06.2027", date(2027, 6, 5)),
        ("before 11/15/2027", date(2027, 11, 15)),
        ("before 05/06/2027", None),
    ],
)
def test_days_written_with_figures(text, day) -> None:
    assert draft_need(text).deadline == day


def test_pieces_have_no_parts() -> None:
    assert draft_need("12.000 piezas una sola vez").volume == Quantity(12_000, "pcs")
    assert draft_need("1.250 t al mes").volume == Quantity(1.25, "t")
