"""Terms, papers, days, shelf life, cold chain and origins in texts."""

from datetime import date

import pytest

from matchmaking.scoring.reading.places import find_origins
from matchmaking.scoring.reading.terms import (
    find_certificates,
    find_cold,
    find_deadline,
    find_incoterms,
    find_shelf_life,
)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("CIF 上海", [("CIF", "上海")]),
        ("CIF上海", [("CIF", "上海")]),
        ("CFR Jeddah Islamic Port, by 1 October", [("CFR", "Jeddah Islamic Port")]),
        ("CIF جدة", [("CIF", "جدة")]),
        ("FOB Santos; CIF Shanghai", [("FOB", "Santos"), ("CIF", "Shanghai")]),
        ("fob mombasa", [("FOB", "")]),
        ("C&F Dubai", [("CFR", "Dubai")]),
        ("dap it on, pacific fas", []),
        ("CIF USD 500/t", [("CIF", "")]),
        ("DDP EXW prices", [("DDP", ""), ("EXW", "")]),
        ("CIP Dubai Airport DAP Riyadh", [("CIP", "Dubai Airport"), ("DAP", "Riyadh")]),
        ("CIF价格", [("CIF", "")]),
        ("FOB سعر", [("FOB", "")]),
        ("no FOB please, only CIF", [("CIF", "")]),
        ("FOB is not accepted", []),
        ("не FOB, а CIF", [("CIF", "")]),
        ("不要FOB", []),
    ],
)
def test_incoterms(text: str, terms: list[tuple[str, str]]) -> None:
    assert [one.value for one in find_incoterms(text)] == terms


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("有机认证的咖啡", ["organic"]),
        ("尋找有機咖啡", ["organic"]),
        ("organic (ECOCERT)", ["organic"]),
        ("café biologique, commerce équitable", ["organic", "fairtrade"]),
        ("aceite ecológico", ["organic"]),
        ("органический чай", ["organic"]),
        ("بن عضوي حلال", ["organic", "halal"]),
        ("清真牛肉，ISO 22000，HACCP", ["halal", "iso-22000", "haccp"]),
        ("FSC-certified paper, OEKO-TEX", ["fsc", "oeko-tex"]),
        ("organic fertilizer and organic solvents", []),
        ("有机肥、有机硅", []),
        ("not organic; halal without", ["halal"]),
        ("无需有机认证", []),
        ("halal and kosher are not required, HACCP is", ["haccp"]),
        ("we don't need HACCP or BRC", []),
        ("no need for GlobalGAP; organic not necessary", []),
        ("sans certificat halal, pas bio", []),
        ("certification biologique non obligatoire", []),
        ("no hace falta certificado halal", []),
        ("HACCP no es obligatorio", []),
        ("不要求HACCP，清真认证不是必须的", []),
        ("南非有机葡萄酒", ["organic"]),
        ("لا يشترط شهادة عضوية", []),
        ("شهادة الحلال غير مطلوبة", []),
        ("без сертификата халяль, органик не требуется", []),
        ("please do not hesitate: halal, no MSG, organic", ["halal", "organic"]),
        ("the bionic office", []),
        ("bio-degradable shopping bags", []),
        ("bio-based resin, biodiesel, bio diesel", []),
        ("bioplastics and Bio-plastics", []),
        ("miel bio", ["organic"]),
        ("café bio-équitable", ["organic"]),
        ("organic cotton", ["organic"]),
        ("MSC shipping line container", []),
        ("carrier: MSC", []),
        ("shipped with Maersk or MSC", []),
        ("船公司MSC", []),
        ("MSC-certified cod", ["msc"]),
        ("MSC line-caught tuna, shipped in a container", ["msc"]),
        ("MSC containers, cod certified by MSC", ["msc"]),
    ],
)
def test_certificates(text: str, papers: list[str]) -> None:
    assert [one.value[0] for one in find_certificates(text)] == papers


def test_the_issuer_is_named_as_it_stands() -> None:
    (found,) = find_certificates("organic (ECOCERT)")
    assert found.value == ("organic", "ECOCERT")


def test_an_issuer_goes_with_the_standard_beside_it() -> None:
    found = find_certificates("organic (ECOCERT), halal; kosher by Control Union")
    assert [one.value for one in found] == [
        ("organic", "ECOCERT"),
        ("halal", ""),
        ("kosher", "Control Union"),
    ]


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("埃塞俄比亚水洗咖啡生豆", [("ET", "wanted")]),
        ("衣索比亞咖啡", [("ET", "wanted")]),
        ("Ethiopian coffee", [("ET", "wanted")]),
        ("café d'Éthiopie", [("ET", "wanted")]),
        ("café etíope", [("ET", "wanted")]),
        ("кофе из Эфиопии", [("ET", "wanted")]),
        ("эфиопский кофе", [("ET", "wanted")]),
        ("بن إثيوبي", [("ET", "wanted")]),
        ("البن من إثيوبيا", [("ET", "wanted")]),
        ("Yirgacheffe washed", [("ET", "wanted")]),
        ("beef from Brazil, not from Australia", [("BR", "wanted"), ("AU", "unwanted")]),
        ("Turkish hazelnuts to Germany", [("TR", "wanted")]),
        ("出口到美国的中国茶叶", [("CN", "wanted")]),
        ("tea for the US market, CIF China", []),
        ("frozen turkey, jersey fabric", []),
        ("CIF 中国上海", []),
        ("tea, CIF Shanghai, China", []),
        ("tea, FOB, China", [("CN", "wanted")]),
    ],
)
def test_origins(text: str, origins: list[tuple[str, str]]) -> None:
    assert [one.value for one in find_origins(text)] == origins


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027年10月1日前交货", date(2027, 10, 1)),
        ("delivery by 1 October 2027", date(2027, 10, 1)),
        ("livraison avant le 15 mars 2027", date(2027, 3, 15)),
        ("entrega antes de marzo de 2027", date(2027, 3, 31)),
        ("до 15 марта 2027", date(2027, 3, 15)),
        ("قبل 1 أكتوبر 2027", date(2027, 10, 1)),
        ("before 2027-02-30", None),
        ("by 15th of March 2027", date(2027, 3, 15)),
        ("by March 15th, 2027", date(2027, 3, 15)),
        ("no later than Mar 15, 2027", date(2027, 3, 15)),
        ("before 15-Mar-2027", date(2027, 3, 15)),
        ("au plus tard le 15 mars 2027", date(2027, 3, 15)),
        ("antes del 15 de marzo del 2027", date(2027, 3, 15)),
        ("2027年12月底前交货", date(2027, 12, 31)),
        ("2027年13月底前交货", None),
        ("قبل 15 آذار 2027", date(2027, 3, 15)),
        ("delivery not before 1 March 2027, by 1 May 2027", date(2027, 5, 1)),
        ("pas avant le 1 octobre 2027", None),
        ("no antes del 1 de mayo de 2027", None),
        ("不早于2027年3月1日", None),
        ("ليس قبل 1 مارس 2027", None),
        ("quotation valid until 31 December 2027", None),
        ("oferta válida hasta 31 de diciembre de 2027", None),
        ("действительно до 31 декабря 2027", None),
        ("العرض صالح حتى 31 ديسمبر 2027", None),
        ("best before 15 March 2027", None),
        ("we deliver worldwide. Fair on 1 March 2027", None),
        ("harvest of 1 October 2027", None),
        ("soon", None),
    ],
)
def test_deadlines(text: str, day: date | None) -> None:
    found = find_deadline(text)
    assert (found and found.value) == day


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("shelf life 18 months", 540),
        ("保质期12个月", 360),
        ("vida útil de 2 años", 730),
        ("срок годности 90 дней", 90),
        ("12-month shelf life", 360),
        ("24 months' shelf life", 720),
        ("shelf life of one year, 12 months", 365),
        ("shelf life 12-18 months", 360),
        ("保质期不低于两年", 730),
        ("12个月保质期", 360),
        ("vida útil de un año", 365),
        ("срок годности 1,5 года", 548),
        ("shelf life max 6 months", None),
        ("shelf life after opening 6 months", None),
        ("shelf life: 2/3 of 24 months", None),
        ("shelf of life", None),
    ],
)
def test_shelf_life(text: str, days: int | None) -> None:
    found = find_shelf_life(text)
    assert (found and found.value) == days


@pytest.mark.parametrize(
    ("text", "cold"),
    [
        ("速冻水饺", "frozen"),
        ("légumes surgelés", "frozen"),
        ("冷藏鲜奶", "chilled"),
        ("fresh, never frozen shrimp", None),
        ("neither: not frozen or chilled", None),
        ("viande fraîche non congelée, pas de surgelé", None),
        ("nunca congelado", None),
        ("不要冷冻的，要冷藏的", "chilled"),
        ("南非冷冻牛肉", "frozen"),
        ("غير مجمد", None),
        ("охлажденная говядина, не замороженная", "chilled"),
        ("dry", None),
    ],
)
def test_cold_chain(text: str, cold: str | None) -> None:
    found = find_cold(text)
    assert (found and found.value) == cold
