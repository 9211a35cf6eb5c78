"""Documents' places in the category tree, and how near they are to the codes wanted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.counting import Floats, Places
from matchmaking.scoring.weights import BOTH_INFERRED

Codes = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Placed:
    """Of each document its best code, empty outside the tree, whether it states that, and whether
    it has any.
    """

    best: NDArray[np.object_]
    stated: NDArray[np.bool_]
    placed: NDArray[np.bool_]

    def joined(self, other: "Placed", order: Places) -> "Placed":
        """These and then the other's, picked and put in order."""
        return Placed(
            np.concatenate([self.best, other.best])[order],
            np.concatenate([self.stated, other.stated])[order],
            np.concatenate([self.placed, other.placed])[order],
        )


class Placement:
    """`codes`: for each document its codes with their trust, 1 where stated, less if guessed."""

    def __init__(self, codes: Sequence[Codes], tree: CategoryIndex) -> None:
        self._tree = tree
        best = np.array([next(iter(found), "") for found in codes], dtype=object)
        stated = np.array([1.0 in found.values() for found in codes], dtype=bool)
        self.documents = Placed(best, stated, best != "")
        self._distinct = sorted({code for found in codes for code in found} | {""})
        column_of = {code: column for column, code in enumerate(self._distinct)}
        self._first = np.array([column_of[code] for code in best], dtype=np.intp)
        self._trust = np.array([next(iter(f.values()), 0.0) for f in codes], dtype=np.float32)
        self._further = _further(codes, column_of)
        self._rows: dict[str, Floats] = {}

    def near(self, wanted: Sequence[Codes]) -> Floats:
        """The best likeness 0..1 of shape (wishes, documents), trusts of both sides included."""
        near = np.zeros((len(wanted), len(self._distinct)), dtype=np.float32)
        for row, codes in zip(near, wanted, strict=True):
            for code, trust in codes.items():
                np.maximum(row, np.float32(trust) * self._likeness(code), out=row)
        best: Floats = near[:, self._first]
        best *= self._trust
        for documents, columns, trusts in self._further:
            best[:, documents] = np.maximum(best[:, documents], near[:, columns] * trusts)
        silent = np.array([1.0 not in codes.values() for codes in wanted], dtype=bool)
        stated = self.documents.stated
        if silent.any() and not stated.all():
            best[np.ix_(silent, ~stated)] *= np.float32(BOTH_INFERRED)
        return best

    def _likeness(self, code: str) -> Floats:
        """The likeness of one wanted code to each distinct code of the documents."""
        if code not in self._rows:
            alike = [self._tree.similarity(code, other) for other in self._distinct]
            self._rows[code] = np.array(alike, dtype=np.float32)
        return self._rows[code]


def _further(
    codes: Sequence[Codes], column_of: Mapping[str, int]
) -> list[tuple[Places, Places, Floats]]:
    """Second and further codes: documents, columns and trusts; few documents have any."""
    depth = max(map(len, codes), default=0)
    found = []
    for slot in range(1, depth):
        there = [place for place, own in enumerate(codes) if len(own) > slot]
        items = [list(codes[place].items())[slot] for place in there]
        columns = np.array([column_of[code] for code, _ in items], dtype=np.intp)
        trusts = np.array([trust for _, trust in items], dtype=np.float32)
        found.append((np.array(there, dtype=np.intp), columns, trusts))
    return found
