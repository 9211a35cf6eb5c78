"""Units after an amount, in the number that the language asks for."""

import pytest
from django.utils import translation

from foundation.units import COUNTED, Unit, unit_word


@pytest.mark.parametrize(
    ("language", "amount", "said"),
    [
        ("en", 1, "container (20 ft)"),
        ("en", 2, "containers (20 ft)"),
        ("fr", 1.5, "conteneurs (20 pieds)"),
        ("ru", 1, "контейнер (20 футов)"),
        ("ru", 1.5, "контейнера (20 футов)"),
        ("ru", 5, "контейнеров (20 футов)"),
        ("ar", 2, "حاويتان (20 قدمًا)"),
        ("zh-hans", 3, "个 20 英尺集装箱"),
    ],
)
def test_the_word_agrees_with_the_amount(language: str, amount: float, said: str) -> None:
    with translation.override(language):
        assert unit_word("fcl20", amount) == said


def test_measures_do_not_bend_and_unknown_units_stay() -> None:
    assert [unit_word(unit, 2) for unit in ("kg", "m2", "barrel")] == ["kg", "m²", "barrel"]
    assert set(COUNTED) < set(Unit)
