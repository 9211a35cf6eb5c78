"""A published B2B-scheduling instance (.dzn) as the rows of an edition.

The participants of column a exhibit, those of column b buy; one that stands in both is one
organization with one seat, joined by a registration number that names edition and participant.
Every meeting is an accepted request that must be held.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from matchmaking.exchange.clock import UTC, Clock
from matchmaking.exchange.edition_file import EditionCells
from matchmaking.exchange.problems import Problems
from matchmaking.exchange.tables import SourceError, Table
from matchmaking.scheduling.dzn import morning_slots, read_dzn
from matchmaking.scheduling.problem import Party, Problem, ProblemError, Wish

DAY = date(2027, 5, 10)
OPENS, PAUSE_FROM, PAUSE_TO = 9 * 60, 13 * 60, 14 * 60  # minutes from midnight
SLOT, LONGEST_DAY = 20, 24 * 60
MAX_BREAK_DIFFERENCE = 2


class B2bInstance:
    """A `Source` for the edition `slug`.

    SourceError for a file that is none, or holds what no edition can.
    """

    def __init__(self, path: Path, slug: str) -> None:
        try:
            text = path.read_text(encoding="utf-8-sig")
            self._problem = read_dzn(text, MAX_BREAK_DIFFERENCE)
            self._morning = morning_slots(text)
        except OSError as error:
            raise SourceError(path, f"cannot be read: {error.strerror}") from error
        except (ProblemError, UnicodeDecodeError) as error:
            raise SourceError(path, str(error)) from error
        self._name, self._slug = path.name, slug
        self.title = f"B2B event {self._name}"
        self._starts = _starts(len(self._problem.slots), self._morning)
        _check(self._problem, self._starts, path)

    def edition(self, problems: Problems) -> EditionCells | None:  # noqa: ARG002 (the protocol's)
        """One day; the morning's slots, a pause, the afternoon's."""
        last = self._starts[-1] + SLOT
        cells = {
            "name": self.title,
            "timezone": "UTC",
            "currency": "EUR",
            "slot_minutes": str(SLOT),
            "max_break_difference": str(MAX_BREAK_DIFFERENCE),
            "days": f"{DAY} {_clock(OPENS)}-{_clock(last)}",
            "breaks": "",
            "rates": "",
        }
        if self._morning < len(self._starts):
            pause = OPENS + self._morning * SLOT, self._starts[self._morning]
            cells["breaks"] = f"{DAY} {_clock(pause[0])}-{_clock(pause[1])}"
        return EditionCells(self._name, cells, {})

    def table(self, name: str, problems: Problems) -> Table | None:  # noqa: ARG002
        """Halls, tables, exhibitors, buyers and requests."""
        makers = {
            "halls": self._halls,
            "tables": self._tables,
            "exhibitors": lambda: self._parties({wish.a for wish in self._problem.wishes}),
            "buyers": lambda: self._parties({wish.b for wish in self._problem.wishes}),
            "requests": self._requests,
        }
        rows = list(makers[name]()) if name in makers else []
        if not rows:
            return None
        cells = ((line, list(row.values())) for line, row in enumerate(rows, start=1))
        return Table(f"{self._name}/{name}", list(rows[0]), cells)

    def close(self) -> None:
        """The file was read whole."""

    def _halls(self) -> Iterator[dict[str, str]]:
        yield {"ref": "lounge", "name": "Lounge"}

    def _tables(self) -> Iterator[dict[str, str]]:
        for table in self._problem.tables:
            yield {"ref": f"t{table.id}", "hall": "lounge", "kind": "lounge"}

    def _parties(self, wanted: set[str]) -> Iterator[dict[str, str]]:
        for party in self._problem.parties:
            if party.id in wanted:
                yield {
                    "ref": f"p{party.id}",
                    "name": f"Participant {party.id}",
                    "registration_number": f"{self._slug}/p{party.id}",
                    "country": "ZZ",
                    "team_size": "1",
                    "available": self._available(party),
                }

    def _available(self, party: Party) -> str:
        if party.slots is None or len(party.slots) == len(self._starts):
            return ""
        free = [start for n, start in enumerate(self._starts, start=1) if str(n) in party.slots]
        clock = Clock()
        return ";".join(part for span in _merged(free) for part in clock.write(span))

    def _requests(self) -> Iterator[dict[str, str]]:
        for wish in self._problem.wishes:
            fixed = self._starts[int(wish.fixed_slot) - 1] if wish.fixed_slot else None
            yield {
                "ref": f"m{wish.id}",
                "exhibitor": f"p{wish.a}",
                "buyer": f"p{wish.b}",
                "asked_by": "exhibitor",
                "state": "accepted",
                "priority": "must",
                "asked_on": str(DAY - timedelta(days=60)),
                "answered_on": str(DAY - timedelta(days=45)),
                "session": self._session(wish),
                "fixed_slot": "" if fixed is None else f"{DAY} {_clock(fixed)}",
                "after": ";".join(f"m{other}" for other in wish.after),
            }

    def _session(self, wish: Wish) -> str:
        if wish.slots is None:
            return ""
        return "morning" if "1" in wish.slots else "afternoon"


def _starts(slots: int, morning: int) -> list[int]:
    """When each slot starts, in minutes from midnight."""
    after = max(PAUSE_TO, OPENS + morning * SLOT + PAUSE_TO - PAUSE_FROM)
    early = [OPENS + n * SLOT for n in range(morning)]
    return early + [after + n * SLOT for n in range(slots - morning)]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _merged(starts: Iterable[int]) -> list[DateTimeTZRange]:
    """Slots that follow each other as one span."""
    spans: list[list[int]] = []
    for start in starts:
        if spans and spans[-1][1] == start:
            spans[-1][1] = start + SLOT
        else:
            spans.append([start, start + SLOT])
    midnight = datetime.combine(DAY, datetime.min.time(), UTC)
    return [
        DateTimeTZRange(midnight + timedelta(minutes=first), midnight + timedelta(minutes=last))
        for first, last in spans
    ]


def _check(problem: Problem, starts: list[int], path: Path) -> None:
    if not starts or starts[-1] + SLOT > LONGEST_DAY:
        raise SourceError(path, f"has {len(starts)} slots; 1 to 42 slots fit in a day")
    known = {party.id: party for party in problem.parties}
    for wish in problem.wishes:
        if wish.a not in known or wish.b not in known:
            raise SourceError(path, f"meeting {wish.id} is of a participant that is not there")
        if wish.a == wish.b:
            raise SourceError(path, f"meeting {wish.id} is of participant {wish.a} with itself")
        if any(known[each].slots == frozenset() for each in (wish.a, wish.b)):
            raise SourceError(path, f"meeting {wish.id} is of a participant with no slot at all")
        if wish.slots == frozenset():
            raise SourceError(path, f"meeting {wish.id} is for a session that has no slot")
        if wish.fixed_slot and int(wish.fixed_slot) > len(starts):
            raise SourceError(path, f"meeting {wish.id} is fixed to a slot that is not there")
    pairs = Counter((wish.a, wish.b) for wish in problem.wishes)
    twice = next((pair for pair, count in pairs.items() if count > 1), None)
    if twice:
        advice = f"participants {twice[0]} and {twice[1]} meet twice; an edition holds one meeting"
        raise SourceError(
            path, f"{advice} of a pair: delete one (or turn it round: {twice[1]}, {twice[0]})"
        )
