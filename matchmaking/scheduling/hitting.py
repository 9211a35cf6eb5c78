"""Few breaks, proven: implicit hitting sets over the parties that have one.

Where the best timetable breaks up the days of a handful of parties, it is easy to say of one choice
of parties whether a timetable exists that breaks nobody else, and hard to say it of all at once. So
the choices are made here: each refused one yields a core (a set of parties of which at least one
must be broken), the next choice hits all cores known, and the least size of such a choice is a
bound. (Davies and Bacchus, "Solving MAXSAT by Solving a Sequence of Simpler SAT Instances", 2011.)
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from matchmaking.scheduling.halves import Halves

if TYPE_CHECKING:
    from collections.abc import Callable

    from matchmaking.scheduling.model import Expr
    from matchmaking.scheduling.windows import GapBound

AGAIN = -1  # the element "some party has more than one gap"
GLANCE = 0.3  # deterministic seconds for a look without presolve, which mostly refuses
NEAR = 1  # gaps more than the bound: from here on a proof is worth more than another timetable
EFFORT = 6.0  # deterministic seconds for a first thorough try; doubled at each return
PATIENCE = 6.0  # deterministic seconds spent at one level before looking at the next
ROUND = 10.0  # deterministic seconds of the first turn if one thread does all; doubled each round
LEAST_SECONDS = 0.01
NOISE = 0.2  # of a core of one party
SHARE = 3.0  # what the relaxation says weighs as much as so many cores of one party
TOLERANCE = 1e-3

Choice = frozenset[int]


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one choice: values of a timetable, or a core, or neither; and what it took."""

    values: list[int] | None = None
    core: Choice | None = None
    limited: bool = False  # the core holds only for timetables within the present level
    spent: float = 0.0


@dataclass(slots=True)
class Hunt:
    """The search for a timetable with as few gaps as `level`, while others prove the `bound`.

    `broken[p]` is true if party p has a gap, `broken[AGAIN]` if some party has more than one.
    """

    cp: cp_model.CpModel
    at: list[dict[int, Expr]]
    broken: dict[int, Expr]
    gaps: Expr
    relaxed: GapBound | None
    seed: int
    bound: int
    ends: float
    tell: Callable[[int | None, int], None] = lambda _best, _bound: None
    level: int = 0
    best: tuple[int, list[int]] | None = None
    infeasible: bool = False
    cores: list[Choice] = field(default_factory=list)
    limited: list[Choice] = field(default_factory=list)
    postponed: list[Choice] = field(default_factory=list)
    halves: Halves | None = None
    helped: bool = False  # another thread proves meanwhile
    effort: float = EFFORT
    spent: float = 0.0
    total: float = 0.0
    tries: int = 0
    solvers: set[cp_model.CpSolver] = field(default_factory=set)

    def over(self) -> bool:
        """Whether all is settled or the time has run out."""
        settled = self.best is not None and self.best[0] <= self.bound
        return settled or self.infeasible or monotonic() >= self.ends

    def seek(self) -> None:
        """Try one choice of parties at the present level; with a timetable known, help to prove."""
        self.tries += 1
        if self.best is None and self.tries == 1:
            self.begin()
            return
        if self.best is not None and self.best[0] <= self.bound + NEAR:
            self.prove(math.inf if self.helped else self.effort)
            self.effort *= 2
            return
        self.enter(max(self.level, self.bound))
        try:
            choice = self.next_choice()
        except TimeoutError:
            return
        if choice is None and self.postponed:
            self.postponed.clear()
            self.effort *= 2
        elif choice is None:
            self.refuse(self.level)
            self.enter(self.level + 1)
        else:
            self.note(choice, self.attempt(choice))
        if self.spent > PATIENCE:
            self.enter(self.level + 1)
        if self.best is not None and self.level >= self.best[0]:
            self.enter(self.bound)

    def begin(self) -> None:
        """Any timetable at all, so that there is an answer whatever becomes of the few gaps."""
        solver = self.solver(EFFORT)
        status, values = self.run(solver, self.cp)
        if values is not None:
            self.keep(int(solver.value(self.gaps)), values)
        self.infeasible = self.infeasible or status == cp_model.INFEASIBLE

    def enter(self, level: int) -> None:
        """Go to another level; what holds for any number of gaps comes along."""
        if level != self.level:
            self.level, self.effort, self.spent = level, EFFORT, 0.0
            self.limited.clear()
            self.postponed.clear()

    def prove(self, effort: float = math.inf) -> None:
        """Look at half of all timetables within the bound: there is one, or the bound rises
        once both halves have none.
        """
        halves, solver = self.halves_at(self.bound), self.solver(effort)
        solver.parameters.random_seed = self.seed + (self.tries if math.isfinite(effort) else 0)
        cp = self.within(halves.level)
        if (taken := halves.take(solver)) is None:
            return  # the other thread has just looked at what was left
        part, literals = taken
        cp.add_bool_and(literals)
        status, values = self.run(solver, cp)
        halves.leave(solver)
        if values is not None:
            self.keep(halves.level, values)
        elif status == cp_model.INFEASIBLE and halves.close(part):
            self.refuse(halves.level)

    def halves_at(self, level: int) -> Halves:
        """Timetables that break the party of which the relaxation is least sure, and others."""
        if self.halves is None or self.halves.level != level:
            shares = self.relaxed.share if self.relaxed else {}
            unsure = min(shares, key=lambda p: (abs(shares[p] - 0.5), p), default=None)
            parts = [[]] if unsure is None else [[self.broken[unsure]], [~self.broken[unsure]]]
            self.halves = Halves(level, dict(enumerate(parts)))
        return self.halves

    def refuse(self, level: int) -> None:
        """There is no timetable with so few gaps."""
        if level >= self.bound and level >= len(self.at) * 2:
            self.infeasible = True
        elif level >= self.bound:
            self.bound = level + 1
            self.tell(self.best[0] if self.best else None, self.bound)

    def keep(self, level: int, values: list[int]) -> None:
        """A timetable with at most so many gaps."""
        if self.best is None or level < self.best[0]:
            self.best = level, values
            self.tell(level, self.bound)

    def next_choice(self) -> Choice | None:
        """As many parties as the level allows gaps, hitting all cores, the likeliest first.

        None if there is no such choice; raises TimeoutError if the search was ended meanwhile.
        """
        cp = cp_model.CpModel()
        taken = {p: cp.new_bool_var("") for p in self.broken}
        dear = self.too_dear()
        cp.add_bool_and([~taken[p] for p in dear])
        cp.add(sum(taken.values()) == min(self.level, len(taken) - len(dear)))
        for core in (*self.cores, *self.limited):
            cp.add_bool_or([taken[p] for p in core])
        for refused in self.postponed:
            cp.add_bool_or([~taken[p] for p in refused])
        weights = self.weights()
        cp.maximize(sum(weights[p] * literal for p, literal in taken.items()))
        solver = self.solver(math.inf)
        status, _ = self.run(solver, cp)
        if status not in {cp_model.OPTIMAL, cp_model.INFEASIBLE}:
            raise TimeoutError
        if status == cp_model.INFEASIBLE:
            return None
        return frozenset(p for p, literal in taken.items() if solver.value(literal))

    def weights(self) -> dict[int, int]:
        """How often, and in how small cores, a party is to blame; a little noise parts equals."""
        found = len(self.cores), len(self.limited), len(self.postponed)
        key = "/".join(map(str, (self.seed, self.level, *found)))
        noise = random.Random(key)  # noqa: S311 - to vary, not to hide
        shares = self.relaxed.share if self.relaxed else {}
        blame = {p: SHARE * shares.get(p, 0.0) for p in self.broken}
        for core in (*self.cores, *self.limited):
            for p in core:
                blame[p] += 1 / len(core)
        return {p: round(1000 * (b + NOISE * noise.random())) for p, b in blame.items()}

    def too_dear(self) -> list[int]:
        """Parties that no timetable within the level breaks, by the relaxation."""
        costs = self.relaxed.party_cost if self.relaxed else {}
        return [p for p in self.broken if costs.get(p, 0.0) > self.slack(self.level)]

    def slack(self, level: int) -> float:
        """How much more than the relaxation a timetable within the level may cost."""
        return level - self.relaxed.value + TOLERANCE if self.relaxed else math.inf

    def attempt(self, choice: Choice) -> Tried:
        """A glance at the choice, then a thorough look."""
        tried = self.glance(choice)
        return self.look(choice) if tried.values is None and tried.core is None else tried

    def glance(self, choice: Choice) -> Tried:
        """Without presolve, under assumptions, so that a refusal names its core."""
        cp = self.cp.clone()
        within = cp.new_bool_var("")
        cp.add(self.gaps <= self.level).only_enforce_if(within)
        cp.add_assumptions([within, *self.spared(choice)])
        solver = self.solver(GLANCE)
        solver.parameters.cp_model_presolve = False
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        status, values = self.run(solver, cp)
        if status != cp_model.INFEASIBLE:
            return Tried(values)
        blamed = set(solver.sufficient_assumptions_for_infeasibility())
        core = frozenset(p for p, v in self.broken.items() if (~v).index in blamed)
        return Tried(core=core, limited=within.index in blamed)

    def look(self, choice: Choice) -> Tried:
        """With everybody else's day fixed, which presolve makes much of."""
        cp = self.within(self.level)
        cp.add_bool_and(self.spared(choice))
        solver = self.solver(self.effort)
        solver.parameters.random_seed = self.seed + self.tries
        status, values = self.run(solver, cp)
        spent = solver.response_proto.deterministic_time
        if status != cp_model.INFEASIBLE:
            return Tried(values, spent=spent)
        return Tried(core=frozenset(self.broken) - choice, limited=True, spent=spent)

    def spared(self, choice: Choice) -> list[Expr]:
        """What has to hold if nobody else's day is broken."""
        return [~literal for p, literal in self.broken.items() if p not in choice]

    def within(self, level: int) -> cp_model.CpModel:
        """All timetables with at most so many gaps."""
        cp, slack = self.cp.clone(), self.slack(level)
        cp.add(self.gaps <= level)
        if self.relaxed:
            parties, slots = self.relaxed.party_cost, self.relaxed.slot_cost
            cp.add_bool_and([~self.broken[p] for p, cost in parties.items() if cost > slack])
            cp.add_bool_and([~self.at[w][s] for (w, s), cost in slots.items() if cost > slack])
        return cp

    def note(self, choice: Choice, tried: Tried) -> None:
        """Keep a timetable or a core, or come back later."""
        self.spent += max(1.0, tried.spent)  # presolve hardly counts as deterministic time
        if tried.values is not None:
            self.keep(self.level, tried.values)
        elif tried.core is None:
            self.postponed.append(choice)
        else:
            (self.limited if tried.limited else self.cores).append(tried.core)
            self.infeasible = self.infeasible or not (tried.core or tried.limited)

    def solver(self, effort: float) -> cp_model.CpSolver:
        """One thread, clauses only, for `effort` deterministic seconds."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self.seed
        solver.parameters.linearization_level = 0
        solver.parameters.max_deterministic_time = effort
        solver.parameters.max_time_in_seconds = max(LEAST_SECONDS, self.ends - monotonic())
        return solver

    def run(
        self, solver: cp_model.CpSolver, cp: cp_model.CpModel
    ) -> tuple[cp_model.CpSolverStatus, list[int] | None]:
        """Status, and the values of a timetable if there is one."""
        self.solvers.add(solver)
        status = solver.solve(cp)
        self.solvers.discard(solver)
        self.total += solver.response_proto.deterministic_time
        found = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
        return status, list(solver.response_proto.solution) if found else None

    def stop_search(self) -> None:
        """Ends what is running, and what would follow."""
        self.ends = -math.inf
        for solver in tuple(self.solvers):
            solver.stop_search()
