"""Draws the buyers and writes `buyers.csv`."""

from dataclasses import dataclass

from matchmaking.generator.families import Family
from matchmaking.generator.musts import Side, side_of
from matchmaking.generator.names import CITIES, CITY_WEIGHTS
from matchmaking.generator.places import Country
from matchmaking.generator.sheet import Cell, Sheet, yes
from matchmaking.generator.sizes import BUYERS_FROM_CHINA
from matchmaking.generator.wording import PHRASES, phrase, rounded, thing
from matchmaking.generator.world import World

# One day, two days, three days.
STAY = (45, 35, 20)
CHANNELS = {
    "food": ("retail", "retail", "import", "import", "catering", "ecommerce", "wholesale"),
    "goods": ("retail", "import", "ecommerce", "wholesale"),
    "machine": ("manufacturing", "manufacturing", "import", "public"),
    "service": ("manufacturing", "public", "import", "retail"),
}


@dataclass(frozen=True, slots=True)
class Buyer:
    """A buyer as its needs and requests know it."""

    ref: str
    country: str
    language: str
    families: tuple[int, ...]


def draw(world: World, number: int) -> tuple[Buyer, Country | None]:
    """The next buyer; None stands for China."""
    rng = world.rng
    pulls = [family.pull for family in world.families]
    families = tuple(dict.fromkeys(rng.choices(range(len(pulls)), pulls, k=rng.randint(1, 3))))
    ref = f"by-{number:05d}"
    if world.chance(BUYERS_FROM_CHINA):
        return Buyer(ref, "CN", "zh", families), None
    country = rng.choices(world.countries, world.country_weights)[0]
    tongue = country.tongue if country.tongue != "zh" and world.chance(0.85) else "en"
    return Buyer(ref, country.code, tongue, families), country


def write(world: World, buyer: Buyer, country: Country | None, sheet: Sheet) -> Side:
    """One row."""
    rng, family = world.rng, world.families[buyer.families[0]]
    channel = _channel(world, family)
    person, address = world.names.person(country)
    if country is None:
        city = rng.choices(CITIES, CITY_WEIGHTS)[0]
        firm, place = world.names.chinese(city, channel, family), city[1]
        markets = [city, *rng.choices(CITIES, CITY_WEIGHTS, k=2)]
        regions, said = dict.fromkeys(c[2] for c in markets), dict.fromkeys(c[0] for c in markets)
        spoken = ("zh", "en") if world.chance(0.45) else ("zh",)
    else:
        place = rng.choice(country.cities)
        firm = world.names.foreign(country, place, family)
        regions = said = {country.name: None}
        spoken = (*country.languages, *(("zh",) if world.chance(0.15) else ()))
    row = sheet.add(
        ref=buyer.ref,
        name=firm.name,
        name_en=firm.other_name if country is None else "",
        registration_number=firm.number,
        country=buyer.country,
        city=place,
        website=firm.website,
        language=buyer.language,
        description=_about(world, buyer, channel, list(said)),
        contact_name=person,
        contact_email=f"{address}@{firm.domain}",
        languages=";".join(dict.fromkeys(spoken)),
        team_size=1 + world.chance(0.15),
        delegation=_delegation(world, country),
        **_limits(world),
        channels=channel,
        regions=";".join(regions),
        annual_volume=int(rounded(rng.lognormvariate(15.5, 1.4))),
        annual_volume_currency="CNY" if country is None else "USD",
        hosted=yes(world.chance(0.15 if country is None else 0.6)),
    )
    return side_of(row)


def _limits(world: World) -> dict[str, Cell]:
    return {
        "max_meetings": world.rng.randint(8, 30) if world.chance(0.2) else "",
        "max_meetings_a_day": world.rng.randint(5, 10) if world.chance(0.5) else "",
        "available": world.days_present(STAY),
    }


def _channel(world: World, family: Family) -> str:
    if family.hall == "health" and world.chance(0.6):
        return "healthcare"
    return world.rng.choice(CHANNELS[family.group])


def _delegation(world: World, country: Country | None) -> str:
    mission = world.missions.get((country.code, "goods"), "") if country else ""
    return mission if world.chance(0.1) else ""


def _about(world: World, buyer: Buyer, channel: str, regions: list[str]) -> str:
    rng, language = world.rng, buyer.language
    families = [world.families[index] for index in buyer.families]
    goods = dict.fromkeys(
        thing(family, rng.randrange(len(family.kinds)), language) for family in families
    )
    comma = {"zh": "、", "ar": "، "}.get(language, ", ")
    return phrase(rng, language, "buyer").format(
        kind=PHRASES[language]["kinds"][channel],
        goods=comma.join(goods),
        region=comma.join(regions),
        staff=rng.randint(4, 180),
        outlets=rng.randint(12, 900),
    )
