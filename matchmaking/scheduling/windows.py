"""The unbroken windows of a party's day, and which meeting can lie in which slot of each.

A window is filled by all meetings of the party, one a slot. Whether that works out, and with which
meeting where, is a matching of meetings to slots; a search by clauses sees none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, maximum_bipartite_matching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def windows_of(
    allowed: Sequence[Sequence[int]], day: range
) -> dict[range, frozenset[tuple[int, int]]]:
    """The windows of the day that the meetings can fill, each with what may go where.

    `allowed[n]` are the slots of meeting n. A pair (n, s) of a window is one that some way of
    filling the window uses.
    """
    total, windows = len(allowed), {}
    fits = np.array([[s in times for s in day] for times in allowed])
    for offset in range(len(day) - total + 1):
        pairs = _perfect(fits[:, offset : offset + total])
        if pairs is not None:
            window = day[offset : offset + total]
            windows[window] = frozenset((n, window[t]) for n, t in pairs)
    return windows


def _perfect(fits: NDArray[np.bool_]) -> list[tuple[int, int]] | None:
    """The edges that lie in some perfect matching, None if there is none.

    An edge does if it lies in the one at hand, or on a cycle that alternates with it (Régin).
    """
    matched = maximum_bipartite_matching(csr_matrix(fits), perm_type="column")
    if (matched < 0).any():
        return None
    successors = fits[:, matched]  # from a meeting to each whose place it could take
    _, part = connected_components(csr_matrix(successors), directed=True, connection="strong")
    meetings, others = np.nonzero(successors & (part[:, None] == part[None, :]))
    return [(int(n), int(matched[other])) for n, other in zip(meetings, others, strict=True)]
