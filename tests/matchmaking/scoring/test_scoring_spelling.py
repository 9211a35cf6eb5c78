import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matchmaking.scoring.measures import plain_measures
from matchmaking.scoring.spelling import distance
from matchmaking.scoring.text import index_tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4x8 plywood", ["4", "8", "plywood"]),
        ('12" shelf', ["12", "inch", "shelf"]),
        ("12 in. shelf", ["12", "inch", "shelf"]),
        ("12-inch shelves", ["12", "inch", "shelv"]),
        ("3-1/4 in nails, 5lbs", ["3", "1over4", "inch", "nail", "5", "pound"]),
        ("½ inch", ["1over2", "inch"]),
        ("2.5 gal. bucket", ["2point5", "gallon", "bucket"]),
        ("5公斤 rice", ["5", "kg", "rice"]),
        ("USB 3 in 1", ["usb", "3", "1"]),
        ("in stock", ["stock"]),
    ],
)
def test_measures_are_written_one_way(text: str, expected: list[str]) -> None:
    assert index_tokens(text) == expected


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("shower head", "Handheld showerhead"),
        ("breadcrumbs", "Bread crumbs"),
        ("bathrom", "Bathroom cabinet"),
        ("cabniet", "Bathroom cabinet"),
        ("umberlla", "Umbrella"),
    ],
)
def test_words_are_found_however_they_are_written(asked, text: str, title: str) -> None:
    titles = ["Handheld showerhead", "Bread crumbs", "Bathroom cabinet", "Umbrella", "Head of rye"]
    scores = asked(*titles)(text)
    assert titles[scores.index(max(scores))] == title


def test_a_right_word_is_not_corrected(asked) -> None:
    score = asked("Copper pipes", "Copier paper", "Coppers")
    assert max(score("copier")) == score("copier")[1]
    assert max(score("xyzzyq")) == 0


@pytest.mark.parametrize(
    ("first", "second", "edits"),
    [
        ("pipe", "pipe", 0),
        ("pipe", "pip", 1),
        ("pipe", "ppie", 1),
        ("bath", "both", 1),
        ("", "ab", 2),
    ],
)
def test_distance(first: str, second: str, edits: int) -> None:
    assert distance(first, second) == distance(second, first) == edits


@given(st.text(max_size=200) | st.from_regex(r"\d[ -]?[a-zıſK″’]{1,5}", fullmatch=True))
@example("5 kılo")
def test_any_text_has_plain_measures(text: str) -> None:
    assert isinstance(plain_measures(text), str)
