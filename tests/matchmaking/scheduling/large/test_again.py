"""Planning again around a kept timetable: who stays, stays at the table; fewer meetings move."""

from dataclasses import replace

from matchmaking.scheduling.problem import Party, Placement, Problem, Slot, Table, Wish
from matchmaking.scheduling.solver import solve
from tests.benchmarks.large import changes
from tests.benchmarks.large_problems import Kind, expo
from tests.benchmarks.sizes import check

SLOTS = (Slot("s0", "mon", 540, 30), Slot("s1", "mon", 570, 30))


def seats(problem: Problem) -> dict[str, tuple[str, str]]:
    solution = solve(problem, time_limit=5, workers=1, engine="fast")
    check(problem, solution)
    return {m.wish: (m.slot, m.table) for m in solution.meetings}


def test_tables_are_kept_where_they_still_may_be() -> None:
    """E's guest stays; the lounge's guest too, unless the table closes or is another's by now."""
    problem = Problem(
        SLOTS,
        tuple(Party(name) for name in ("E", "F", "B", "C", "G", "D")),
        (Wish("eb", "E", "B", 9), Wish("fc", "F", "C", 9)),
        (
            Table("home1", "north", home="E"),
            Table("home2", "north", home="E"),
            Table("T1", "south"),
            Table("T2", "south"),
            Table("T3", "south"),
        ),
        kept=(Placement("eb", "E", "B", "s1", "home2"), Placement("fc", "F", "C", "s1", "T2")),
    )
    assert seats(problem) == {"eb": ("s1", "home2"), "fc": ("s1", "T2")}
    closed = tuple(
        replace(t, slots=frozenset({"s0"})) if t.id in {"T2", "home2"} else t
        for t in problem.tables
    )
    again = seats(replace(problem, tables=closed))
    assert again["eb"] == ("s1", "home1")
    assert again["fc"] in {("s1", "T1"), ("s1", "T3")}
    rival = Wish("gd", "G", "D", 9, "must", fixed_slot="s1", fixed_table="T2")
    taken = seats(replace(problem, wishes=(*problem.wishes, rival)))
    assert taken["gd"] == ("s1", "T2")
    assert taken["eb"] == ("s1", "home2")
    assert taken["fc"] in {("s1", "T1"), ("s1", "T3")}


def test_a_home_table_is_not_kept_for_a_stranger() -> None:
    """The table that a kept meeting names has become E's own since."""
    problem = Problem(
        SLOTS,
        tuple(Party(name) for name in ("E", "F", "B", "C")),
        (Wish("eb", "E", "B", 9), Wish("fc", "F", "C", 9)),
        (Table("home", "north", home="E"), Table("T", "south")),
        kept=(Placement("fc", "F", "C", "s0", "home"), Placement("eb", "E", "B", "s0", "T")),
    )
    assert seats(problem) == {"fc": ("s0", "T"), "eb": ("s0", "home")}


def test_the_exact_engine_begins_with_what_the_fast_one_makes_of_the_timetable() -> None:
    problem = expo(Kind(share=1 / 100))
    first = solve(problem, time_limit=3, workers=2, engine="fast")
    changed = dict(changes(problem, first))["50 buyers arrive at noon"]
    fast = solve(changed, time_limit=3, workers=2, engine="fast")
    both = solve(changed, time_limit=5, workers=2)
    check(changed, both)
    assert fast.objective is not None
    assert both.objective is not None
    assert both.objective >= fast.objective
    assert both.bound is not None
    assert both.bound <= (fast.bound or 0)


def planned_again(wishes: tuple[Wish, ...], tables: tuple[Table, ...], *held: str) -> set[str]:
    """Which of the wishes are held where `held` is kept in the first slot, `a` being away."""
    names = sorted({side for wish in wishes for side in (wish.a, wish.b)})
    away = {"a": frozenset[str]()}
    kept = tuple(Placement(w.id, w.a, w.b, "s0", tables[0].id) for w in wishes if w.id in held)
    parties = tuple(Party(name, slots=away.get(name)) for name in names)
    return set(seats(Problem(SLOTS, parties, wishes, tables, kept=kept)))


def test_what_was_kept_breaks_no_order_and_no_tables_rule() -> None:
    later = (Wish("v", "a", "b", 9), Wish("w", "c", "d", 9, after=("v",)))
    assert planned_again(later, (Table("T"),), "w") == set()
    twice = tuple(Wish(n, f"x{n}", f"y{n}", 9, fixed_table="T") for n in ("v", "w", "u"))
    assert len(planned_again(twice, (Table("T"),), "v", "w", "u")) == len(SLOTS)
    closed = (Wish("v", "c", "d", 9, fixed_table="T"),)
    assert planned_again(closed, (Table("T", slots=frozenset()), Table("U")), "v") == set()
