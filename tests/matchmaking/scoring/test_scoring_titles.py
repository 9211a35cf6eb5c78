"""What a name says the thing is, and words as they were asked."""

import pytest

from matchmaking.scoring.titles import path_parts, title_counts, weighed_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Halvorsen 12 in. steel shower door with towel bar (2-Pack)",
            "halvorsen 12 inch steel shower DOOR towel. bar. 2. pack.",
        ),
        ("Biscuits for babies", "BISCUIT babi."),
        ("Tomates pelées avec basilic", "tomat PELE basil."),
        ("Electronics > Audio > Headphones", "HEADPHON electron. audio."),
        ("2 in. x 4 in. x 8 ft. stud", "2 inch 4 inch 8 foot STUD"),
        ("for 12", "12"),
        ("", ""),
    ],
)
def test_words_of_a_name_weigh_by_their_part_in_it(text: str, expected: str) -> None:
    said = [
        word.upper() if weight > 1 else f"{word}." if weight < 1 else word
        for word, weight in weighed_words(text)
    ]
    assert " ".join(said) == expected


def test_short_words_with_a_hyphen_are_one_word_too() -> None:
    assert {"z", "wave", "zwave"} <= set(title_counts("Z-Wave switch"))
    assert "2light" not in title_counts("2-Light fixture")


def test_paths_end_with_the_thing() -> None:
    assert path_parts("家居 > 灯具 > 台灯") == ["家居", "灯具", "台灯"]
    assert path_parts("salt") == ["salt"]
    assert path_parts(" > ") == [" > "]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("shower door", "Glass shower door", "Door stop for shower rooms"),
        ("8 foot ladder", "Ladder, 8 foot, 4 steps", "Ladder, 4 foot, 8 steps"),
        ("fire pit", "Steel fire pit", "Steel pit"),
        ("r30 insulation", "Insulation R-30", "Insulation R-13"),
        ("vaccum", "Vacuum", "Vaccine"),
        ("ligt bulb", "Light bulb", "Bulb"),
    ],
)
def test_the_thing_asked_for_comes_first(asked, text: str, first: str, second: str) -> None:
    one, other = asked(first, second, "Copper pipe", "Garden hose")(text)[:2]
    assert one > other
