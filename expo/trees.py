"""The category tree that ships with Fairlead: HS 2022 and a services branch."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from foundation.texts import Text

FOLDER = Path(__file__).parent / "data"
FILES = ("hs_top.csv", "hs_headings.csv")
SCHEME = "hs"
KEYWORDS = "hs_keywords.csv"
WORDS = "hs_words.csv"


@dataclass(frozen=True, slots=True)
class Node:
    """A row of the tree; parents come before their children."""

    code: str
    parent: str
    name: Text
    kind: str


def shipped_categories() -> Iterator[Node]:
    """Sections, chapters and services first, then the headings."""
    for file in FILES:
        with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                texts = {"en": row["name"]}
                texts |= {key[5:]: row[key] for key in row if key.startswith("name_")}
                yield Node(row["code"], row["parent"], Text.of(texts), row["kind"])


def shipped_keywords() -> dict[str, str]:
    """What the trade calls the goods of a heading; not all have any.

    English and Chinese on a first line, French, Spanish, Arabic and Russian on a second, and on a
    third Chinese words of shops.
    """
    with (FOLDER / KEYWORDS).open(encoding="utf-8", newline="") as lines:
        found = {row["code"]: f"{row['en']};{row['zh']}" for row in csv.DictReader(lines)}
    with (FOLDER / WORDS).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            others = ";".join(filter(None, (row[each] for each in ("fr", "es", "ar", "ru"))))
            found[row["code"]] = f"{found.get(row['code'], '')}\n{others}\n{row['zh']}"
    return found
