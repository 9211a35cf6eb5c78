import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.scoring.text import MAX_CHARS, character_grams, normalise, stem, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Green COFFEE beans", ["green", "coffee", "bean"]),
        ("<b>Raw</b> honey &amp; wax", ["raw", "honey", "wax"]),
        ("\u200fzaatar\u200e \u202bmix\u202c", ["zaatar", "mix"]),
        ("Ｆｕｌｌ ｗｉｄｔｈ", ["full", "width"]),
        ("咖啡豆", ["咖", "啡", "豆", "咖啡", "啡豆"]),
        ("有机coffee", ["机", "coffee"]),
        ("12345 678", ["12345", "678"]),
        ("😀", []),
        ("", []),
        ("1 < 2 > 0", ["1", "2", "0"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("beans", "bean"),
        ("berries", "berry"),
        ("dresses", "dress"),
        ("boxes", "box"),
        ("glass", "glass"),
        ("citrus", "citrus"),
        ("gas", "gas"),
        ("кофе", "кофе"),
        ("чёрный", "черный"),
        ("cafés", "cafe"),
    ],
)
def test_stem(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_long_text_is_cut() -> None:
    assert len(normalise("coffee " * 10_000)) <= MAX_CHARS


def test_character_grams_mark_the_edges_of_words() -> None:
    assert character_grams("Tea") == [" te", "tea", "ea ", " tea", "tea ", " tea "]


@given(st.text(max_size=300))
def test_any_text_gives_clean_tokens(text: str) -> None:
    assert all(token and not token.isspace() for token in tokens(text))
    assert all(3 <= len(gram) <= 5 for gram in character_grams(text))
