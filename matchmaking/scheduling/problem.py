"""What a timetable problem and its answer are made of. Every id is a string."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Level = Literal["must", "should", "may"]
Objective = Literal["value", "breaks"]
Status = Literal["OPTIMAL", "FEASIBLE", "INFEASIBLE", "UNKNOWN"]
Param = str | int | tuple[str, ...]


class ProblemError(ValueError):
    """A problem that cannot be read or contradicts itself: where it is, and what to do about it.

    `where` is a JSON path (`$.wishes[3].a`), a line of a file, or empty.
    """

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(f"{where}: {message}" if where else message)
        self.where = where


@dataclass(frozen=True, slots=True)
class Slot:
    """A time in which meetings take place; the problem lists its slots in time order.

    `day` is any label, `start` counts minutes from midnight, `minutes` is the length.
    """

    id: str
    day: str
    start: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Party:
    """An exhibitor or a buyer: `seats` meetings at a time, in `slots` (None: in all).

    `minimum`, `maximum` and those a day count meetings; None is no limit. All are hard. The
    minimum a day holds on each day on which the party has a slot.
    """

    id: str
    seats: int = 1
    slots: frozenset[str] | None = None
    minimum: int = 0
    maximum: int | None = None
    maximum_a_day: int | None = None
    group: str = ""
    minimum_a_day: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """A meeting of parties `a` and `b` that somebody wants, worth `value` (any whole scale from 0).

    `after` names wishes that have to be held in an earlier slot: without them this one is not
    held. `languages` is the pair to interpret between; None means that no interpreter is needed.
    """

    id: str
    a: str
    b: str
    value: int = 1
    level: Level = "may"
    slots: frozenset[str] | None = None
    fixed_slot: str | None = None
    fixed_table: str | None = None
    after: tuple[str, ...] = ()
    languages: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A place for one meeting at a time. `home` is the party whose meetings alone may use it."""

    id: str
    hall: str = ""
    kind: str = ""
    slots: frozenset[str] | None = None
    home: str = ""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A person who interprets between any two of `languages`, one meeting at a time.

    `max_run` is the number of neighbouring slots of a day worked without a break (None: no limit).
    """

    id: str
    languages: frozenset[str]
    slots: frozenset[str] | None = None
    max_run: int | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """A delegation's limit: at most `maximum` meetings in which any of `parties` takes part."""

    id: str
    parties: frozenset[str]
    maximum: int


@dataclass(frozen=True, slots=True)
class Floor:
    """A group's exposure: how many meetings it should hold at least. It is soft.

    The group is made of the parties labelled `group` and of those named in `parties`. With `each`,
    every one of them should hold `minimum`; without, they hold it together, and a meeting of two of
    them counts once.
    """

    id: str
    minimum: int
    group: str = ""
    parties: frozenset[str] = frozenset()
    each: bool = False


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a timetable is judged by, in points (objective "value").

    `value`: points for each unit of a held wish's value. `should`: points more for a held wish of
    level "should". All others are points lost: `idle_gap` for each run of idle slots between two
    meetings of a party on one day; `moved` for each kept meeting that is not held in its slot;
    `exposure` for each meeting that a floor lacks; `walking` for each minute between the halls of
    a party's meetings that follow each other on a day; `interpreter_change` for each interpreter
    beyond the first that a party has on one day; `spread` for each unit of value that a party
    lacks to its fair share, which is `fair_share` percent of what its day has room for.
    `max_break_difference` is hard: the number of gaps of any two parties differs by at most this
    (None: no limit).
    """

    value: int = 1000
    should: int = 20_000
    idle_gap: int = 50
    moved: int = 5000
    max_break_difference: int | None = None
    exposure: int = 10_000
    walking: int = 10
    interpreter_change: int = 30
    spread: int = 100
    fair_share: int = 50


@dataclass(frozen=True, slots=True)
class Placement:
    """A wish placed: where, when and with whose help. A kept one may leave the table empty."""

    wish: str
    a: str
    b: str
    slot: str
    table: str = ""
    interpreter: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """All that the solver is told.

    `distances` gives minutes of walking between two halls (either order; a pair that is not given
    counts as the farthest that is). `forbidden` pairs never meet, in either order. `kept` is an
    earlier timetable to stay close to. Objective "value" maximises points; "breaks" holds every
    wish, whatever its level, and minimises the number of idle gaps.
    """

    slots: tuple[Slot, ...]
    parties: tuple[Party, ...]
    wishes: tuple[Wish, ...]
    tables: tuple[Table, ...]
    interpreters: tuple[Interpreter, ...] = ()
    quotas: tuple[Quota, ...] = ()
    distances: Mapping[tuple[str, str], int] = field(default_factory=lambda: MappingProxyType({}))
    forbidden: tuple[tuple[str, str], ...] = ()
    kept: tuple[Placement, ...] = ()
    preferences: Preferences = Preferences()
    objective: Objective = "value"
    floors: tuple[Floor, ...] = ()


class Reason(NamedTuple):
    """A code with its parameters (ids, names of languages, counts): see docs/scheduling.md."""

    code: str
    params: Mapping[str, Param]


class Unscheduled(NamedTuple):
    """A wish left out, why, and the smallest change that would make room for it, if one was found.

    A tuple, for there are hundreds of thousands, and a frozen dataclass takes four times as long
    to make. `changes` are needed together; `relaxation` is the one that suffices, if one does.
    `gained` is what the objective gains at least by the changes, in points.
    """

    wish: str
    a: str
    b: str
    reason: Reason
    relaxation: Reason | None = None
    gained: int | None = None
    changes: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Exposure:
    """How a floor came out: meetings held and missing, and what the floor costs.

    `price` is in points, without the floor's own: what all else would gain at most if the floor
    were not asked for; None if time ran out. It is exact if `proven`, else an upper bound.
    """

    floor: str
    held: int
    missing: int
    price: int | None = None
    proven: bool = False


@dataclass(frozen=True, slots=True)
class Solution:
    """The solver's answer. `objective` is in points or breaks, None without a timetable.

    `bound` is proven: no timetable does better. `seconds` is wall-clock time. `parts` are the
    objective's terms and add up to it. `moved` names the kept wishes that are
    not held in their slot; `exposure` says how each floor came out.
    """

    status: Status
    objective: int | None
    bound: int | None
    seconds: float
    meetings: tuple[Placement, ...] = ()
    unscheduled: tuple[Unscheduled, ...] = ()
    parts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    moved: tuple[str, ...] = ()
    exposure: tuple[Exposure, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """A sign of life from a running search: best objective so far (if any), bound, seconds."""

    objective: int | None
    bound: int | None
    seconds: float
