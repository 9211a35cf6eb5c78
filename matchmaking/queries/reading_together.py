"""A run's products, read by all its workers together, each a part of them.

Reading is most of what an engine takes to build; each worker that read everything by itself would
take as long as one alone.
"""

import logging
import os
import pickle
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from matchmaking.scoring import data
from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.products import ReadProducts

logger = logging.getLogger(__name__)

A_PART = 5_000  # products; some two seconds
PATIENCE = 30  # seconds after which whoever has begun a part is taken for dead
POLL_SECONDS = 0.05


def read_together(
    folder: Path, products: Sequence[data.Product], tree: CategoryIndex
) -> ReadProducts:
    """The products as one reader alone would read them.

    `folder`: named by what is read, and shared by the workers of a machine. Each begins the parts
    that nobody has begun, leaves them there and takes the others' from there; a part that does not
    come, or cannot be read, it reads itself.
    """
    parts = [products[start : start + A_PART] for start in range(0, len(products), A_PART)]
    if len(parts) <= 1 or not _made(folder):
        return ReadProducts.of(products, tree)
    found: dict[int, ReadProducts] = {}
    for number, part in enumerate(parts):
        if _begin(folder / f"{number}.begun"):
            found[number] = ReadProducts.of(part, tree)
            _leave(found[number], folder / f"{number}.part")
    for number, part in enumerate(parts):
        if number not in found:
            found[number] = _taken(folder, number) or ReadProducts.of(part, tree)
    return ReadProducts.joined([found[number] for number in range(len(parts))])


def forget_parts(folder: Path) -> None:
    """Delete them: the whole engine has a file of its own."""
    shutil.rmtree(folder, ignore_errors=True)


def _made(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        logger.warning("Products are read by each worker alone: %s", error)
        return False
    return True


def _begin(sign: Path) -> bool:
    """Whether nobody else has; whoever cannot say so does it all the same."""
    try:
        sign.touch(exist_ok=False)
    except FileExistsError:
        return False
    except OSError as error:
        logger.warning("%s: %s", sign, error)
    return True


def _leave(read: ReadProducts, file: Path) -> None:
    aside = file.with_suffix(f".{os.getpid()}")
    try:
        aside.write_bytes(pickle.dumps(read, 5))
        aside.replace(file)
    except OSError as error:
        logger.warning("A part is left to the others to read: %s", error)


def _taken(folder: Path, number: int) -> ReadProducts | None:
    """What another worker leaves, as long as it may be at it; None if nothing comes."""
    file, sign = folder / f"{number}.part", folder / f"{number}.begun"
    try:
        while not file.is_file():
            if time.time() - sign.stat().st_mtime > PATIENCE:
                return None
            time.sleep(POLL_SECONDS)
        read = pickle.loads(file.read_bytes())  # noqa: S301 -- own file
    except Exception:  # damaged pickles raise anything
        logger.exception("%s cannot be read; it is made anew", file)
        return None
    return read if isinstance(read, ReadProducts) else None
