"""Names of firms and people; a firm's name, web site and number are given out once."""

import unicodedata
from dataclasses import dataclass, field
from itertools import chain
from random import Random

from matchmaking.generator.families import Family, read
from matchmaking.generator.places import Country

_CHINA = read("china.toml")
_LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ı": "i", "ß": "ss", "æ": "ae", "đ": "d", "ð": "d"}
)
LONGEST_DOMAIN = 40
SIMPLE_TRIES = 12


def _pairs(key: str) -> list[tuple[str, str]]:
    return [(hanzi, latin) for hanzi, latin in (w.split("|") for w in _CHINA[key].split(";"))]


FIRST, SECOND = _pairs("first"), _pairs("second")
SURNAMES, GIVEN = _pairs("surnames"), _pairs("given")
SOUNDS: str = _CHINA["sounds"]
KINDS: dict[str, list[str]] = _CHINA["kinds"]
CITIES = [tuple(cell.split("|")) for cell in _CHINA["cities"]]
CITY_WEIGHTS = [int(city[3]) for city in CITIES]


def slug(text: str) -> str:
    """Lower-case ASCII letters and digits."""
    flat = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore")
    return "".join(c for c in flat.decode().lower() if c.isalnum())


@dataclass(frozen=True, slots=True)
class Firm:
    """Who an organization is, in one row."""

    name: str
    other_name: str  # Chinese of a foreign firm, English of a Chinese one
    website: str
    domain: str
    number: str


@dataclass(slots=True)
class Names:
    """Gives out names that nobody has yet."""

    rng: Random
    used: set[str] = field(default_factory=set)
    domains: set[str] = field(default_factory=set)
    numbers: int = 0

    def foreign(self, country: Country, city: str, family: Family) -> Firm:
        """A firm outside China; longer names are tried when short ones are gone."""
        for attempt in range(10_000):
            name, stem = self._foreign_name(country, city, family, attempt)
            if name not in self.used:
                break
        self.used.add(name)
        domain = self._domain(stem, slug(city), country.code.lower())
        return Firm(
            name,
            self._sounding_chinese(country, family),
            f"https://{domain}",
            domain,
            self._number(country.code),
        )

    def _foreign_name(
        self, country: Country, city: str, family: Family, attempt: int
    ) -> tuple[str, str]:
        rng, region = self.rng, country.region
        trade = family.trades[region.tongue]
        surname, nature = rng.choice(region.surnames), rng.choice(region.nature)
        stems = [f"{surname} {trade}", f"{nature} {trade}", f"{city} {trade}", nature]
        if region.tongue in {"fr", "es"}:
            stems = [f"{trade} {surname}", f"{trade} {nature}", f"{trade} de {city}", nature]
        if attempt >= SIMPLE_TRIES:
            stems = [f"{nature} {trade} {city}", f"{surname} {nature} {trade}"]
        if attempt >= 2 * SIMPLE_TRIES:
            partner = rng.choice(region.surnames)
            stems = [f"{surname} & {partner} {trade} {city}", f"{city} {nature} {surname} {trade}"]
        stem = rng.choice(stems)
        return f"{stem} {rng.choice(region.forms)}", stem

    def _sounding_chinese(self, country: Country, family: Family) -> str:
        sounds = "".join(self.rng.sample(SOUNDS, self.rng.choice((2, 3))))
        return f"{country.name_zh}{sounds}{family.trades['zh']}有限公司"

    def chinese(self, city: tuple[str, ...], channel: str, family: Family) -> Firm:
        """A Chinese buyer's name, with its English one."""
        rng = self.rng
        while True:
            one, two = rng.choice(FIRST), rng.choice(SECOND)
            kind, kind_en = rng.choice(KINDS[channel]).split("|")
            trade = family.trades if rng.choice((True, False)) else {"zh": "", "en": ""}
            name = f"{city[0]}{one[0]}{two[0]}{trade['zh']}{kind}"
            if one[0] != two[0] and name not in self.used:
                break
        self.used.add(name)
        brand = f"{one[1]}{two[1]}"
        words = [city[1], brand.capitalize(), trade["en"], kind_en, "Co., Ltd."]
        domain = self._domain(f"{brand} {trade['en']}", slug(city[1]), slug(kind_en))
        return Firm(
            name,
            " ".join(word for word in words if word),
            f"https://{domain}",
            domain,
            self._number("CN"),
        )

    def _domain(self, stem: str, *more: str) -> str:
        base = slug(stem)[:LONGEST_DOMAIN]
        long = "-".join((base, *more))
        tries = chain(
            (base, *(f"{base}-{word}" for word in more), long),
            (f"{long}-{a[1]}{b[1]}" for a in SECOND for b in FIRST),
        )
        domain = next(d for d in tries if d not in self.domains)
        self.domains.add(domain)
        return f"{domain}.example"

    def _number(self, country: str) -> str:
        self.numbers += 1
        if country == "CN":
            tail = "".join(self.rng.choices("0123456789ABCDEFGHJKLMNPQRTUWXY", k=3))
            return f"91{self.rng.randint(110101, 659000)}MA{self.numbers:05d}{tail}"
        office, year = self.rng.randint(100, 999), self.rng.randint(10, 99)
        return f"{country}-{office}.{self.numbers:05d}/{year}"

    def person(self, country: Country | None) -> tuple[str, str]:
        """A person's name and the part of an address before the @; None is China."""
        if country is None:
            surname, given = self.rng.choice(SURNAMES), self.rng.choice(GIVEN)
            return f"{surname[0]}{given[0]}", f"{given[1]}.{surname[1]}"
        first = self.rng.choice(country.region.given)
        last = self.rng.choice(country.region.surnames)
        return f"{first} {last}", f"{slug(first)}.{slug(last)}"
