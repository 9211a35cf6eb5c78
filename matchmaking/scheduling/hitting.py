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
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from matchmaking.scheduling.proof import Proof

if TYPE_CHECKING:
    from matchmaking.scheduling.model import Expr

# Parties that a choice has beyond the gaps allowed, where a level has been refuted: it takes little
# longer to try, holds a timetable more often, and once refused says more. The first level is for
# the proof, which that would slow down.
SPARE = 4
AGAIN = -1  # the element "some party has more than one gap"
GLANCE = 0.3  # deterministic seconds for a look without presolve, which mostly refuses
NEAR = 1  # gaps more than the bound: from here on a proof is worth more than another timetable
EFFORT = 6.0  # deterministic seconds for a first thorough try; doubled at each return
PATIENCE = 6.0  # deterministic seconds spent at one level before looking at the next
FIRST_PATIENCE = 3.0  # at the first, which is seldom reached
ROUND = 10.0  # deterministic seconds of the first turn if one thread does all; doubled each round
NOISE = 0.2  # of a core of one party
SHARE = 3.0  # what the relaxation says weighs as much as so many cores of one party

Choice = frozenset[int]


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one choice: values of a timetable, or a core, or neither; and what it took."""

    values: list[int] | None = None
    core: Choice | None = None
    limited: bool = False  # the core holds only for timetables within the present level
    spent: float = 0.0


@dataclass(slots=True)
class Hunt(Proof):
    """The search for a timetable with as few gaps as `level`, while others prove the `bound`.

    `broken[AGAIN]` is true if some party has more than one gap.
    """

    level: int = 0
    cores: list[Choice] = field(default_factory=list)
    limited: list[Choice] = field(default_factory=list)
    postponed: list[Choice] = field(default_factory=list)
    pending: set[Choice] = field(default_factory=set)
    helped: bool = False  # another thread proves meanwhile
    effort: float = EFFORT
    spent: float = 0.0
    assisted: float = 0.0

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
        level = self.level
        try:
            choice = self.next_choice(level)
        except TimeoutError:
            return
        if choice is not None:
            self.spent += self.attempt(choice, level)
        elif not self.pending:
            self.exhausted(level)
        if self.spent > (PATIENCE if self.level > self.first else FIRST_PATIENCE):
            self.enter(self.level + 1)
        if self.best is not None and self.level >= self.best[0]:
            self.enter(self.bound)

    def exhausted(self, level: int) -> None:
        """No choice is left that nobody looks at: take up the postponed, or refuse the level."""
        if self.postponed:
            self.postponed.clear()
            self.effort *= 2
        elif self.best is None or self.best[0] > level:
            self.refuse(level)
            self.enter(level + 1)

    def assist(self) -> bool:
        """Try a choice beside the thread that seeks, if that is worth more than a proof: for a
        while where a level has been refuted, as the next one is often reached.
        """
        level = self.bound
        near = self.best is not None and self.best[0] <= level + NEAR
        if not self.first < level >= self.level or near or self.assisted > PATIENCE:
            return False
        self.enter(level)
        try:
            choice = self.next_choice(level)
        except TimeoutError:
            return False
        if choice is not None:
            self.assisted += self.attempt(choice, level)
        return choice is not None

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
            self.level, self.effort, self.spent, self.assisted = level, EFFORT, 0.0, 0.0
            self.limited.clear()
            self.postponed.clear()

    def next_choice(self, level: int) -> Choice | None:
        """One that nobody looks at yet; None if there is no other."""
        with self.lock:
            choice = self.likeliest(level)
            if choice is not None:
                self.pending.add(choice)
            return choice

    def likeliest(self, level: int) -> Choice | None:
        """As many parties as the level allows gaps and some to spare, hitting all cores, the
        likeliest first.

        None if there is no such choice; raises TimeoutError if the search was ended meanwhile.
        """
        cp = cp_model.CpModel()
        taken = {p: cp.new_bool_var("") for p in self.broken}
        dear = self.too_dear(level)
        cp.add_bool_and([~taken[p] for p in dear])
        most = level + (SPARE if level > self.first else 0)
        cp.add(sum(taken.values()) == min(most, len(taken) - len(dear)))
        for core in (*self.cores, *self.limited):
            cp.add_bool_or([taken[p] for p in core])
        for refused in (*self.postponed, *self.pending):
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

    def too_dear(self, level: int) -> list[int]:
        """Parties that no timetable within the level breaks, by the relaxation."""
        costs = self.relaxed.party_cost if self.relaxed else {}
        return [p for p in self.broken if costs.get(p, 0.0) > self.slack(level)]

    def attempt(self, choice: Choice, level: int) -> float:
        """A glance at the choice, then a thorough look; what that took."""
        tried = self.glance(choice, level)
        if tried.values is None and tried.core is None:
            tried = self.look(choice, level)
        self.note(choice, tried, level)
        self.pending.discard(choice)  # only now: `seek` must not miss what came of it
        return max(1.0, tried.spent)  # presolve hardly counts as deterministic time

    def glance(self, choice: Choice, level: int) -> Tried:
        """Without presolve, under assumptions, so that a refusal names its core."""
        cp = self.cp.clone()
        within = cp.new_bool_var("")
        cp.add(self.gaps <= level).only_enforce_if(within)
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

    def look(self, choice: Choice, level: int) -> Tried:
        """With everybody else's day fixed, which presolve makes much of."""
        cp = self.within(level)
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

    def note(self, choice: Choice, tried: Tried, level: int) -> None:
        """Keep a timetable or a core, or come back later."""
        if tried.values is not None:
            self.keep(level, tried.values)
        elif tried.core is not None and not tried.limited:
            self.cores.append(tried.core)
            self.infeasible = self.infeasible or not tried.core
        elif level == self.level:  # the other thread may have gone on
            if tried.core is None:
                self.postponed.append(choice)
            else:
                self.limited.append(tried.core)
