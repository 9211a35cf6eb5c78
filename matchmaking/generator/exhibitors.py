"""Plans the exhibitors and writes `exhibitors.csv`."""

from matchmaking.generator.musts import side_of
from matchmaking.generator.sheet import Sheet, yes
from matchmaking.generator.sizes import FIRST_TIME, UNKNOWN, ZIPF
from matchmaking.generator.wording import phrase, sentence, thing
from matchmaking.generator.world import Exhibitor, World

# Of the exhibitors by scale, largest first: share, smallest team, largest team.
TEAMS = ((0.005, 8, 20), (0.045, 4, 4), (0.13, 3, 3), (0.32, 2, 2), (1.0, 1, 1))
LARGEST_STAFF = 48_000
LARGE = 300  # people; such firms may be old
BOOTH_ROWS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # of a hundred booths
CHANNELS = {
    "food": ("retail", "import", "catering", "wholesale", "ecommerce"),
    "goods": ("retail", "import", "ecommerce", "wholesale"),
    "machine": ("manufacturing", "import", "public", "wholesale"),
    "service": ("import", "public", "manufacturing", "ecommerce"),
}
MARKETS = ("CN", "JP", "KR", "SG", "AE", "DE", "FR", "US", "GB", "BR", "IN", "RU", "SA", "ZA")


def plan(world: World) -> None:
    """Who comes, with what, how large, how wanted and in which hall."""
    rng, size = world.rng, world.size
    places = list(range(len(world.countries)))
    drawn = rng.choices(places, world.country_weights, k=size.exhibitors)
    drawn[: len(places)] = places if size.exhibitors >= len(places) else drawn[: len(places)]
    rng.shuffle(drawn)
    for row, place in enumerate(drawn, 1):
        country = world.countries[place]
        tongue = country.tongue if country.tongue != "zh" else "en"
        language = tongue if world.chance(0.5) else "en"
        families = _families(world, country.code)
        scale = rng.paretovariate(0.9)
        world.exhibitors.append(Exhibitor(f"ex-{row:05d}", country, language, families, scale))
    _rank(world)
    _place(world)


def _families(world: World, country: str) -> tuple[int, ...]:
    choices = world.supply[country]
    weights = [
        (1 if "*" in world.families[i].origins else 4) * world.families[i].pull for i in choices
    ]
    first = world.rng.choices(choices, weights)[0]
    near = [i for i in choices if world.families[i].hall == world.families[first].hall]
    second = world.rng.choice(near)
    return (first,) if second == first or world.chance(0.6) else (first, second)


def _rank(world: World) -> None:
    """Teams by scale; popularity by scale and luck, Zipf-like, and none at the far end."""
    rng, people = world.rng, world.exhibitors
    for place, exhibitor in enumerate(sorted(people, key=lambda e: -e.scale)):
        share = (place + 0.5) / len(people)
        low, high = next((low, high) for upto, low, high in TEAMS if share <= upto)
        exhibitor.team = rng.randint(low, high)
    wanted = sorted(people, key=lambda e: -e.scale * rng.lognormvariate(0, 1))
    for place, exhibitor in enumerate(wanted[: round(len(people) * (1 - UNKNOWN))], 1):
        exhibitor.popularity = place**-ZIPF


def _place(world: World) -> None:
    """A booth in the hall of the first family's topic, and a place in the country's mission."""
    counts = dict.fromkeys((hall.ref for hall in world.halls), 0)
    for exhibitor in world.exhibitors:
        family = world.families[exhibitor.families[0]]
        hall = next(hall for hall in world.halls if family.hall in hall.topics)
        nth = counts[hall.ref]
        counts[hall.ref] += 1
        exhibitor.hall = hall.ref
        exhibitor.booth = f"{hall.ref[1:]}{BOOTH_ROWS[nth // 100]}{nth % 100 + 1:03d}"
        side = "services" if family.is_service else "goods"
        mission = world.missions.get((exhibitor.country.code, side), "")
        if mission and world.chance(0.45):
            exhibitor.delegation = mission


def write(world: World, exhibitor: Exhibitor, sheet: Sheet) -> None:
    """One row."""
    rng, country = world.rng, exhibitor.country
    family = world.families[exhibitor.families[0]]
    city = rng.choice(country.cities)
    firm = world.names.foreign(country, city, family)
    person, address = world.names.person(country)
    staff = min(LARGEST_STAFF, max(3, round(exhibitor.scale * rng.uniform(5, 22))))
    founded = rng.randint(1880 if staff > LARGE else 1965, 2025)
    spoken = dict.fromkeys((*country.languages, *(["zh"] if world.chance(0.3) else [])))
    row = sheet.add(
        ref=exhibitor.ref,
        name=firm.name,
        name_zh=firm.other_name if world.chance(0.4) else "",
        registration_number=firm.number,
        country=country.code,
        city=city,
        website=firm.website,
        language=exhibitor.language,
        description=_about(world, exhibitor, city, staff, founded),
        contact_name=person,
        contact_email=f"{address}@{firm.domain}",
        languages=";".join(spoken),
        hall=exhibitor.hall,
        booth=exhibitor.booth,
        team_size=exhibitor.team,
        first_time=yes(world.chance(FIRST_TIME * (1.12 if exhibitor.team == 1 else 0.7))),
        target_markets=";".join(dict.fromkeys(["CN", *rng.sample(MARKETS, rng.randint(0, 3))])),
        channels=";".join(rng.sample(CHANNELS[family.group], rng.randint(1, 3))),
        founded=founded,
        employees=staff,
        delegation=exhibitor.delegation,
        **_limits(world),
    )
    exhibitor.side = side_of(row)


def _limits(world: World) -> dict[str, str]:
    rng = world.rng
    return {
        "max_meetings": str(rng.randint(18, 40)) if world.chance(0.12) else "",
        "max_meetings_a_day": str(rng.randint(6, 10)) if world.chance(0.4) else "",
        "available": world.days_present((1, 2, 4)) if world.chance(0.12) else "",
    }


def _about(world: World, exhibitor: Exhibitor, city: str, staff: int, founded: int) -> str:
    rng, language = world.rng, exhibitor.language
    goods: list[str] = []
    for index in exhibitor.families:
        family = world.families[index]
        goods += [thing(family, kind, language) for kind in rng.sample(range(len(family.kinds)), 2)]
    comma = "، " if language == "ar" else ", "
    text = phrase(rng, language, "exhibitor").format(
        goods=comma.join(goods), place=city, year=founded, staff=staff
    )
    group = world.families[exhibitor.families[0]].group
    return f"{sentence(text)} {phrase(rng, language, 'exhibitor_more', group)}"
