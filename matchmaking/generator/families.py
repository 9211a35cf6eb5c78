"""Product families, from the TOML files in `data/`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "zh", "fr", "es", "ar", "ru")

# A text in each of LANGUAGES.
Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Spec:
    """A property that products of a family state: `moisture`, 10.2 to 12, `%`."""

    attribute: str
    low: float
    high: float
    unit: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A packing: the import format's unit, what one holds, how people call it."""

    unit: str
    holds: float
    holds_unit: str
    texts: Texts


@dataclass(frozen=True, slots=True)
class Family:
    """Goods or services that are described and traded alike."""

    code: str
    group: str  # food, goods, machine or service
    hall: str
    names: Texts
    trades: Texts
    kinds: tuple[Texts, ...]
    codes: tuple[str, ...]  # of the kinds
    adjective: bool
    specs: tuple[Spec, ...]
    packs: tuple[Pack, ...]
    price: tuple[float, float, str]
    moq: tuple[float, float, str]
    origins: frozenset[str]
    certificates: tuple[str, ...]
    shelf_days: int | None
    temperatures: tuple[int, int] | None
    pull: int

    @property
    def is_service(self) -> bool:
        """Traded without HS code, Incoterm and packing."""
        return self.code.startswith("S")

    def category(self, kind: int) -> str:
        """The heading of goods, the code itself of services."""
        return self.codes[kind] if self.is_service else self.codes[kind][:4]

    def sold_from(self, country: str, region: str) -> bool:
        """Whether a firm of the country may list it."""
        return not self.origins.isdisjoint((country, region, "*"))


def read(name: str) -> dict[str, Any]:
    """A file of `data/`."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def texts(cell: str) -> Texts:
    """The slash-separated translations; missing ones read as English."""
    words = cell.split("/")
    return {
        language: words[i] if i < len(words) else words[0] for i, language in enumerate(LANGUAGES)
    }


def load_families() -> list[Family]:
    """All of them, in the files' order."""
    packs = {key: _pack(cell) for key, cell in read("words.toml")["packs"].items()}
    return [
        _family(code, row, packs, group)
        for group, file in (("food", "food"), ("goods", "goods"), ("service", "services"))
        for code, row in read(f"families_{file}.toml").items()
    ]


def _pack(cell: str) -> Pack:
    unit, holds, holds_unit, words = cell.split("|")
    return Pack(unit, float(holds), holds_unit, texts(words))


def _spec(cell: str) -> Spec:
    attribute, band, *unit = cell.split(" ", 2)
    low, high = band.split("-")
    return Spec(attribute, float(low), float(high), "".join(unit).strip())


def _family(code: str, row: dict[str, Any], packs: dict[str, Pack], group: str) -> Family:
    return Family(
        code=code,
        group=row.get("group", group),
        hall=row.get("hall", "services"),
        names=texts(row["name"]),
        trades=texts(row["trade"]),
        kinds=tuple(texts(kind.rpartition("=")[2]) for kind in row["kinds"]),
        codes=tuple(kind.rpartition("=")[0] or code for kind in row["kinds"]),
        adjective=row.get("adjective", False),
        specs=tuple(_spec(spec) for spec in row["specs"]),
        packs=tuple(packs[key] for key in row.get("packs", ())),
        price=tuple(row["price"]),
        moq=tuple(row["moq"]),
        origins=frozenset(row["origins"].split()),
        certificates=tuple(row["certs"].split()),
        shelf_days=row.get("shelf"),
        temperatures=tuple(row["temp"]) if "temp" in row else None,
        pull=row.get("pull", 1),
    )
