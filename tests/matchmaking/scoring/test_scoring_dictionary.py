import pytest

from matchmaking.scoring.dictionary import Dictionary, cedict

ENTRIES = (
    ("麵包", "面包", "bread/CL:片|片[pian4]"),
    ("綠", "绿", "green"),
    ("綠茶", "绿茶", "green tea/(slang) a girl who pretends"),
    ("茶", "茶", "tea/tea plant"),
    ("麵飽", "面饱", "variant of 麵包|面包[mian4 bao1]"),
    ("尋找", "寻找", "to look for"),
    ("湯", "汤", "surname Tang"),
    ("湯", "汤", "soup; broth (of meat)/hot water"),
)


@pytest.fixture
def dictionary() -> Dictionary:
    return Dictionary(ENTRIES, {"寻找": "", "汤": "soup/broth"})


def test_traditional_becomes_simplified(dictionary: Dictionary) -> None:
    assert dictionary.simplified("綠麵湯 tea") == "绿面汤 tea"


def test_longest_words_with_plain_senses(dictionary: Dictionary) -> None:
    assert [(w.word, w.senses) for w in dictionary.gloss("綠茶麵包喵")] == [
        ("绿茶", ("green tea",)),
        ("面包", ("bread",)),
        ("喵", ()),
    ]


def test_variants_names_and_trade_words(dictionary: Dictionary) -> None:
    assert dictionary.senses("面饱") == ("bread",)
    assert dictionary.senses("汤") == ("soup", "broth")
    assert Dictionary(ENTRIES).senses("汤") == ("soup", "broth", "hot water")
    assert dictionary.is_silent("寻找")


def test_cedict_is_read_once() -> None:
    assert cedict() is cedict()
    assert "coffee" in cedict().senses("咖啡")


def test_many_senses_are_not_summed(asked, dictionary: Dictionary) -> None:
    scores = asked("Tea plant tea bushes", "Green tea", "Bread", dictionary=dictionary)("寻找綠茶")
    assert max(scores) == scores[1]
    assert all(0 <= score <= 1 for score in scores)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "寻找有机认证的埃塞俄比亚水洗咖啡生豆，每月一个货柜，CIF 上海",
            "Ethiopia washed coffee beans",
        ),
        ("特級初榨橄欖油", "Extra virgin olive oil"),
        ("不锈钢螺丝", "Stainless steel screws"),
        ("蓝牙耳机", "Wireless headphones, Bluetooth"),
        ("coffee 機", "Coffee machine"),
    ],
)
def test_chinese_finds_english(asked, text: str, title: str) -> None:
    titles = [
        "Ethiopia washed coffee beans",
        "Extra virgin olive oil",
        "Stainless steel screws",
        "Wireless headphones, Bluetooth",
        "Coffee machine",
        "Steel beams",
        "Olive trees",
        "Green tea",
    ]
    scores = asked(*titles)(text)
    assert titles[scores.index(max(scores))] == title


@pytest.mark.parametrize("text", ["的", "😀", "喵" * 6000, "<b></b>", "中" * 3, "\u200f咖\u200e啡"])
def test_any_text_scores_from_0_to_1(asked, text: str) -> None:
    assert all(0 <= score <= 1 for score in asked("Coffee", "", "的")(text))
