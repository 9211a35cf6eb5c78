"""A generated edition as the engine's data, straight from its files: no database."""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matchmaking.generator.folder import generate
from matchmaking.scoring.data import (
    BuyerProfile,
    Certificate,
    Need,
    PriceBand,
    Product,
    Quantity,
    Settings,
    Supplier,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Edition:
    """What `Engine` takes, but for the category tree."""

    products: list[Product]
    suppliers: list[Supplier]
    needs: list[Need]
    buyers: list[BuyerProfile]
    settings: Settings


def generated(size: str, seed: int = 1) -> Edition:
    """The edition of a size, written under `var/bench` when first asked for."""
    folder = ROOT / "var" / "bench" / f"edition-{size}-{seed}"
    if not (folder / "requests.csv").is_file():
        folder.parent.mkdir(parents=True, exist_ok=True)
        generate(size, seed, folder)
    return read_folder(folder)


def read_folder(folder: Path) -> Edition:
    """An import folder; parties, products and needs are numbered as they stand there."""
    owners = {row["ref"]: n for n, row in enumerate(_rows(folder, "exhibitors"), start=1)}
    parties = {row["ref"]: n for n, row in enumerate(_rows(folder, "buyers"), start=1)}
    held = _certificates(folder)
    toml = tomllib.loads((folder / "edition.toml").read_text(encoding="utf-8"))
    return Edition(
        [
            _product(number, row, owners[row["exhibitor"]], held)
            for number, row in enumerate(_rows(folder, "products"), start=1)
        ],
        [_supplier(owners[row["ref"]], row) for row in _rows(folder, "exhibitors")],
        [
            _need(number, row, parties[row["buyer"]])
            for number, row in enumerate(_rows(folder, "needs"), start=1)
        ],
        [_buyer(parties[row["ref"]], row) for row in _rows(folder, "buyers")],
        Settings(toml["days"][0]["date"], toml["currency"], toml["rates"]),
    )


def _rows(folder: Path, name: str) -> Iterator[Row]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _certificates(folder: Path) -> dict[tuple[str, str], list[Certificate]]:
    held = defaultdict(list)
    for row in _rows(folder, "certificates"):
        found = Certificate(row["standard"], _day(row["valid_until"]), None, row["issuer"])
        held[row["exhibitor"], row["product"]].append(found)
    return held


def _product(
    number: int, row: Row, owner: int, held: dict[tuple[str, str], list[Certificate]]
) -> Product:
    return Product(
        id=number,
        exhibitor=owner,
        names=_texts(row, "name"),
        descriptions=_texts(row, "description"),
        language=row["language"],
        category=row["category"],
        hs_code=row["hs_code"],
        origin=row["origin"],
        moq=_quantity(row, "moq"),
        unit_size=_quantity(row, "unit_size"),
        capacity=_quantity(row, "capacity"),
        capacity_period=_period(row["capacity_period"]),
        price=_price(row, "price", row["price_min"], row["price_max"]),
        incoterm=row["incoterm"],
        lead_time_days=_whole(row["lead_time_days"]),
        shelf_life_days=_whole(row["shelf_life_days"]),
        certificates=(*held[row["exhibitor"], row["ref"]], *held[row["exhibitor"], ""]),
    )


def _need(number: int, row: Row, buyer: int) -> Need:
    return Need(
        id=number,
        buyer=buyer,
        texts=_texts(row, "text"),
        language=row["language"],
        categories=_list(row["categories"]),
        volume=_quantity(row, "volume"),
        volume_period=_period(row["volume_period"]),
        target_price=_price(row, "target_price", row["target_price"], row["target_price"]),
        certificates=_list(row["certificates"]),
        incoterms=_list(row["incoterms"]),
        origins_wanted=_list(row["origins_wanted"]),
        origins_unwanted=_list(row["origins_unwanted"]),
        deadline=_day(row["deadline"]),
        min_shelf_life_days=_whole(row["min_shelf_life_days"]),
        priority=row["priority"],
    )


def _supplier(number: int, row: Row) -> Supplier:
    return Supplier(
        number,
        _list(row["languages"]),
        row["country"],
        _list(row["target_markets"]),
        _list(row["channels"]),
    )


def _buyer(number: int, row: Row) -> BuyerProfile:
    return BuyerProfile(number, _list(row["languages"]), row["country"], _list(row["channels"]))


def _texts(row: Row, name: str) -> dict[str, str]:
    others = {k.removeprefix(f"{name}_"): v for k, v in row.items() if k.startswith(f"{name}_")}
    return {
        language: text
        for language, text in {row["language"]: row[name], **others}.items()
        if text and len(language) == len("en")
    } | {row["language"]: row[name]}


def _list(value: str) -> tuple[str, ...]:
    return tuple(item for item in value.split(";") if item)


def _quantity(row: Row, name: str) -> Quantity | None:
    return Quantity(float(row[name]), row[f"{name}_unit"]) if row[name] else None


def _price(row: Row, name: str, low: str, high: str) -> PriceBand | None:
    if not low:
        return None
    return PriceBand(float(low), float(high or low), row[f"{name}_currency"], row[f"{name}_unit"])


def _whole(value: str) -> int | None:
    return int(value) if value else None


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _period(value: str) -> Any:
    return value
