"""Countries and regions with the parts of their firms' and people's names."""

from dataclasses import dataclass

from matchmaking.generator.families import LANGUAGES, read


@dataclass(frozen=True, slots=True)
class Region:
    """What names are made of."""

    surnames: tuple[str, ...]
    given: tuple[str, ...]
    nature: tuple[str, ...]
    forms: tuple[str, ...]
    tongue: str


@dataclass(frozen=True, slots=True)
class Country:
    """Where a firm sits."""

    code: str
    name: str
    name_zh: str
    region_name: str
    region: Region
    cities: tuple[str, ...]
    port: str
    languages: tuple[str, ...]
    currency: str

    @property
    def tongue(self) -> str:
        """The one of the six languages that its people write, English if none."""
        return next((language for language in self.languages if language in LANGUAGES), "en")


def load_countries(limit: int) -> list[Country]:
    """The first `limit`, those with most firms first."""
    regions = {
        name: Region(
            surnames=tuple(row["surnames"].split(";")),
            given=tuple(row["given"].split(";")),
            nature=tuple(row["nature"].split(";")),
            forms=tuple(row["forms"].split(";")),
            tongue=row["tongue"],
        )
        for name, row in read("regions.toml").items()
    }
    rows = list(read("countries.toml").items())[:limit]
    return [_country(code, cell, regions) for code, cell in rows]


def _country(code: str, cell: str, regions: dict[str, Region]) -> Country:
    name, name_zh, region, cities, port, languages, currency = cell.split("|")
    return Country(
        code=code,
        name=name,
        name_zh=name_zh,
        region_name=region,
        region=regions[region],
        cities=tuple(cities.split(";")),
        port=port,
        languages=tuple(languages.split(";")),
        currency=currency,
    )
