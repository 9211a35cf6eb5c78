"""A first stage some of whose documents have changed: made anew for those alone.

Indexing all takes a good part of a second at size L, and what a stage remembers of its words is
lost with it. A document's scores are its own, so two stages side by side say the same as one.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from matchmaking.scoring.candidates import Cheap, FirstStage, Read, Stage
from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.corpus import Corpus
from matchmaking.scoring.counting import Floats, Places
from matchmaking.scoring.query import Query

# Changed documents from which on a whole stage is made again.
MOST_CHANGED = 512

Found = tuple[Places, Floats]


def changed(
    stage: "FirstStage | LayeredStage", new: Corpus, order: Places, categories: CategoryIndex
) -> "FirstStage | LayeredStage":
    """Over a stage's documents and then new ones of the same statistics, picked and put in order.

    The stage stays as it is.
    """
    if stage.vectors is None:
        new = replace(new, vectors=None)
    if isinstance(stage, LayeredStage):
        base, fresh = stage.base, stage.fresh.corpus.joined(new)
        before = stage.base.size + stage.fresh.size
        rows = np.append(stage.order, before + np.arange(len(new.titles)))[order]
    else:
        base, fresh, rows = stage, new, order
    if len(fresh.titles) > MOST_CHANGED:
        return FirstStage(base.corpus.joined(fresh).taken(rows), categories)
    return LayeredStage(base, FirstStage(fresh, categories), rows)


class LayeredStage(Stage):
    """`order` names for each document its row among those of `base` and then those of `fresh`."""

    def __init__(self, base: FirstStage, fresh: FirstStage, order: Places) -> None:
        self.base, self.fresh, self.order = base, fresh, order
        self.size, self.vectors = order.size, base.vectors
        self.placed = base.placed.joined(fresh.placed, order)
        self._place_of = np.full(base.size + fresh.size, -1, dtype=np.intp)
        self._place_of[order] = np.arange(order.size)
        self._stretches = _stretches(order, base.size)

    @cached_property
    def corpus(self) -> Corpus:
        return self.base.corpus.joined(self.fresh.corpus).taken(self.order)

    def cheap(self, read: Read) -> Cheap:
        old, new = self.base.cheap(read), self.fresh.cheap(read)
        return Cheap(
            self._joined(old.total, new.total),
            self._joined(old.words, new.words),
            self._joined(old.category, new.category),
            [self._both(*found) for found in zip(old.looked_up, new.looked_up, strict=True)],
        )

    def dense(self, read: Read) -> Floats | None:
        old, new = self.base.dense(read), self.fresh.dense(read)
        if old is None:
            return None
        unknown = np.full((len(old), self.fresh.size), np.nan, dtype=np.float32)
        return self._joined(old, unknown if new is None else new)

    def together(self, queries: Sequence[Query], places: Places) -> Floats:
        return self._each(places, lambda stage, rows: stage.together(queries, rows))

    def letters(self, queries: Sequence[Query], places: Places | None = None) -> Floats:
        if places is None:
            return self._joined(self.base.letters(queries), self.fresh.letters(queries))
        return self._each(places, lambda stage, rows: stage.letters(queries, rows))

    def _joined(self, old: Floats, new: Floats) -> Floats:
        parts = [(new if fresh else old)[..., rows] for fresh, rows in self._stretches]
        found: Floats = np.concatenate(parts, axis=-1)
        return found

    def _both(self, old: Found | None, new: Found | None) -> Found | None:
        """What the dictionary found in either, by place."""
        if old is None or new is None:
            return None
        places, scores = self._place_of[old[0]], old[1]
        if new[0].size:  # else they stand in order as they are
            places = np.append(places, self._place_of[new[0] + self.base.size])
            order = np.argsort(places)
            places, scores = places[order], np.append(scores, new[1])[order]
        gone = np.flatnonzero(places < 0)
        return (np.delete(places, gone), np.delete(scores, gone)) if gone.size else (places, scores)

    def _each(self, places: Places, of: Callable[[FirstStage, Places], Floats]) -> Floats:
        rows = self.order[places]
        is_new = rows >= self.base.size
        if not is_new.any():
            return of(self.base, rows)
        found = np.empty(places.size, dtype=np.float32)
        found[~is_new] = of(self.base, rows[~is_new])
        found[is_new] = of(self.fresh, rows[is_new] - self.base.size)
        return found


def _stretches(order: Places, size: int) -> list[tuple[bool, slice]]:
    """The order as stretches of rows that follow each other, each with whether it is of the fresh
    stage, whose rows count from `size` on: copying them is quicker than picking row by row.
    """
    starts = np.flatnonzero((np.diff(order, prepend=-2) != 1) | (order == size))
    found = [(False, slice(0, 0))]
    for start, end in pairwise([*starts.tolist(), order.size]):
        fresh = bool(order[start] >= size)
        first = int(order[start]) - size * fresh
        found.append((fresh, slice(first, first + end - start)))
    return found
