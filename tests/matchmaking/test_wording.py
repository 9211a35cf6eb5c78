"""Codes become sentences; what is unknown falls back to what there is."""

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation

from matchmaking.lifts import LIFTS, say_lift
from matchmaking.scheduling.explain import TEXTS
from matchmaking.scoring.weights import REASON_WEIGHTS
from matchmaking.wording import (
    BLOCKS,
    LEFT_OUT,
    REASONS,
    RELAXATIONS,
    figure,
    full_day,
    language_names,
    listed,
    say_block,
    say_reason,
    say_relaxation,
    say_unscheduled,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


@pytest.mark.parametrize(
    ("value", "places", "said"), [(1999.6, 0, "2,000"), (0.96, 1, "1.0"), (-0.26, 1, "-0.3")]
)
def test_figures_are_rounded_and_not_cut_off(value: float, places: int, said: str) -> None:
    with translation.override("en"):
        assert figure(value, places) == said


def test_every_reason_of_the_engine_has_words() -> None:
    assert set(REASON_WEIGHTS) <= set(REASONS)


def test_every_code_of_the_solver_has_words() -> None:
    assert set(TEXTS) <= set(LEFT_OUT) | set(RELAXATIONS)


def test_parameters_beside_the_code_or_under_params() -> None:
    said = "Comes from where it is wanted: Rwanda"
    assert say_reason({"code": "origin_wanted", "origin": "RW"}) == said
    assert say_reason({"code": "origin_wanted", "params": {"origin": "RW"}}) == said


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (
            {
                "code": "quantity_fits",
                "volume": 18.0,
                "volume_unit": "t",
                "moq": 19200.0,
                "moq_unit": "kg",
            },
            "18 t wanted, orders from 19,200 kg",
        ),
        (
            {
                "code": "price_within_target",
                "price": 5.4,
                "target": 6.0,
                "currency": "USD",
                "unit": "kg",
            },
            "5.4 USD for one kg; the target is 6",
        ),
        ({"code": "certificate_held", "standard": "haccp", "issuer": ""}, "Holds HACCP"),
        (
            {"code": "certificate_held", "standard": "haccp", "issuer": "SGS"},
            "Holds HACCP, from SGS",
        ),
        ({"code": "language_in_common", "language": "zh"}, "Both speak Chinese"),
    ],
)
def test_reasons(reason: dict[str, object], said: str) -> None:
    assert say_reason(reason) == said


def test_a_percent_sign_is_kept() -> None:
    block = {"price": 5, "target": 4, "currency": "USD", "unit": "kg", "percent_above": 25}
    said = say_block({"code": "price_above_target", **block})
    assert said == "5 USD for one kg, 25 % above the target of 4"


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ({"code": "moon_phase", "text": "The moon is right."}, "The moon is right."),
        ({"code": "moon_phase"}, "moon phase"),
        ({"code": "origin_wanted", "text": "From afar"}, "From afar"),
        (
            {"code": "lead_time_in_time", "lead_time_days": 4, "deadline": "soon"},
            "lead time in time",
        ),
        ({}, ""),
    ],
)
def test_unknown_codes_and_lacking_parameters_fall_back(item: dict[str, object], said: str) -> None:
    assert say_reason(item) == said


def test_ids_of_the_solver_become_names() -> None:
    names = {"party": {"7": "Kivu Coffee"}, "slot": {"7": "5 November, 09:00"}}
    item = {"reason": {"code": "party_full", "party": "7", "limit": 8}}
    assert say_unscheduled(item, names) == "Kivu Coffee has all the meetings it can have: 8."
    more = {"code": "more_seats", "party": "7", "slot": "7"}
    assert (
        say_relaxation(more, names)
        == "One more person of Kivu Coffee on 5 November, 09:00 would do."
    )
    assert say_relaxation(None) == ""


def test_names_of_countries_follow_the_reader() -> None:
    with translation.override("zh-hans"):
        assert "卢旺达" in say_reason({"code": "origin_wanted", "origin": "RW"})


def test_every_block_has_a_template_that_can_be_filled() -> None:
    words = (
        "standard moq moq_unit volume volume_unit volume_period capacity capacity_unit"
        " capacity_period buyer_languages exhibitor_languages incoterm accepted lead_time_days"
        " days_late shelf_life_days min_shelf_life_days origin price currency unit target"
        " percent_above"
    )
    params = dict.fromkeys(words.split(), "1") | {
        "deadline": "2027-01-01",
        "valid_until": "2026-01-01",
    }
    assert all(say_block({"code": code, **params}) != code.replace("_", " ") for code in BLOCKS)
    assert all(say_lift({"code": code, **params}) != code.replace("_", " ") for code in LIFTS)


def test_every_block_says_what_would_lift_it() -> None:
    assert set(LIFTS) == set(BLOCKS) - {"certificate_missing_named"}
    assert say_lift({"code": "moon_phase"}) == ""
    block = {"code": "certificate_missing", "params": {"standard": "organic", "named": "ECOCERT"}}
    assert "names it" in say_block(block)
    assert say_lift(block) == "Enter a valid certificate for organic certification."


@pytest.mark.parametrize("language", ["fr", "es", "ar", "ru", "zh-hans"])
def test_reasons_and_blocks_speak_all_languages(language: str) -> None:
    words = (
        "standard issuer words code wanted moq moq_unit volume volume_unit volume_period capacity"
        " capacity_unit capacity_period lot lot_unit buyer_languages exhibitor_languages incoterm"
        " accepted lead_time_days days_late shelf_life_days min_shelf_life_days origin price"
        " currency unit target percent_above country language cold"
    )
    params = dict.fromkeys(words.split(), "1") | {
        "deadline": "2027-01-01",
        "valid_until": "2026-01-01",
    }
    said: list[tuple[Callable[[Any], str], Collection[str]]] = [
        (say_reason, REASON_WEIGHTS),
        (say_block, BLOCKS),
        (say_lift, LIFTS),
    ]
    for say, codes in said:
        for code in codes:
            item = {"code": code, "params": params}
            english = say(item)
            with translation.override(language):
                assert say(item), code
                assert say(item) != english, (code, language)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Monday, May 10, 2027"),
        ("zh-hans", "2027年5月10日星期一"),
        ("fr", "lundi 10 mai 2027"),
        ("ar", "الاثنين، 10 مايو، 2027"),
    ],
)
def test_a_day_has_its_weekday_where_the_language_puts_it(language: str, said: str) -> None:
    with translation.override(language):
        assert full_day(date(2027, 5, 10)) == said


@pytest.mark.parametrize(
    ("language", "things", "languages"),
    [
        ("en", "A, B", "Chinese, English"),
        ("zh-hans", "A、B", "中文、英语"),
        ("ar", "A، B", "الصينية، الإنجليزية"),
    ],
)
def test_a_list_is_parted_as_the_language_does(language: str, things: str, languages: str) -> None:
    with translation.override(language):
        assert listed(["A", "B"]) == things
        assert language_names("zh,en") == languages
