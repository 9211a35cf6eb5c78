"""Writes `products.csv`."""

import math
from random import Random

from matchmaking.generator.families import Family, Pack, Spec
from matchmaking.generator.places import Country
from matchmaking.generator.rates import RATES
from matchmaking.generator.sheet import Cell, Sheet
from matchmaking.generator.wording import (
    description,
    measure,
    plain,
    rounded,
    sentence,
    specs_text,
    thing,
)
from matchmaking.generator.world import Exhibitor, World

CONTAINERS = ("bag", "carton", "pcs", "pallet")
INCOTERMS = {"FOB": 12, "FCA": 4, "CIF": 4, "CFR": 1, "EXW": 2, "DAP": 2}
LEAD_DAYS = {"food": (7, 60), "goods": (20, 90), "machine": (45, 240), "service": (5, 45)}
WHOLE_FROM = 20  # prices above it have no cents


def counts(world: World) -> list[int]:
    """How many products each exhibitor lists: few or many, exactly `products_each` on average."""
    each = world.size.products_each
    numbers: list[int] = []
    for _ in range(world.size.exhibitors // 2):
        more = min(world.rng.choices(range(each), [1 / (n + 2) for n in range(each)])[0], each - 1)
        numbers += world.rng.choice(([each + more, each - more], [each - more, each + more]))
    return [*numbers, *[each] * (world.size.exhibitors % 2)]


def write(world: World, exhibitor: Exhibitor, number: int, sheet: Sheet) -> None:
    """One row."""
    rng = world.rng
    family = world.families[rng.choice(exhibitor.families)]
    kind = rng.randrange(len(family.kinds))
    stated = rng.sample(family.specs, min(len(family.specs), rng.randint(2, 3)))
    values = [(spec, measure(rng, spec)) for spec in stated]
    pack = rng.choice(family.packs) if family.packs else None
    sheet.add(
        ref=f"{exhibitor.ref}-{number}",
        exhibitor=exhibitor.ref,
        language=exhibitor.language,
        category=family.category(kind),
        hs_code="" if family.is_service else family.codes[kind],
        origin=exhibitor.country.code,
        **_texts(world, exhibitor.language, family, kind, values, pack),
        **_quantities(rng, exhibitor, family, pack),
        **_prices(rng, exhibitor.country, family),
        **_terms(world, exhibitor.country, family),
    )


def _texts(
    world: World,
    language: str,
    family: Family,
    kind: int,
    values: list[tuple[Spec, float]],
    pack: Pack | None,
) -> dict[str, Cell]:
    named = values[: world.rng.randint(0, 2)]

    def name(tongue: str) -> str:
        comma = {"zh": " ", "ar": "، "}.get(tongue, ", ")
        facts = f"{comma}{specs_text(named, tongue)}" if named else ""
        return sentence(f"{thing(family, kind, tongue)}{facts}")

    return {
        "name": name(language),
        "name_en": name("en") if language != "en" and world.chance(0.5) else "",
        "name_zh": name("zh") if world.chance(0.5) else "",
        "description": description(world.rng, family, values, pack, language),
        "description_zh": (
            description(world.rng, family, values, pack, "zh") if world.chance(0.2) else ""
        ),
    }


def _quantities(
    rng: Random, exhibitor: Exhibitor, family: Family, pack: Pack | None
) -> dict[str, Cell]:
    low, high, unit = family.moq
    # Small firms start near the low end.
    reach = min(1.0, 0.35 + math.log10(1 + exhibitor.scale) / 2)
    moq = rounded(low * (high / low) ** (rng.random() * reach))
    row: dict[str, Cell] = {}
    if pack and unit == "pack":
        unit = pack.unit
        if unit in CONTAINERS:
            row |= {"unit_size": plain(pack.holds), "unit_size_unit": pack.holds_unit}
    whole = max(1.0, round(moq)) if moq > 1 or unit != "t" else moq
    row |= {"moq": plain(whole), "moq_unit": unit}
    if not family.is_service:
        period, most = rng.choice((("month", 12), ("year", 90), ("year", 90)))
        supply = max(1.0, rounded(whole * rng.uniform(2, most)))
        row |= {"capacity": plain(supply), "capacity_unit": unit, "capacity_period": period}
    return row


def _prices(rng: Random, country: Country, family: Family) -> dict[str, Cell]:
    low, high, unit = family.price
    price = low * (high / low) ** rng.random()
    currency = country.currency if rng.random() < 0.3 else "USD"  # noqa: PLR2004 (most quote dollars)
    price /= RATES.get(currency, 1)
    digits = 0 if price >= WHOLE_FROM else 2
    cheapest = max(round(price, digits), 0.01)
    dearest = max(cheapest, round(price * rng.uniform(1.04, 1.22), digits))
    return {
        "price_min": plain(cheapest),
        "price_max": plain(dearest),
        "price_currency": currency,
        "price_unit": unit,
    }


def _terms(world: World, country: Country, family: Family) -> dict[str, Cell]:
    rng = world.rng
    row: dict[str, Cell] = {"lead_time_days": rng.randint(*LEAD_DAYS[family.group])}
    if not family.is_service:
        term = rng.choices(list(INCOTERMS), list(INCOTERMS.values()))[0]
        at_home = {"FOB": country.port, "FCA": country.port, "EXW": country.cities[0]}
        row |= {"incoterm": term, "incoterm_place": at_home.get(term, "Shanghai")}
    if family.shelf_days:
        row["shelf_life_days"] = max(7, round(family.shelf_days * rng.uniform(0.7, 1.2)))
    if family.temperatures:
        row["temperature_min"], row["temperature_max"] = family.temperatures
    return row
