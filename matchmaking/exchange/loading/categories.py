"""The category tree that Fairlead ships: HS sections, chapters and headings, and services."""

from pathlib import Path

from expo.models import Category, Edition
from matchmaking.exchange.clock import Clock
from matchmaking.exchange.csv_files import read_csv
from matchmaking.exchange.loading.load import Counts, Load, Progress
from matchmaking.exchange.loading.trees import tree_loader
from matchmaking.exchange.loading.upsert import load_rows
from matchmaking.exchange.problems import Problems
from matchmaking.exchange.rows import bind, read_rows
from matchmaking.exchange.sheets import CATEGORIES

SHIPPED_SCHEME = "hs"
DATA = Path(__file__).resolve().parents[3] / "expo" / "data"
SHIPPED = (DATA / "hs_top.csv", DATA / "hs_headings.csv")


def load_tree(
    files: tuple[Path, ...], scheme: str, problems: Problems, progress: Progress | None = None
) -> Counts:
    """Creates and updates the categories of `scheme` from files like `categories.csv`."""
    load = Load(Edition(language="en"), problems, Clock(), scheme, progress=progress)
    for path in files:
        load_file(path, load)
    return load.counts.get("categories", Counts())


def load_file(path: Path, load: Load) -> None:
    """One file into the load's scheme."""
    table = read_csv(path, load.problems)
    bound = bind(CATEGORIES, table, load.problems) if table else None
    if table and bound:
        load.file = table.file
        rows = read_rows(CATEGORIES, table, bound, load.clock, load.problems)
        load_rows(tree_loader("categories", Category), load, rows)


def ensure_shipped(problems: Problems) -> None:
    """Loads the shipped tree if none of it is there; what organizers changed stays as it is."""
    if not Category.objects.filter(scheme=SHIPPED_SCHEME).exists():
        load_tree(SHIPPED, SHIPPED_SCHEME, problems)
