"""The fewest breaks: a general search first, then, where it is slow, a hunt and a proof at once.

Where there are too many gaps for that, or too many meetings: swaps along chains for the timetable,
prices for the bound, and the general search with both for the rest of the time.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from matchmaking.scheduling.clauses import of_few_gaps
from matchmaking.scheduling.filling import filled
from matchmaking.scheduling.gaps import add_windows, days_settled
from matchmaking.scheduling.greedy import greedy
from matchmaking.scheduling.hitting import AGAIN, ROUND, Hunt
from matchmaking.scheduling.patterns import pattern_bound
from matchmaking.scheduling.problem import Progress
from matchmaking.scheduling.proof import LEAST_SECONDS, TOLERANCE
from matchmaking.scheduling.search import Found, run, watched
from matchmaking.scheduling.shuffle import gaps_of, shufflable, shuffled
from matchmaking.scheduling.windows import gap_bound

if TYPE_CHECKING:
    from collections.abc import Callable

    from matchmaking.scheduling.model import Model

GENERAL_EFFORT = 3.0  # for one worker, in deterministic seconds, so that a run repeats itself
GENERAL_SHARE = 0.06  # of the time, for the general search: most problems need no more
LEAST_HUNT = 2.0  # seconds; in less, wording a hunt would take most of the time
MANY = 10  # gaps; where the general search has proven so many, its cores count better than a hunt
COUNTING_SHARE = 0.4  # of the time, for that
GENERAL_WORKERS = (
    3  # even on two cores: cores, the strong relaxation and plain clauses help each other
)
MOST_BOOLEANS = 10_000  # wish-slot booleans; the relaxation was not measured beyond
MOST_TO_HUNT = 60  # gaps; beyond, choices are too many to be worth trying one by one
SWAPS = 800, 3_000_000  # for each meeting, and at most
FEW_SWAPS = 200_000  # before a hunt: half a second
SWAPPING = 0.4  # of the time, at most
FILLING = 0.25  # of that, at most, for a first timetable
PRICING = 0.2  # of the time, at most
FAR = 20  # gaps from the bound: a proof is out of reach
SLOWLY = 0.8  # of the time that is left then


@dataclass(frozen=True, slots=True)
class Ways:
    """Searches of one model that share a clock, a crew and listeners."""

    model: Model
    ends: float
    crew: int
    seed: int
    progress: Callable[[Progress], None] | None
    stop: Callable[[], bool] | None

    def stopped(self) -> bool:
        """Whether somebody ended the search."""
        return bool(self.stop and self.stop())

    def left(self) -> float:
        """Seconds left."""
        return max(LEAST_SECONDS, self.ends - monotonic())

    def general(self, seconds: float, effort: float = math.inf) -> Found:
        """Cores, clauses and the strong relaxation, on the whole model."""
        return run(
            self.model.cp,
            seconds,
            self.crew,
            self.seed,
            proving=True,
            effort=effort,
            progress=self.progress,
            stop=self.stop,
        )

    def swapped(self, known: Found, swaps: int, seconds: float) -> Found:
        """A timetable with fewer gaps, by swaps along chains; what was known if there is none."""
        shape, ends = self.model.shape, monotonic() + seconds
        slots = slots_of(self.model, known)
        if slots is None:
            until = monotonic() + FILLING * seconds
            slots = filled(shape, greedy(shape).slots, self.seed, until, self.stop)
        if slots is None:
            return known
        best = shuffled(shape, slots, self.seed, swaps=swaps, ends=ends, stop=self.stop)
        if best is None or (known.values is not None and best[0] >= self.gaps(known)):
            return known
        return replace(known, status=cp_model.FEASIBLE, values=self.values(best[1]))

    def crowded(self, known: Found) -> Found:
        """Swaps, then prices; far from the bound slower swaps; then the general search."""
        began, whole = monotonic(), self.left()
        if shufflable(self.model.shape):
            each, most = SWAPS
            swaps = min(most, each * len(self.model.at))
            known = self.swapped(known, swaps, SWAPPING * whole)
            took = monotonic() - began
            self.tell(known, began)
            known = self.priced(known, PRICING * whole)
            self.tell(known, began)
            if known.values is not None and self.gaps(known) > known.bound + FAR:
                # Cooling slowly enough for the time there is does more than cooling twice.
                seconds = SLOWLY * self.left()
                known = self.swapped(known, round(swaps * seconds / took), seconds)
                self.tell(known, began)
        if known.values is not None and self.gaps(known) <= known.bound:
            return replace(known, status=cp_model.OPTIMAL)
        return known if self.stopped() else self.go_on(known)

    def priced(self, known: Found, seconds: float) -> Found:
        """The same with a bound by parties' days under prices."""
        until, shape = monotonic() + seconds, self.model.shape
        gaps = len(self.model.at) if known.values is None else self.gaps(known)
        bound = pattern_bound(shape, gaps, lambda: self.stopped() or monotonic() > until)
        return replace(known, bound=max(known.bound, math.ceil(bound - TOLERANCE)))

    def go_on(self, known: Found) -> Found:
        """The general search again, with the bound and from the timetable that are known."""
        cp, values = self.model.cp, known.values
        cp.add(sum(self.model.gaps.values()) >= math.ceil(known.bound))
        if values is not None:
            for literal in (v for at in self.model.at for v in at.values()):
                cp.add_hint(literal, values[literal.index])
        again = self.general(self.left())
        bound = max(known.bound, again.bound)
        if values is None or (again.values is not None and self.gaps(again) < self.gaps(known)):
            return replace(again, bound=bound)
        settled = self.gaps(known) <= bound
        return Found(cp_model.OPTIMAL if settled else cp_model.FEASIBLE, bound, values)

    def tell(self, known: Found, began: float) -> None:
        """A sign of life."""
        if self.progress:
            gaps = None if known.values is None else self.gaps(known)
            self.progress(Progress(gaps, math.ceil(known.bound), monotonic() - began))

    def values(self, slots: list[int]) -> list[int]:
        """Of the meetings' booleans only: all other values are left at 0."""
        values = [0] * len(self.model.cp.proto.variables)
        for at, s in zip(self.model.at, slots, strict=True):
            values[at[s].index] = 1
        return values

    def gaps(self, found: Found) -> int:
        """The gaps of a timetable, counted from its slots."""
        return gaps_of(self.model.shape, slots_of(self.model, found) or {})


def fewest_breaks(
    model: Model,
    seconds: float,
    workers: int,
    seed: int,
    *,
    progress: Callable[[Progress], None] | None,
    stop: Callable[[], bool] | None,
) -> Found:
    """Minimise the model's gaps; `values` may be those of any of the searches that made it up."""
    began = monotonic()
    ends = began + seconds
    crew = 1 if workers == 1 else max(workers, GENERAL_WORKERS)
    ways = Ways(model, ends, crew, seed, progress, stop)
    huntable = seconds >= LEAST_HUNT and _huntable(model)
    swappable = shufflable(model.shape)
    if swappable and not huntable and sum(map(len, model.at)) > MOST_BOOLEANS:
        return ways.crowded(Found(cp_model.UNKNOWN, 0, None))
    first = ways.general(
        seconds * (GENERAL_SHARE if huntable and crew > 1 else 1),
        GENERAL_EFFORT if huntable and crew == 1 else math.inf,
    )
    if huntable and crew > 1 and _open(first) and first.bound >= MANY:
        first = ways.general(seconds * COUNTING_SHARE)
    if not huntable or not _open(first) or ways.stopped():
        return first
    with ThreadPoolExecutor(1) as pool:
        relaxing = pool.submit(gap_bound, model.shape, tuple(model.gaps), ways.left())
        if workers == 1:
            relaxing.result()
        if swappable:
            first = ways.swapped(first, FEW_SWAPS, SWAPPING * seconds)
        hunt = _hunt(model, first, ends, seed, progress)
        hunt.relax(relaxing.result())
    if hunt.bound > MOST_TO_HUNT:
        return ways.crowded(replace(first, bound=hunt.bound))
    with watched(hunt, stop):
        (_alone if workers == 1 else _together)(hunt)
    return _found(hunt)


def slots_of(model: Model, found: Found) -> dict[int, int] | None:
    """The slot of each wish in what was found."""
    values = found.values
    if values is None:
        return None
    return {
        w: s for w, at in enumerate(model.at) for s, literal in at.items() if values[literal.index]
    }


def _open(found: Found) -> bool:
    return found.status not in {cp_model.OPTIMAL, cp_model.INFEASIBLE}


def _huntable(model: Model) -> bool:
    """Whether gaps are those of a small problem's parties, each with a settled only day."""
    return days_settled(model) and sum(map(len, model.at)) <= MOST_BOOLEANS


def _hunt(
    model: Model,
    first: Found,
    ends: float,
    seed: int,
    progress: Callable[[Progress], None] | None,
) -> Hunt:
    """A hunt that knows nothing of the relaxation yet."""
    began = monotonic()
    add_windows(model)
    bound = max(0, math.ceil(first.bound - TOLERANCE)) if math.isfinite(first.bound) else 0
    cp = model.cp.clone()
    cp.proto.clear_objective()
    again = cp.new_bool_var("")
    for more in model.more.values():
        cp.add(more == 0).only_enforce_if(~again)
    counts = [*model.broken.values(), *model.more.values()]
    clauses = of_few_gaps(model, cp)
    hunt = Hunt(
        cp, model.at, {**model.broken, AGAIN: again}, sum(counts), clauses, seed, bound, ends
    )
    if first.values is not None:
        hunt.best = gaps_of(model.shape, slots_of(model, first) or {}), first.values
    if progress:
        hunt.tell = lambda best, bound: progress(Progress(best, bound, monotonic() - began))
    return hunt


def _together(hunt: Hunt) -> None:
    """One thread seeks, another proves."""
    hunt.helped = True
    with ThreadPoolExecutor(1) as pool:
        proof = pool.submit(_proof, hunt)
        try:
            while not hunt.over():
                hunt.seek()
        finally:
            hunt.stop_search()
        proof.result()


def _proof(hunt: Hunt) -> None:
    try:
        while not hunt.over():
            if not hunt.assist():
                hunt.prove()
    finally:
        hunt.stop_search()


def _alone(hunt: Hunt) -> None:
    """Seeking and proving take turns, by deterministic time, so that a run repeats itself."""
    effort = ROUND
    while not hunt.over():
        until = hunt.total + effort
        while not hunt.over() and hunt.total < until:
            hunt.seek()
        until = hunt.total + effort
        while not hunt.over() and hunt.total < until:
            hunt.prove(until - hunt.total)
        effort *= 2


def _found(hunt: Hunt) -> Found:
    if hunt.infeasible:
        return Found(cp_model.INFEASIBLE, hunt.bound, None)
    if hunt.best is None:
        return Found(cp_model.UNKNOWN, hunt.bound, None)
    gaps, values = hunt.best
    return Found(cp_model.OPTIMAL if gaps <= hunt.bound else cp_model.FEASIBLE, hunt.bound, values)
