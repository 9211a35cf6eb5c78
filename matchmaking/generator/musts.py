"""Which requests may be musts: only such as can all be held together.

Every must gets an exhibitor and a buyer of its own, half a day in which both are there and, where
they need one, an interpreter whom no other must has in that half; no delegation has more musts
than its quota. So all of them fit, whatever else is planned.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from matchmaking.generator.sheet import Cell
from matchmaking.generator.sizes import CLOSES, DAYS, OPENS, PAUSES, RESUMES

HALVES = (f"{OPENS}-{PAUSES}", f"{RESUMES}-{CLOSES}")


@dataclass(frozen=True, slots=True)
class Side:
    """Who may be needed for a meeting: an exhibitor, a buyer or an interpreter."""

    ref: str = ""
    languages: tuple[str, ...] = ()
    halves: frozenset[str] = frozenset()
    delegation: str = ""


def side_of(row: Mapping[str, Cell]) -> Side:
    """From a row of `exhibitors.csv`, `buyers.csv` or `interpreters.csv`."""
    times = str(row["shifts"] if "shifts" in row else row["available"])
    cells = times.split(";") if times else [day.isoformat() for day in DAYS]
    halves = (
        half
        for cell in cells
        for half in ([cell] if " " in cell else [f"{cell} {hours}" for hours in HALVES])
    )
    return Side(
        ref=str(row["ref"]),
        languages=tuple(str(row["languages"]).split(";")),
        halves=frozenset(halves),
        delegation=str(row.get("delegation", "")),
    )


class Musts:
    """Remembers the musts given so far, and who is needed for them when."""

    def __init__(
        self,
        interpreters: Sequence[Side],
        delegations: Mapping[str, tuple[str, int | None]],
    ) -> None:
        self._interpreters = interpreters
        self._delegations = delegations
        self._taken: set[str] = set()
        self._working: set[tuple[str, str]] = set()
        self._counts: Counter[str] = Counter()

    def reserve(self, exhibitor: Side, buyer: Side) -> bool:
        """Whether one more must, of these two, fits beside the others; then it is one of them."""
        if self._taken & {exhibitor.ref, buyer.ref}:
            return False
        together = sorted(exhibitor.halves & buyer.halves)
        above = {*self._above(exhibitor.delegation), *self._above(buyer.delegation)}
        if not together or any(self._full(ref) for ref in above):
            return False
        if not set(exhibitor.languages) & set(buyer.languages):
            place = self._interpreter(exhibitor, buyer, together)
            if place is None:
                return False
            self._working.add(place)
        self._taken |= {exhibitor.ref, buyer.ref}
        self._counts.update(above)
        return True

    def _above(self, delegation: str) -> Iterator[str]:
        while delegation:
            yield delegation
            delegation = self._delegations[delegation][0]

    def _full(self, delegation: str) -> bool:
        quota = self._delegations[delegation][1]
        return quota is not None and self._counts[delegation] >= quota

    def _interpreter(
        self, exhibitor: Side, buyer: Side, together: list[str]
    ) -> tuple[str, str] | None:
        """One between the first two languages that anybody interprets: those a plan asks for."""
        pairs = ({x, y} for x in exhibitor.languages for y in buyer.languages)
        for pair in pairs:
            able = [person for person in self._interpreters if pair.issubset(person.languages)]
            if able:
                return next(
                    (
                        (person.ref, half)
                        for half in together
                        for person in able
                        if half in person.halves and (person.ref, half) not in self._working
                    ),
                    None,
                )
        return None
