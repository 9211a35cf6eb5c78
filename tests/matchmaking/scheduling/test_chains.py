"""Chains of meetings between two slots: one that leads nowhere leaves nothing behind."""

from time import monotonic

from matchmaking.scheduling.chains import squeeze_all
from matchmaking.scheduling.greedy import Draft
from matchmaking.scheduling.problem import Interpreter, Party, Problem, Slot, Table, Wish
from matchmaking.scheduling.shape import shape_of

SLOTS = (Slot("1", "mon", 540, 30), Slot("2", "mon", 570, 30))


def test_everybody_gets_the_interpreter_back() -> None:
    """`u` has the one who speaks all languages; `v`, which is put back first, could have her too.

    The chain for `w` goes by `v`, `x` and `u`, and ends at `y`, which stays.
    """
    wishes = (
        Wish("u", "R", "S", languages=("en", "fr")),
        Wish("v", "P", "Q", languages=("en", "zh")),
        Wish("x", "Q", "R"),
        Wish("y", "S", "T", slots=frozenset("2")),
        Wish("w", "P", "Z", slots=frozenset("1")),
    )
    people = (
        Interpreter("all", frozenset({"en", "zh", "fr"})),
        Interpreter("chinese", frozenset({"en", "zh"})),
        Interpreter("french", frozenset({"en", "fr"}), frozenset("2")),
    )
    parties, tables = tuple(map(Party, "PQRSTZ")), tuple(map(Table, "abc"))
    draft = Draft.of(shape_of(Problem(SLOTS, parties, wishes, tables, people)))
    for w, s in enumerate((0, 0, 1, 1)):
        assert draft.put(w, s)
    before = dict(draft.slots), dict(draft.serving), dict(draft.load)
    assert squeeze_all(draft, [4], monotonic() + 60, kicks=20) == [4]
    assert (draft.slots, draft.serving, +draft.load) == (
        *before[:2],
        +draft.load.__class__(before[2]),
    )
