"""A run's inputs and the engine made of them, the same in every worker of the run."""

import hashlib
import logging
import math
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from matchmaking.models import RunInputs, ScoringRun
from matchmaking.queries.embedder import stored_vectors
from matchmaking.queries.engine_input import texts_of
from matchmaking.queries.reading_together import forget_parts, read_together
from matchmaking.scoring import data
from matchmaking.scoring import engine as engine_module
from matchmaking.scoring.candidates import Reach
from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.embedding import KnownVectors
from matchmaking.scoring.engine import Engine
from matchmaking.scoring.packing import Inputs, unpack
from matchmaking.scoring.relevance import RelevanceIndex

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Prepared:
    """An engine, and who is to be matched with it."""

    engine: Engine
    needs: Mapping[int, list[data.Need]]
    buyers: Mapping[int, data.BuyerProfile]

    def needs_of(self, buyers: Iterable[int]) -> list[data.Need]:
        """All of them."""
        return [need for buyer in buyers for need in self.needs.get(buyer, [])]


@lru_cache(maxsize=1)
def prepared(run_id: int) -> Prepared:
    """Built once a run and worker process, from what was stored when the run started."""
    run = ScoringRun.objects.get(pk=run_id)
    inputs = inputs_of(run)
    engine, _vectors = engine_of(run, inputs)
    buyers = {buyer.id: buyer for buyer in inputs.buyers}
    return Prepared(engine, needs_by_buyer(inputs.needs), buyers)


def inputs_of(run: ScoringRun) -> Inputs:
    """What the run reads."""
    return unpack(bytes(RunInputs.objects.get(run=run).packed))


def engine_of(run: ScoringRun, inputs: Inputs) -> tuple[Engine, KnownVectors | None]:
    """The engine over the inputs, and the vectors that it looks up.

    From a file under FAIRLEAD_VAR where another process has left one, for indexing takes a while;
    without the file, or with one that cannot be read, it is built anew and comes out the same.
    """
    vectors = None
    if run.embedder:
        stored = stored_vectors(run.embedder, texts_of(inputs), until=run.vectors_until)
        vectors = KnownVectors(run.embedder, stored) if stored else None
    file = engine_file(run)
    if file.is_file():
        try:
            return Engine.load(file, vectors), vectors
        except Exception:  # damaged pickles raise anything
            logger.exception("%s cannot be read; the engine is built anew", file)
    tree = CategoryIndex(inputs.categories, hs=inputs.hs)
    read = read_together(parts_folder(file), inputs.products, tree)
    relevance = RelevanceIndex.read(read.texts, tree, vectors)
    engine = Engine(tree, read.products, inputs.suppliers, inputs.settings, relevance=relevance)
    if not file.is_file():
        _leave(engine, file)
    return engine, vectors


def engine_file(run: ScoringRun) -> Path:
    """Named by all that goes into the engine: what it reads, the vectors, and its own code."""
    made_of = (run.digest, run.embedder, run.vectors_until, _code())
    name = hashlib.sha256(repr(made_of).encode()).hexdigest()[:32]
    return Path(settings.VAR_FOLDER) / "engines" / f"{run.edition_id}-{name}"


def parts_folder(file: Path) -> Path:
    """Where workers leave each other what they have read of an engine's products."""
    return file.with_name(f"{file.name}.parts")


def _leave(engine: Engine, file: Path) -> None:
    """Written aside and put in place at once: others may write the same one just now."""
    part = file.with_name(f"{file.name}-{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        engine.save(part)
        part.replace(file)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        logger.warning("The engine is not kept in a file: %s", error)


@lru_cache(maxsize=1)
def _code() -> str:
    files = Path(engine_module.__file__).parent.rglob("*.*")
    digest = hashlib.sha256()
    for file in sorted(file for file in files if file.suffix in {".py", ".csv", ".json", ".toml"}):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def forget_engines(run: ScoringRun) -> None:
    """Delete the edition's engine files but the run's own."""
    own = engine_file(run)
    for file in own.parent.glob(f"{run.edition_id}-*"):
        if file.is_dir():
            forget_parts(file)
        elif file != own:
            file.unlink(missing_ok=True)


def needs_by_buyer(needs: Iterable[data.Need]) -> dict[int, list[data.Need]]:
    """Every need, under its buyer."""
    found: dict[int, list[data.Need]] = {}
    for need in needs:
        found.setdefault(need.buyer, []).append(need)
    return found


def stored_reaches(
    reaches: Mapping[int, Reach], needs: Iterable[data.Need]
) -> dict[str, list[float | None]]:
    """The needs' reaches as JSON, which knows no infinity."""
    return {
        str(need.id): [None if math.isinf(x) else float(x) for x in astuple(reaches[need.id])]
        for need in needs
        if need.id in reaches
    }


def reaches_of(run: ScoringRun) -> dict[int, Reach]:
    """Each need's, as the run's chunks stored them."""
    return {
        int(need): Reach(*(math.inf if x is None else x for x in reach))
        for reaches in run.chunks.values_list("reaches", flat=True)
        for need, reach in reaches.items()
    }
