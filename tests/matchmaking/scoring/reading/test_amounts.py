"""Amounts in six languages, and what is none."""

from time import process_time

import pytest

from matchmaking.scoring.data import PriceBand, Quantity
from matchmaking.scoring.reading.amounts import (
    find_amounts,
    find_price,
    offered_lot,
    wanted_amount,
)


@pytest.mark.parametrize(
    ("text", "amount", "unit", "period"),
    [
        ("每月一个货柜，CIF 上海", 1, "fcl20", "month"),
        ("40尺柜", 1, "fcl40", ""),
        ("大米，100吨/月", 100, "t", "month"),
        ("rice,100 t", 100, "t", ""),
        ("500 t of frozen Atlantic salmon fillets per month", 500, "t", "month"),
        ("500 t de filets de saumon congelés par mois", 500, "t", "month"),
        ("500 t of rice, and a new offer for tea each month", 500, "t", ""),
        ("40尺柜三个", 3, "fcl40", ""),
        ("2 x 40' HC per month", 2, "fcl40", "month"),
        ("20' FCL", 1, "fcl20", ""),
        ("one 20ft container monthly", 1, "fcl20", "month"),
        ("un conteneur de 20 pieds par mois", 1, "fcl20", "month"),
        ("dos contenedores al mes", 2, "fcl20", "month"),
        ("два контейнера в месяц", 2, "fcl20", "month"),
        ("حاوية واحدة شهرياً", 1, "fcl20", "month"),
        ("需要20公斤", 20, "kg", ""),
        ("300 吨", 300, "t", ""),
        ("三百噸每年", 300, "t", "year"),
        ("10 万件 每年", 100_000, "pcs", "year"),
        ("100 dozen", 1200, "pcs", ""),
        ("1,500 litres", 1500, "l", ""),
        ("19 200 kg al mes", 19_200, "kg", "month"),
        ("1,5 tonne par an", 1.5, "t", "year"),
        ("2.000.000 pcs", 2_000_000, "pcs", ""),
        ("5 тонн ежемесячно", 5, "t", "month"),
        ("١٠ طن شهرياً", 10, "t", "month"),
        ("２０吨", 20, "t", ""),
        ("bags 320 × 60 kg", 19_200, "kg", ""),
        ("60 bags of 60 kg", 3600, "kg", ""),
        ("200 paires", 200, "pair", ""),
        ("3 units a week", 12.9999, "pcs", "month"),
        ("a carton per month", 1, "carton", "month"),
        ("a set of tools each year", 1, "set", "year"),
        ("a pallet of rice", 1, "pallet", ""),
        ("une palette d'huile", 1, "pallet", ""),
        ("una tonelada de azúcar", 1, "t", ""),
        ("1 pallet jack", 1, "pallet", ""),
        ("a container of rice", 1, "fcl20", ""),
        ("一个货柜", 1, "fcl20", ""),
        ("две тонны", 2, "t", ""),
        ("бутылки 0,500 л", 0.5, "l", ""),
        ("10,500 л", 10_500, "l", ""),
        ("五百千克大豆油", 500, "kg", ""),
        ("500千克", 500, "kg", ""),
        ("5千公斤", 5000, "kg", ""),
        ("三千件", 3000, "pcs", ""),
        ("20' FCL x 2 frozen paws", 2, "fcl20", ""),
        ("40HQ*2/month", 2, "fcl40", "month"),
        ("حاويتين 20 قدم شهريا", 2, "fcl20", "month"),
        ("ثلاث حاويات شهرياً", 3, "fcl20", "month"),
        ("2 контейнера по 20 футов в месяц", 2, "fcl20", "month"),
        ("5k pcs", 5000, "pcs", ""),
        ("10 آلاف قطعة", 10_000, "pcs", ""),
        ("10 тыс. штук в год", 10_000, "pcs", "year"),
        ("2 millones de piezas", 2_000_000, "pcs", ""),
        ("10 t per day", 300, "t", "month"),
        ("12 t/week", 51.9996, "t", "month"),
        ("20 t/an", 20, "t", "year"),
        ("20 т/мес", 20, "t", "month"),
        ("20吨/年", 20, "t", "year"),
        ("月需20吨", 20, "t", "month"),
        ("30 t bi-weekly", 65.001, "t", "month"),
        ("50 t twice a month", 100, "t", "month"),
        ("20 t tous les deux mois", 120, "t", "year"),
        ("每两个月一个货柜", 6, "fcl20", "year"),
        ("20 t cada seis meses", 40, "t", "year"),
        ("10 000 шт. в месяц", 10_000, "pcs", "month"),
        ("2000 bags (25 kg) monthly", 2000, "bag", "month"),
        ("10,000 bottles (750ml) annually", 10_000, "bottle", "year"),
        ("需要三个", 3, "pcs", ""),
        ("需要三个，蓝色", 3, "pcs", ""),
        ("5000个纸箱", 5000, "carton", ""),
        ("5000个灯泡", 5000, "pcs", ""),
    ],
)
def test_amounts(text: str, amount: float, unit: str, period: str) -> None:
    (found,) = find_amounts(text)
    assert found.value.quantity.amount == pytest.approx(amount)
    assert (found.value.quantity.unit, found.value.period) == (unit, period)
    assert found.end > found.start


@pytest.mark.parametrize(
    "text",
    [
        "", "☕", "3个月", "三个国家", "plastic food container", "2027", "10 %", "HS 090111",
        "kg", "USD 7/kg", "COVID-19", "3 types", "in 2027 г.", "寻找两个供应商",
        "几百公斤", "数百吨", "18k gold", "20 de piezas",
        "需要三个颜色的T恤", "千克", "Looking for a pallet jack", "a carton packaging machine",
        "a set of tools", "une palette en bois", "un juego de llaves", "один комплект",
        "一百千" + "万" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_amount(text: str) -> None:
    assert find_amounts(text) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("500 ml bottles, 2000 cartons a month", Quantity(2000, "carton")),
        ("packs of 250 g", None),
        ("60 kg bags, 2 containers", Quantity(2, "fcl20")),
        ("12 t now, then 3 t per month", Quantity(3, "t")),
        ("40HQ x 25 t", Quantity(1, "fcl40")),
    ],
)
def test_the_amount_that_is_wanted(text: str, wanted: Quantity | None) -> None:
    found = wanted_amount(text)
    assert (found and found.value.quantity) == wanted


def test_a_period_in_the_next_clause_is_not_the_amounts_own() -> None:
    found = wanted_amount("annual consumption 500 tons; monthly 40 tons")
    assert found is not None
    assert (found.value.quantity, found.value.period) == (Quantity(500, "t"), "year")


def test_an_amount_and_its_period_have_places_of_their_own() -> None:
    text = "20 t green coffee per month"
    (found,) = find_amounts(text)
    assert (found.start, found.end) == (0, len("20 t"))
    assert found.value.period_at == (text.index("per month"), len(text))


@pytest.mark.parametrize("piece", ["万", "9", "1 ", "千克", "1 t a month "])
def test_time_grows_with_the_text_and_not_with_its_square(piece: str) -> None:
    def least(size: int) -> float:
        text = (piece * size)[:size]
        times = []
        for _ in range(5):
            start = process_time()
            find_amounts(text)
            find_price(text)
            times.append(process_time() - start)
        return min(times)

    # Sixteen times and more with the square.
    assert least(2400) < 10 * least(600)


def test_a_lot_is_packs_times_content_or_containers() -> None:
    found = offered_lot("Yirgacheffe washed green beans, 320 × 60 kg, organic (ECOCERT)")
    assert found is not None
    assert (found.value.quantity, found.value.pack) == (Quantity(19_200, "kg"), Quantity(60, "kg"))
    assert offered_lot("12 × 500 g") is None
    assert offered_lot("shipped in 20' FCL") is not None


def test_the_largest_lot_is_the_heaviest() -> None:
    found = offered_lot("10000 x 100 g or 20 x 1 t")
    assert found is not None
    assert found.value.quantity == Quantity(20, "t")


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("target USD 7/kg", PriceBand(7, 7, "USD", "kg")),
        ("4,50 € par kg", PriceBand(4.5, 4.5, "EUR", "kg")),
        ("$1,200 per tonne", PriceBand(1200, 1200, "USD", "t")),
        ("12元/件", PriceBand(12, 12, "CNY", "pcs")),
        ("R$ 30/kg", PriceBand(30, 30, "BRL", "kg")),
        ("HK$50/kg", PriceBand(50, 50, "HKD", "kg")),
        ("A$ 12 per kg", PriceBand(12, 12, "AUD", "kg")),
        ("AU$12/kg", PriceBand(12, 12, "AUD", "kg")),
        ("CA$4/kg", PriceBand(4, 4, "CAD", "kg")),
        ("C$ 4/kg", PriceBand(4, 4, "CAD", "kg")),
        ("S$3/kg", PriceBand(3, 3, "SGD", "kg")),
        ("SG$3/kg", PriceBand(3, 3, "SGD", "kg")),
        ("NZ$5/kg", PriceBand(5, 5, "NZD", "kg")),
        ("NT$ 30/kg", PriceBand(30, 30, "TWD", "kg")),
        ("MX$ 30/kg", PriceBand(30, 30, "MXN", "kg")),
        ("US$ 7/kg", PriceBand(7, 7, "USD", "kg")),
        ("USD$ 7/kg", PriceBand(7, 7, "USD", "kg")),
        ("7 US$/kg", PriceBand(7, 7, "USD", "kg")),
        ("目标价$7/公斤", PriceBand(7, 7, "USD", "kg")),
        ("Z$ 7/kg", None),
        ("0,250 €/kg", PriceBand(0.25, 0.25, "EUR", "kg")),
        ("1.200 USD por tonelada", PriceBand(1200, 1200, "USD", "t")),
        ("1.200 - 1.500 €/t", PriceBand(1200, 1500, "EUR", "t")),
        ("1.250 €/kg", PriceBand(1.25, 1.25, "EUR", "kg")),
        ("0.250 €/t", PriceBand(0.25, 0.25, "EUR", "t")),
        ("5美元一公斤", PriceBand(5, 5, "USD", "kg")),
        ("7 per kg", None),
        ("USD 7", None),
    ],
)
def test_prices(text: str, price: PriceBand | None) -> None:
    found = find_price(text)
    assert (found and found.value) == price
