"""Numbers with digits, words and Chinese numerals."""

import pytest

from matchmaking.scoring.reading.numbers import number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("两百", 200),
        ("十二", 12),
        ("三万", 30_000),
        ("半", 0.5),
        ("1.5万", 15_000),
        ("2 million", 2e6),
        ("1,500", 1500),
        ("0,500", 0.5),
        ("две", 2),
        ("☕", 0),
    ],
)
def test_numbers(text: str, value: float) -> None:
    assert number(text) == pytest.approx(value)
