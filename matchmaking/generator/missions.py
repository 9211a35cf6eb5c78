"""Writes `delegations.csv`: a mission for each of the first countries, with parts."""

from matchmaking.generator.names import slug
from matchmaking.generator.sheet import Sheet, yes
from matchmaking.generator.world import World

# Every third mission has a third level.
DEEP = 3


def write(world: World, sheet: Sheet) -> None:
    """Also notes for each country where its exhibitors of goods and of services belong."""
    rng = world.rng
    chosen = sorted(rng.sample(range(len(world.countries)), world.size.missions))
    for nth, place in enumerate(chosen):
        country = world.countries[place]
        root = f"{country.code.lower()}-mission"
        parts = [
            (root, "", "Trade Mission", rng.randint(60, 400)),
            (f"{root}-goods", root, "Goods Sub-mission", rng.randint(30, 240)),
            (f"{root}-services", root, "Services Sub-mission", rng.randint(15, 90)),
        ]
        world.missions[country.code, "goods"] = f"{root}-goods"
        world.missions[country.code, "services"] = f"{root}-services"
        if nth % DEEP == 0:
            city = country.cities[0]
            leaf = f"{root}-{slug(city)}"
            parts.append((leaf, f"{root}-goods", f"{city} Growers and Makers", rng.randint(12, 60)))
            world.missions[country.code, "goods"] = leaf
        for ref, parent, name, most in parts:
            person, address = world.names.person(country)
            quota = most if world.chance(0.7) else None
            world.delegations[ref] = (parent, quota)
            sheet.add(
                ref=ref,
                parent=parent,
                name=f"{country.name} {name}",
                country=country.code,
                lead_name=person,
                lead_email=f"{address}@{ref}.example",
                meeting_quota="" if quota is None else quota,
                approves=yes(not parent or world.chance(0.2)),
            )
