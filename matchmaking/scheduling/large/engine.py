"""The fast engine: the best timetable of a large problem in the time given, and its bound."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np

from foundation.uncollected import uncollected
from matchmaking.scheduling.check import check
from matchmaking.scheduling.large.arrays import arrays_of
from matchmaking.scheduling.large.blocks import blocks_of
from matchmaking.scheduling.large.board import NOBODY
from matchmaking.scheduling.large.bound import first_bound
from matchmaking.scheduling.large.build import improve, new_board, spread
from matchmaking.scheduling.large.choice import Choice
from matchmaking.scheduling.large.comfort import close_gaps
from matchmaking.scheduling.large.demands import lacks, musts_alone
from matchmaking.scheduling.large.finish import finished, missing
from matchmaking.scheduling.large.load import at_once
from matchmaking.scheduling.large.masks import at
from matchmaking.scheduling.large.reasons import MOST_CHANGES
from matchmaking.scheduling.large.terms import exposure_of, misplaced
from matchmaking.scheduling.problem import Progress, Solution

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matchmaking.scheduling.check import Checked
    from matchmaking.scheduling.large.arrays import Arrays, Bools, Ints
    from matchmaking.scheduling.large.blocks import Blocks
    from matchmaking.scheduling.large.board import Board
    from matchmaking.scheduling.large.bound import Bound
    from matchmaking.scheduling.large.chains import Mover
    from matchmaking.scheduling.problem import Problem

CLOSE = 2e-4  # of the bound: what is nearer is good enough
FINISHING = 5e-6  # seconds for each wish, for tables, reasons and the objective
PRICING = 6e-6  # seconds for each wish, for the price of a floor
LINEAR = 0.3  # of the time, at most, for the first prices of quotas and the like
CHANGES_A_SECOND = 100  # wishes left out that are looked at, for each second of the limit
STEPS = 2  # of the prices before the first timetable
STALE = 3  # rounds without a better timetable, after which the search ends
MOST_EXACT = 5000  # wishes that the exact engine is asked to place first
MOSTLY = 0.5  # of the bound's meetings: if that many are kept, the rest is repaired around them


@dataclass(slots=True)
class Search:
    """A run: its problem, clock and listeners, and the best board so far."""

    arrays: Arrays
    blocks: Blocks
    bound: Bound
    began: float
    until: float
    end: float
    progress: Callable[[Progress], None] | None
    stop: Callable[[], bool] | None
    best: tuple[Board, Mover] | None = None
    choice: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    chosen: int = -1
    start: Mapping[int, int] = field(default_factory=dict)
    reached: int = 0  # the best board's score when it was offered
    misplaced: int = -1  # kept meetings that must move, once they have been counted

    def over(self) -> bool:
        """Whether the time for searching is up or somebody ended it."""
        return monotonic() >= self.until or self.ended()

    def ended(self) -> bool:
        """Whether all the time is up, that for tables and reasons too, or somebody ended it."""
        return monotonic() >= self.end or (self.stop is not None and self.stop())

    def tell(self) -> None:
        """A sign of life."""
        if self.progress is not None:
            known = self.reached if self.best else None
            self.progress(Progress(known, self.most(), monotonic() - self.began))

    def most(self) -> int:
        """The bound on the objective: points, less those of kept meetings that must move."""
        return self.bound.best - self.lost()

    def lost(self) -> int:
        """Points of kept meetings that cannot stay where they are."""
        if self.misplaced < 0:
            kept, slot = self.arrays.kept_wish, self.arrays.kept_slot
            self.misplaced = int((~at(self.arrays.allowed, kept, slot.clip(0)) | (slot < 0)).sum())
        return self.misplaced * self.arrays.problem.preferences.moved

    def score(self, board: Board, mover: Mover) -> int:
        """Points of what is held, less those of moves and of what floors lack."""
        slot = np.array(board.slot, dtype=np.int64)
        moved = int(misplaced(self.arrays, slot).sum())
        return self.worth(slot != NOBODY) - moved * mover.moved

    def worth(self, held: Bools) -> int:
        """Points of the wishes held, less those of what floors lack."""
        wishes = np.flatnonzero(held)
        missing = sum(floor.missing for floor in exposure_of(self.arrays, wishes))
        cost = self.arrays.problem.preferences.exposure
        return int(self.arrays.points[wishes].sum()) - missing * cost

    def board(self) -> tuple[Board, Mover]:
        """A new board; what is worth something to a floor counts as more."""
        return new_board(self.arrays, self.start, self.bound.bonus())

    def priced(self, solution: Solution) -> Solution:
        """With the price of each floor, as far as the time reaches: see `prices.py`."""
        cost, found = self.arrays.problem.preferences.exposure, []
        for n, floor in enumerate(solution.exposure):
            if not cost or (n and self.over()):
                found.append(floor)
                continue
            rest = (solution.objective or 0) + cost * floor.missing
            most = self.bound.without(n) - self.lost()
            found.append(replace(floor, price=max(0, most - rest), proven=most == rest))
        return replace(solution, exposure=tuple(found))

    def offer(self, board: Board, mover: Mover) -> bool:
        """Take the board if it is the best so far."""
        score = self.score(board, mover)
        better = self.best is None or score > self.reached
        if better:
            self.best, self.reached = (board, mover), score
        self.tell()
        return better

    def choose(self) -> None:
        """One step of the prices, and a choice of blocks from it; the best is kept."""
        self.bound.step(max(self.chosen, round(self.bound.best * (1 - 4e-3))))
        choice = Choice(self.bound)
        choice.fill(self.bound.chosen)
        points = self.worth(choice.block >= 0)
        if choice.total > self.chosen or not len(self.choice):
            self.chosen, self.choice = max(points, self.chosen), choice.block
        self.tell()


@uncollected(ageing=True)
def solve_large(
    problem: Problem,
    *,
    time_limit: float,
    exact: Callable[[Problem, float], Solution],
    checked: Checked | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Solution:
    """A timetable of a checked problem with objective "value", and a proven bound.

    1. Bound and prices by flows; blocks for wishes.
    2. A timetable from them, or around the kept one; wishes that pay are fitted in.
    3. Again with better prices, until the time is up or nothing is gained.
    4. Idle gaps are closed; tables, interpreters, reasons.

    It ends early where the bound is met within 0.02 %. One thread, nothing random: the same answer
    for the same problem unless the time runs out. `exact` solves the musts and minimums alone if
    they were not all kept: INFEASIBLE is its proof, else they are placed first; UNKNOWN names what
    is still lacking. `checked`: what `check` returned, if it is at hand.
    """
    began = monotonic()
    arrays = arrays_of(problem, check(problem) if checked is None else checked)
    blocks = blocks_of(arrays)
    finishing = (FINISHING + PRICING * len(problem.floors)) * len(problem.wishes)
    end = began + time_limit
    until = max(began + 0.5 * time_limit, end - finishing)
    bound = first_bound(arrays, blocks, LINEAR * time_limit)
    search = Search(arrays, blocks, bound, began, until, end, progress, stop)
    search.tell()
    board, mover = _searched(search)
    if missing(board):
        proof = _musts_first(search, exact, time_limit)
        if proof is not None:
            return replace(proof, seconds=monotonic() - began)
        board, mover = _searched(search)
        if missing(board):
            most, lacking = search.most(), lacks(board)
            return Solution("UNKNOWN", None, most, monotonic() - began, unscheduled=lacking)
    close_gaps(board, mover, search.over)
    quick = min(MOST_CHANGES, int(time_limit * CHANGES_A_SECOND))
    found = finished(board, search.most(), began, quick)
    search.until = end
    return search.priced(found) if problem.floors else found


def _searched(search: Search) -> tuple[Board, Mover]:
    """The best board that the search comes to."""
    search.best = None
    _first(search)
    _again(search)
    if search.best is None:
        raise AssertionError("no board was built")
    return search.best


def _musts_first(
    search: Search, exact: Callable[[Problem, float], Solution], time_limit: float
) -> Solution | None:
    """Have the exact engine place the musts and minimums; its answer if it proves that it cannot.

    Leaving out all other wishes only makes room, so what is impossible then is impossible.
    """
    arrays = search.arrays
    alone = musts_alone(arrays)
    if len(alone.wishes) > MOST_EXACT:
        return None
    answer = exact(alone, max(1.0, search.began + time_limit - monotonic()))
    if answer.status == "INFEASIBLE":
        return answer
    search.start = {arrays.wish[m.wish]: arrays.slot[m.slot] for m in answer.meetings}
    return None


def _first(search: Search) -> None:
    board, mover = search.board()
    held = sum(s != NOBODY for s in board.slot)
    left: list[int] = []
    if _mostly_kept(search, held):
        _repair(search, board, mover)
    elif held < MOSTLY * (search.blocks.count > 0).sum():
        for _ in range(STEPS):
            search.choose()
            if search.over():
                break
        left = spread(board, mover, search.blocks, search.choice)
    _fit_in(search, board, mover, left)
    search.offer(board, mover)
    if search.arrays.kept and search.bound.price.any() and not search.over():
        search.bound.step(search.reached)  # prices of quotas better the bound


def _mostly_kept(search: Search, held: int) -> bool:
    return bool(search.arrays.kept) and held > MOSTLY * len(search.arrays.kept)


def _repair(search: Search, board: Board, mover: Mover) -> None:
    """Place anew what lost its place, then whatever fits where places became free.

    Few wishes, and what a new plan is made for: short of time, the reasons come later instead.
    """
    worth, kept = search.arrays.points, search.arrays.kept
    lost = [w for w in kept if board.slot[w] == NOBODY]
    lost.sort(key=lambda w: (not search.arrays.must[w], -worth[w], w))
    for some in (lost, sorted(at_once(board).tolist(), key=lambda w: (-worth[w], w))):
        improve(board, mover, some, search.ended)
    search.offer(board, mover)


def _again(search: Search) -> None:
    stale = 0
    while search.best and stale < STALE and not search.over() and not search.arrays.kept:
        if search.reached >= (1 - CLOSE) * search.most():
            break
        before = search.chosen
        search.choose()
        stale += 1
        if search.chosen > before and not search.over():
            board, mover = search.board()
            left = spread(board, mover, search.blocks, search.choice)
            _fit_in(search, board, mover, left)
            stale = 0 if search.offer(board, mover) else stale


def _fit_in(search: Search, board: Board, mover: Mover, left: list[int]) -> None:
    """Wishes that may pay, by what they are worth above the places they take."""
    arrays, value = search.arrays, search.bound.value
    worth = arrays.points - value[0][arrays.a] - value[1][arrays.b]
    free = np.flatnonzero((np.array(board.slot, dtype=np.int64) < 0) & (search.blocks.count > 0))
    some = free[(worth[free] >= -0.1 * np.mean(arrays.points)) | arrays.must[free]]
    order = np.lexsort((some, -worth[some], ~arrays.must[some]))
    wishes = [*(w for w in left if board.slot[w] == NOBODY), *some[order].tolist()]
    improve(board, mover, dict.fromkeys(wishes), search.over)
    rest = at_once(board)
    improve(board, mover, rest[np.lexsort((rest, -arrays.points[rest]))].tolist(), search.over)
