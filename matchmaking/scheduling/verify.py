"""An independent checker of solutions: shares no code with the solver, trusts none of its claims.

It reads the files itself, recounts every constraint and the objective, and lists what is wrong as
objects {"code", "text"}. Only the standard library is used.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from matchmaking.scheduling.verify_files import problem_in, solution_in
from matchmaking.scheduling.verify_points import WEIGHTS, points_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    Found = Iterator[tuple[str, str]]

Item = dict[str, Any]


def verify_files(
    problem_path: Path, solution_path: Path, max_break_difference: int | None = None
) -> Item:
    """The report `valid`, `objective` (recomputed) and `violations` on a solution file.

    Raises ValueError for a file that is no problem or no solution, OSError if one is missing.
    """
    problem = problem_in(problem_path, max_break_difference)
    solution = solution_in(solution_path, numbers=problem_path.suffix.lower() == ".dzn")
    try:
        check = _Check(problem, solution)
        objective = check.total = check.objective()
        violations = list(check.violations())
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"{problem_path}: not a timetable problem ({error!r})") from None
    found = [{"code": code, "text": text} for code, text in violations]
    return {"valid": not found, "objective": objective, "violations": found}


class _Check:
    """One problem and one solution, with the meetings matched to the wishes."""

    def __init__(self, problem: Item, solution: Item) -> None:
        self.problem, self.solution = problem, solution
        self.order = {s["id"]: n for n, s in enumerate(problem["slots"])}
        self.day = {s["id"]: s["day"] for s in problem["slots"]}
        self.by_day: dict[str, list[str]] = {}
        for slot in problem["slots"]:
            self.by_day.setdefault(slot["day"], []).append(slot["id"])
        self.parties = {p["id"]: p for p in problem["parties"]}
        self.wishes = {w["id"]: w for w in problem["wishes"]}
        self.tables = {t["id"]: t for t in problem["tables"]}
        self.people = {i["id"]: i for i in problem.get("interpreters", [])}
        self.weights = WEIGHTS | problem.get("preferences", {})
        self.breaks = problem.get("objective", "value") == "breaks"
        self.never = set(map(frozenset, problem.get("forbidden", [])))
        self.strays: list[Item] = []
        self.held: dict[str, Item] = {}
        self._match()
        self.total = 0
        self.seen: dict[str, list[str]] = {p: [] for p in self.parties}
        for meeting in self.held.values():
            for side in (meeting["a"], meeting["b"]):
                self.seen[side].append(meeting["slot"])

    def _match(self) -> None:
        """Give each meeting its wish: by id, or a wish of its pair that allows its slot."""
        spare: dict[tuple[str, str], list[str]] = {}
        for name, wish in self.wishes.items():
            spare.setdefault((wish["a"], wish["b"]), []).append(name)
        for meeting in self.solution["meetings"]:
            left = spare.get((meeting["a"], meeting["b"]), [])
            fits = [w for w in left if not list(self._time(self.wishes[w], meeting))]
            chosen = meeting.get("wish", next(iter(fits or left), ""))
            known = meeting["slot"] in self.order and meeting["table"] in self.tables
            if chosen in left and known:
                left.remove(chosen)
                self.held[chosen] = meeting
            else:
                self.strays.append(meeting)

    def violations(self) -> Found:
        """Every rule that is broken: a code and a sentence."""
        for m in self.strays:
            text = "matches no unused wish, slot and table"
            yield "unknown_meeting", f"{m['a']}-{m['b']} in {m['slot']} at {m['table']} {text}"
        for name, meeting in self.held.items():
            yield from self._time(self.wishes[name], meeting)
            yield from self._table(self.wishes[name], meeting)
            yield from self._interpreter(self.wishes[name], meeting)
            yield from self._order(self.wishes[name], meeting)
        yield from self._parties()
        yield from self._quotas()
        yield from self._double("table")
        yield from self._double("interpreter")
        yield from self._runs()
        yield from self._levels()
        yield from self._difference()
        yield from self._claims()

    def _time(self, wish: Item, m: Item) -> Found:
        slot, name = m["slot"], wish["id"]
        for side in ("a", "b"):
            if not _open(self.parties[wish[side]], slot):
                yield "party_away", f"{wish[side]} is not there in slot {slot} (wish {name})"
        if not _open(wish, slot):
            yield "slot_not_allowed", f"wish {name} does not allow slot {slot}"
        if wish.get("fixed_slot") not in {None, slot}:
            yield "fixed_slot", f"wish {name} is fixed to slot {wish['fixed_slot']}, not {slot}"
        if frozenset((wish["a"], wish["b"])) in self.never:
            yield "forbidden", f"{wish['a']} and {wish['b']} must not meet (wish {name})"

    def _table(self, wish: Item, m: Item) -> Found:
        table = self.tables[m["table"]]
        if not _open(table, m["slot"]):
            yield "table_closed", f"table {m['table']} is closed in slot {m['slot']}"
        if table.get("home", "") not in {"", wish["a"], wish["b"]}:
            yield "table_of_others", f"table {m['table']} is home to {table['home']}"
        if wish.get("fixed_table") not in {None, m["table"]}:
            yield "fixed_table", f"wish {wish['id']} is fixed to table {wish['fixed_table']}"

    def _interpreter(self, wish: Item, m: Item) -> Found:
        languages, name = wish.get("languages"), m["interpreter"]
        if languages is None:
            if name is not None:
                yield "interpreter_idle", f"wish {wish['id']} needs no interpreter, but has {name}"
        elif name not in self.people:
            yield "interpreter_missing", f"wish {wish['id']} needs an interpreter for {languages}"
        else:
            if not set(languages) <= set(self.people[name]["languages"]):
                yield "interpreter_language", f"{name} does not interpret between {languages}"
            if not _open(self.people[name], m["slot"]):
                yield "interpreter_away", f"{name} is not there in slot {m['slot']}"

    def _order(self, wish: Item, m: Item) -> Found:
        for first in wish.get("after", []):
            other = self.held.get(first)
            if other is None or self.order[other["slot"]] >= self.order[m["slot"]]:
                yield "order", f"wish {wish['id']} is not after wish {first}"

    def _parties(self) -> Found:
        for name, party in self.parties.items():
            times = self.seen[name]
            for slot, count in Counter(times).items():
                if count > party.get("seats", 1):
                    yield "seats", f"{name} has {count} meetings in slot {slot}"
            if len(times) < party.get("minimum", 0):
                yield "minimum", f"{name} has {len(times)} meetings of at least {party['minimum']}"
            if _above(len(times), party.get("maximum")):
                yield "maximum", f"{name} has {len(times)} meetings of at most {party['maximum']}"
            counts = Counter(self.day[s] for s in times)
            for day, slots in self.by_day.items():
                if _above(counts[day], party.get("maximum_a_day")):
                    yield "maximum_a_day", f"{name} has {counts[day]} meetings on day {day}"
                there = any(_open(party, slot) for slot in slots)
                if there and counts[day] < party.get("minimum_a_day", 0):
                    yield "minimum_a_day", f"{name} has {counts[day]} meetings on day {day}"

    def _quotas(self) -> Found:
        for quota in self.problem.get("quotas", []):
            members = set(quota["parties"])
            count = sum(bool(members & {m["a"], m["b"]}) for m in self.held.values())
            if count > quota["maximum"]:
                yield "quota", f"{quota['id']} has {count} meetings of at most {quota['maximum']}"

    def _double(self, kind: str) -> Found:
        uses = Counter((m[kind], m["slot"]) for m in self.held.values() if m[kind] is not None)
        for (name, slot), count in uses.items():
            if count > 1:
                yield f"{kind}_taken", f"{kind} {name} serves {count} meetings in slot {slot}"

    def _runs(self) -> Found:
        for name, person in self.people.items():
            longest = person.get("max_run")
            work = {m["slot"] for m in self.held.values() if m["interpreter"] == name}
            for slots in self.by_day.values():
                run = 0
                for slot in slots:
                    run = run + 1 if slot in work else 0
                    if longest is not None and run > longest:
                        yield "max_run", f"{name} works {run} slots without a break at {slot}"

    def _levels(self) -> Found:
        for name, wish in self.wishes.items():
            if name not in self.held and (self.breaks or wish.get("level") == "must"):
                yield "must", f"wish {name} ({wish['a']}-{wish['b']}) is not held"

    def _gaps(self, times: Iterable[str]) -> int:
        gaps, busy = 0, set(times)
        for slots in self.by_day.values():
            marks = "".join("x" if slot in busy else "." for slot in slots).strip(".")
            gaps += sum(1 for run in marks.split("x") if run)
        return gaps

    def _difference(self) -> Found:
        limit = self.weights.get("max_break_difference")
        gaps = {name: self._gaps(times) for name, times in self.seen.items()}
        if gaps and _above(max(gaps.values()) - min(gaps.values()), limit):
            most, least = max(gaps, key=gaps.__getitem__), min(gaps, key=gaps.__getitem__)
            text = f"{most} has {gaps[most]} gaps and {least} has {gaps[least]}"
            yield "break_difference", f"{text}: more than {limit} apart"

    def objective(self) -> int:
        """The objective, recomputed from the meetings that have a wish."""
        gaps = sum(map(self._gaps, self.seen.values()))
        if self.breaks:
            return gaps
        points = points_of(self.problem, self.held, self.weights)
        return points - gaps * int(self.weights["idle_gap"])

    def _claims(self) -> Found:
        """What the solution says of itself: objective, bound, status, and nobody forgotten."""
        objective, status = self.total, self.solution.get("status")
        claimed, bound = self.solution.get("objective", objective), self.solution.get("bound")
        if claimed != objective:
            yield "objective", f"the objective is {objective}, not {claimed}"
        if bound is not None and (objective < bound if self.breaks else objective > bound):
            yield "bound", f"the objective {objective} is better than the bound {bound}"
        if status == "OPTIMAL" and bound not in {None, objective}:
            yield (
                "status",
                f"called OPTIMAL, but the bound {bound} is not the objective {objective}",
            )
        if status in {"INFEASIBLE", "UNKNOWN"}:
            yield "status", f"called {status}: there is no timetable to check"
        if "status" in self.solution:
            said = Counter((u["a"], u["b"]) for u in self.solution["unscheduled"])
            left = (w for name, w in self.wishes.items() if name not in self.held)
            if said != Counter((w["a"], w["b"]) for w in left):
                yield "unscheduled", "`unscheduled` does not list just the wishes that are not held"


def _open(thing: Item, slot: str) -> bool:
    return thing.get("slots") is None or slot in thing["slots"]


def _above(number: int, limit: int | None) -> bool:
    return limit is not None and number > limit
