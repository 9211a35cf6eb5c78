"""Writes `needs.csv`."""

from datetime import timedelta

from matchmaking.generator.buyers import Buyer
from matchmaking.generator.families import Family
from matchmaking.generator.rates import RATES
from matchmaking.generator.sheet import Cell, Sheet
from matchmaking.generator.sizes import DAYS
from matchmaking.generator.wording import (
    PHRASES,
    measure,
    phrase,
    plain,
    quantity,
    rounded,
    sentence,
    specs_text,
    thing,
)
from matchmaking.generator.world import World

LONG_SHELF = 60


def write(world: World, buyer: Buyer, number: int, sheet: Sheet) -> None:
    """One need, in the buyer's language; a few name neither category nor terms."""
    rng = world.rng
    family = world.families[buyer.families[(number - 1) % len(buyer.families)]]
    language = "en" if buyer.language == "zh" and world.chance(0.06) else buyer.language
    vague = world.chance(0.06)
    kind = rng.randrange(len(family.kinds))
    volume, unit = _volume(world, family)
    said = "" if vague else quantity(volume, unit, language)
    period = rng.choices(("once", "month", "year"), (3, 3, 4))[0]
    row: dict[str, Cell] = {
        "text": _text(world, thing(family, kind, language), family, language, said, period),
        "deadline": (DAYS[-1] + timedelta(days=rng.randint(25, 330))).isoformat(),
        "priority": rng.choices(("high", "normal", "low"), (2, 5, 3))[0],
    }
    if not vague:
        row |= {
            "categories": family.category(kind),
            "volume": plain(volume),
            "volume_unit": unit,
            "volume_period": period,
            **_price(world, family),
            **_terms(world, family),
        }
    sheet.add(ref=f"{buyer.ref}-{number}", buyer=buyer.ref, language=language, **row)


def _volume(world: World, family: Family) -> tuple[float, str]:
    low, high, unit = family.moq
    if unit == "pack":
        unit = family.packs[0].unit
    wanted = low * (high / low) ** world.rng.random() * world.rng.choice((0.5, 1, 2, 4))
    amount = rounded(wanted)
    return (max(1.0, round(amount)) if amount > 1 or unit != "t" else amount), unit


def _text(world: World, name: str, family: Family, language: str, volume: str, period: str) -> str:
    rng = world.rng
    comma: str = PHRASES[language]["comma"]
    opening = phrase(rng, language, "thing").format(thing=name)
    parts = [opening]
    stated = rng.sample(family.specs, rng.randint(0, min(2, len(family.specs))))
    if stated:
        parts.append(specs_text([(spec, measure(rng, spec)) for spec in stated], language))
    if family.packs and world.chance(0.4):
        parts.append(rng.choice(family.packs).texts[language])
    if volume:
        when: str = PHRASES[language]["period"][period]
        parts.append(phrase(rng, language, "volume").format(volume=volume, period=when).strip())
    more = list(PHRASES[language]["need_more"][family.group])
    parts += rng.sample(more, rng.randint(0, 2))
    return sentence(comma.join(parts)) + ("。" if language == "zh" else ".")


def _price(world: World, family: Family) -> dict[str, Cell]:
    if not world.chance(0.5):
        return {}
    rng = world.rng
    low, high, unit = family.price
    currency = rng.choice(("USD", "USD", "CNY", "EUR"))
    price = low * (high / low) ** rng.uniform(0.1, 0.9) / RATES.get(currency, 1)
    return {
        "target_price": plain(rounded(price)),
        "target_price_currency": currency,
        "target_price_unit": unit,
    }


def _terms(world: World, family: Family) -> dict[str, Cell]:
    rng = world.rng
    row: dict[str, Cell] = {}
    if world.chance(0.45):
        row["certificates"] = ";".join(
            rng.sample(family.certificates, min(len(family.certificates), rng.randint(1, 2)))
        )
    if not family.is_service and world.chance(0.6):
        row["incoterms"] = ";".join(rng.sample(("CIF", "CFR", "FOB", "FCA", "DAP"), 2))
        row["incoterm_place"] = rng.choice(("Shanghai", "Shanghai", "Ningbo", "Qingdao", "Nansha"))
    origins = sorted(code for code in family.origins if code.isupper())
    if origins and world.chance(0.35):
        picked = rng.sample(origins, min(len(origins), rng.randint(1, 4)))
        row["origins_wanted"] = ";".join(picked[:3])
        row["origins_unwanted"] = ";".join(picked[3:])
    if family.shelf_days and family.shelf_days >= LONG_SHELF and world.chance(0.4):
        row["min_shelf_life_days"] = round(family.shelf_days * 0.5 / 30) * 30
    return row
