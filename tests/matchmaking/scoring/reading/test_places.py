"""Names of countries that are words for goods too, phrases that only sound like one, cases."""

import pytest

from matchmaking.scoring.reading.places import find_origins, named_country


@pytest.mark.parametrize(
    "text",
    [
        "zumo de granada", "jus de grenade", "chile en polvo", "Chile en polvo", "CHILE EN POLVO",
        "Chili powder", "соус чили", "malta de cebada", "suede boots", "панама детская",
        "Sauces: mole.\nChile ancho", "2 куба леса", "Кроме того, нужен чай",
    ],
)  # fmt: skip
def test_goods_that_share_a_countrys_name(text: str) -> None:
    assert find_origins(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Bone china tea set", "vitreous china sinks", "French press coffee maker", "French fries",
        "green french beans", "swiss roll", "Swiss chard", "Danish pastries", "Turkish delight",
        "Brazil nuts", "guinea fowl", "English muffins", "Chinese cabbage", "panama hats",
        "Indian ink", "Dutch-process cocoa", "noix du Brésil", "tinta china", "flor de Jamaica",
        "бразильские орехи", "болгарский перец", "荷兰豆", "巴西坚果", "الجوز البرازيلي",
    ],
)  # fmt: skip
def test_phrases_that_only_sound_like_a_country(text: str) -> None:
    assert find_origins(text) == []


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("wine from Chile", "CL"),
        ("vino de Chile", "CL"),
        ("вино из Чили", "CL"),
        ("чилийское вино", "CL"),
        ("ORIGIN: CHILE", "CL"),
        ("Origin:\nMalta", "MT"),
        ("made in Malta", "MT"),
        ("vin de Suède", "SE"),
        ("French cheese", "FR"),
        ("tea sets of china", "CN"),
        ("Brazil nuts from Peru", "PE"),
        ("荷兰奶酪", "NL"),
    ],
)
def test_countries_are_still_found_beside_them(text: str, country: str) -> None:
    assert [one.value for one in find_origins(text)] == [(country, "wanted")]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("чай из Индии", "IN"),
        ("из Кении", "KE"),
        ("из Австралии", "AU"),
        ("австралийская говядина", "AU"),
        ("австрийский сыр", "AT"),
        ("грузинское вино", "GE"),
        ("монгольский кашемир", "MN"),
        ("кофе с Филиппин", "PH"),
        ("из Китая", "CN"),
        ("финики из Египта", "EG"),
        ("фисташки из Ирана", "IR"),
        ("сомалийский ладан", "SO"),
        ("нигерийский имбирь", "NG"),
    ],
)
def test_russian_names_are_found_in_their_cases(text: str, country: str) -> None:
    assert [one.value for one in find_origins(text)] == [(country, "wanted")]


@pytest.mark.parametrize(
    "text", ["грецкие орехи", "малина", "доставка груза", "гамбургеры", "мальтодекстрин", "самовар"]
)
def test_words_that_begin_like_a_russian_name(text: str) -> None:
    assert find_origins(text) == []


def test_a_phrase_covers_no_more_than_its_own_words() -> None:
    text = "бразильский кофе"
    (found,) = find_origins(text)
    assert text[found.start : found.end] == "бразильский"


def test_a_field_for_countries_takes_small_letters_and_no_phrases() -> None:
    assert [named_country(name) for name in ("chile", "French press")] == ["CL", ""]


@pytest.mark.parametrize(
    "text",
    [
        "We are a Chinese company", "our buyers in China", "distributor based in China",
        "pour le marché chinois", "entreprise chinoise", "destiné à la Chine", "exportar a China",
        "somos importadores de China", "мы импортёр из Китая", "для рынка Китая",
        "китайская компания", "شركة صينية", "للسوق الصيني", "我们是一家中国公司", "中国风格的家具",
        "Chinese style furniture", "we sell to Japan and China", "7 Canadian dollars",
        "3.5 ريال سعودي للكيلو",
    ],
)  # fmt: skip
def test_where_buyers_are_is_no_origin(text: str) -> None:
    assert find_origins(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "non-Chinese goods", "we don't want Chinese goods", "any, with the exception of China",
        "toute origine à l'exception de la Chine", "à l'exclusion de la Chine", "pas chinois",
        "autre que la Chine", "cualquier origen menos China", "a excepción de China",
        "excluida China", "не китайский", "за исключением Китая", "исключая Китай", "غير صيني",
        "من أي بلد ما عدا الصين", "عدا الصين", "لا نريد منتجات من الصين", "不接受中国产品",
        "除中国外均可",
    ],
)  # fmt: skip
def test_ways_to_leave_a_country_out(text: str) -> None:
    assert [one.value for one in find_origins(text)] == [("CN", "unwanted")]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("东非肯尼亚咖啡", "KE"),
        ("al menos 2 t de Kenia", "KE"),
        ("не только кенийский", "KE"),
        ("除了肯尼亚咖啡，还需要", "KE"),
        ("Kenyan coffee suppliers", "KE"),
        ("Kenyan coffee for customers in Japan", "KE"),
        ("We sell in Germany and want coffee from Kenya", "KE"),
        ("Nous vendons au Sénégal du café du Kenya", "KE"),
    ],
)
def test_what_only_looks_like_leaving_out(text: str, country: str) -> None:
    assert [one.value for one in find_origins(text)] == [(country, "wanted")]
