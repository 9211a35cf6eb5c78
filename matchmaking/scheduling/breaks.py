"""The fewest breaks: a general search first, then, where it is slow, a hunt and a proof at once."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from matchmaking.scheduling.hitting import AGAIN, LEAST_SECONDS, ROUND, TOLERANCE, Hunt
from matchmaking.scheduling.problem import Progress
from matchmaking.scheduling.search import Found, run, watched
from matchmaking.scheduling.windows import gap_bound

if TYPE_CHECKING:
    from collections.abc import Callable

    from matchmaking.scheduling.model import Model

GENERAL_EFFORT = 3.0  # for one worker, in deterministic seconds, so that a run repeats itself
GENERAL_SHARE = 0.1  # of the time, for the general search: most problems need no more
GENERAL_WORKERS = (
    3  # even on two cores: cores, the strong relaxation and plain clauses help each other
)
MOST_BOOLEANS = 10_000  # wish-slot booleans; the relaxation was not measured beyond
MOST_TO_HUNT = 60  # gaps; beyond, choices are too many to be worth trying one by one


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
    crew = 1 if workers == 1 else max(workers, GENERAL_WORKERS)
    huntable = _settled_days(model)
    first = run(
        model.cp,
        seconds * (GENERAL_SHARE if huntable and crew > 1 else 1),
        crew,
        seed,
        proving=True,
        effort=GENERAL_EFFORT if huntable and crew == 1 else math.inf,
        progress=progress,
        stop=stop,
    )
    settled = first.status in {cp_model.OPTIMAL, cp_model.INFEASIBLE}
    if settled or not huntable or (stop and stop()):
        return first
    ends = began + seconds
    hunt = _hunt(model, first, ends, seed, progress)
    if hunt.bound > MOST_TO_HUNT:
        left = max(LEAST_SECONDS, ends - monotonic())
        return _go_on(model, first, hunt.bound, left, crew, seed, progress=progress, stop=stop)
    with watched(hunt, stop):
        (_alone if workers == 1 else _together)(hunt)
    return _found(hunt)


def _settled_days(model: Model) -> bool:
    """Whether gaps are those of a small problem's parties, each with a settled only day."""
    small = sum(map(len, model.at)) <= MOST_BOOLEANS
    return small and bool(model.broken) and len(model.broken) == len(model.gaps)


def _hunt(
    model: Model,
    first: Found,
    ends: float,
    seed: int,
    progress: Callable[[Progress], None] | None,
) -> Hunt:
    began = monotonic()
    relaxed = gap_bound(model.shape, ends - monotonic())
    bound = max(0, math.ceil(first.bound - TOLERANCE)) if math.isfinite(first.bound) else 0
    if relaxed:
        bound = max(bound, math.ceil(relaxed.value - TOLERANCE))
    cp = model.cp.clone()
    cp.proto.clear_objective()
    again = cp.new_bool_var("")
    for more in model.more.values():
        cp.add(more == 0).only_enforce_if(~again)
    counts = [*model.broken.values(), *model.more.values()]
    hunt = Hunt(
        cp, model.at, {**model.broken, AGAIN: again}, sum(counts), relaxed, seed, bound, ends
    )
    if first.values is not None:
        hunt.best = sum(first.values[v.index] for v in counts), first.values
    if progress:
        hunt.tell = lambda best, bound: progress(Progress(best, bound, monotonic() - began))
    return hunt


def _together(hunt: Hunt) -> None:
    """One thread seeks, another proves."""
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
        if not hunt.over():
            hunt.prove(effort)
        effort *= 2


def _found(hunt: Hunt) -> Found:
    if hunt.infeasible:
        return Found(cp_model.INFEASIBLE, hunt.bound, None)
    if hunt.best is None:
        return Found(cp_model.UNKNOWN, hunt.bound, None)
    gaps, values = hunt.best
    return Found(cp_model.OPTIMAL if gaps <= hunt.bound else cp_model.FEASIBLE, hunt.bound, values)


def _go_on(
    model: Model,
    first: Found,
    bound: int,
    seconds: float,
    workers: int,
    seed: int,
    *,
    progress: Callable[[Progress], None] | None,
    stop: Callable[[], bool] | None,
) -> Found:
    """The general search again, with the relaxation's bound and from the first timetable."""
    model.cp.add(sum(model.gaps.values()) >= bound)
    for index, value in enumerate(first.values or ()):
        model.cp.add_hint(model.cp.get_int_var_from_proto_index(index), value)
    again = run(
        model.cp, seconds, workers, seed, proving=True, progress=progress, stop=stop
    )  # fmt: skip
    values = again.values if again.values is not None else first.values
    return Found(again.status, max(bound, again.bound), values)
