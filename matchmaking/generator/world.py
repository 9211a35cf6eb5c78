"""What all parts of an edition share, and the exhibitors as later parts need them."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from matchmaking.generator.families import Family, load_families, read
from matchmaking.generator.musts import Side
from matchmaking.generator.names import Names
from matchmaking.generator.places import Country, load_countries
from matchmaking.generator.sizes import CLOSES, DAYS, OPENS, PAUSES, RESUMES, Size

# Countries in the first places have most firms.
COUNTRY_SKEW = 6


@dataclass(frozen=True, slots=True)
class Hall:
    """A hall and the topics of the families shown there."""

    ref: str
    name: str
    name_zh: str
    topics: tuple[str, ...]


@dataclass(slots=True)
class Exhibitor:
    """An exhibitor before its row is written."""

    ref: str
    country: Country
    language: str
    families: tuple[int, ...]
    scale: float
    popularity: float = 0.0
    team: int = 1
    hall: str = ""
    booth: str = ""
    delegation: str = ""
    has_table: bool = False
    side: Side = field(default_factory=Side)


@dataclass(slots=True)
class World:
    """Passed to whoever writes a file."""

    size: Size
    rng: Random
    families: list[Family]
    countries: list[Country]
    halls: list[Hall]
    names: Names
    supply: dict[str, list[int]]
    exhibitors: list[Exhibitor] = field(default_factory=list)
    missions: dict[tuple[str, str], str] = field(default_factory=dict)
    # By ref: the one it belongs to, and the quota.
    delegations: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    interpreters: list[Side] = field(default_factory=list)

    @property
    def country_weights(self) -> list[float]:
        """How many firms come from each country, in proportion."""
        return [1 / (place + COUNTRY_SKEW) for place in range(len(self.countries))]

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self.rng.random() < share

    def days_present(self, weights: tuple[int, ...]) -> str:
        """Days in a row as a cell of times, `weights` for one day, two days, three days."""
        length = self.rng.choices(range(1, len(weights) + 1), weights)[0]
        first = self.rng.randrange(len(DAYS) - length + 1)
        days = [day.isoformat() for day in DAYS[first : first + length]]
        if length == 1 and self.chance(0.2):
            hours = self.rng.choice((f"{OPENS}-{PAUSES}", f"{RESUMES}-{CLOSES}"))
            return f"{days[0]} {hours}"
        return ";".join(days)


def make_world(size: Size, seed: int) -> World:
    """The shared parts, nothing drawn yet."""
    rng = Random(seed)  # noqa: S311 (invents rows, guards nothing)
    families = load_families()
    countries = load_countries(size.countries)
    halls = [_hall(place, cell) for place, cell in enumerate(read("halls.toml")[size.name], 1)]
    supply: dict[str, list[int]] = defaultdict(list)
    for country in countries:
        for index, family in enumerate(families):
            if family.sold_from(country.code, country.region_name):
                supply[country.code].append(index)
    return World(size, rng, families, countries, halls, Names(rng), dict(supply))


def _hall(place: int, cell: str) -> Hall:
    name, name_zh, topics = cell.split("|")
    return Hall(f"H{place}", name, name_zh, tuple(topics.split()))


def cumulative(weights: list[float]) -> list[float]:
    """For `Random.choices(cum_weights=…)`, which then takes the time of a bisection."""
    return list(accumulate(weights))
