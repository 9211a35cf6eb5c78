"""A run's inputs and the engine made of them, the same in every worker of the run."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from matchmaking.models import RunInputs, ScoringRun
from matchmaking.queries.embedder import known_vectors
from matchmaking.queries.engine_input import texts_of
from matchmaking.scoring import data
from matchmaking.scoring.engine import Engine
from matchmaking.scoring.packing import Inputs, unpack


@dataclass(frozen=True)
class Prepared:
    """An engine, and who is to be matched with it."""

    engine: Engine
    needs: dict[int, list[data.Need]]
    buyers: dict[int, data.BuyerProfile]

    def match(self, buyers: Iterable[int]) -> tuple[list[data.Match], int]:
        """The buyers' matches, and how many needs they have."""
        asked = [buyer for buyer in buyers if buyer in self.buyers]
        needs = [need for buyer in asked for need in self.needs.get(buyer, [])]
        return self.engine.match(needs, [self.buyers[buyer] for buyer in asked]), len(needs)


@lru_cache(maxsize=1)
def prepared(run_id: int) -> Prepared:
    """Built once a run and worker process, from what was stored when the run started."""
    run = ScoringRun.objects.get(pk=run_id)
    inputs = unpack(bytes(RunInputs.objects.get(run=run).packed))
    return Prepared(
        engine_of(run, inputs),
        needs_by_buyer(inputs.needs),
        {buyer.id: buyer for buyer in inputs.buyers},
    )


def engine_of(run: ScoringRun, inputs: Inputs) -> Engine:
    """The engine over the inputs, with the vectors that there are by now."""
    vectors = known_vectors(run.embedder, texts_of(inputs)) if run.embedder else None
    return Engine(
        inputs.categories, inputs.products, inputs.suppliers, inputs.settings, embedder=vectors
    )


def needs_by_buyer(needs: Iterable[data.Need]) -> dict[int, list[data.Need]]:
    """Every need, under its buyer."""
    found: dict[int, list[data.Need]] = {}
    for need in needs:
        found.setdefault(need.buyer, []).append(need)
    return found
