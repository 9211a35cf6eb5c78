"""Writes `requests.csv`: buyers ask whom everyone wants, exhibitors ask whom they can serve."""

from dataclasses import dataclass
from datetime import date, timedelta

from matchmaking.generator.buyers import Buyer
from matchmaking.generator.musts import Musts, Side
from matchmaking.generator.sheet import Sheet
from matchmaking.generator.wording import phrase, thing
from matchmaking.generator.world import World, cumulative

STATES = {"pending": 28, "accepted": 46, "declined": 12, "withdrawn": 5, "expired": 9}
LIVE = ("pending", "accepted")
PRIORITIES = {"should": 58, "may": 34, "must": 8}  # half of the musts have no place (`Musts`)
FIRST_DAY = date(2027, 2, 1)
LAST_DAY = date(2027, 5, 7)
BY_BUYER = 0.65
IN_FIELD = 0.8
REPEATED = 0.1  # of those that came to nothing


@dataclass(frozen=True, slots=True)
class Pool:
    """Exhibitors to draw from, with their popularity added up."""

    members: tuple[int, ...]
    sums: tuple[float, ...]


class Requests:
    """Draws one buyer's requests at a time."""

    def __init__(self, world: World, sheet: Sheet) -> None:
        self.world = world
        self.sheet = sheet
        self.musts = Musts(world.interpreters, world.delegations)
        everyone = tuple(range(len(world.exhibitors)))
        self.everyone = self._pool(everyone)
        self.fields: dict[int, Pool] = {
            family: self._pool(tuple(n for n in everyone if family in world.exhibitors[n].families))
            for family in range(len(world.families))
        }

    def _pool(self, members: tuple[int, ...]) -> Pool:
        weights = [self.world.exhibitors[n].popularity for n in members]
        return Pool(members, tuple(cumulative(weights)))

    def write(self, buyer: Buyer, side: Side, count: int) -> None:
        """As many rows as `count`, each exhibitor once unless an ended request is repeated."""
        asked: set[int] = set()
        last = self.sheet.rows + count
        while self.sheet.rows < last:
            by_buyer = self.world.chance(BY_BUYER)
            exhibitor = self._exhibitor(buyer, by_buyer)
            if exhibitor in asked:
                continue
            asked.add(exhibitor)
            state = self._row(buyer, side, exhibitor, by_buyer, list(STATES))
            again = state not in LIVE and self.sheet.rows < last and self.world.chance(REPEATED)
            if again:
                self._row(buyer, side, exhibitor, by_buyer, list(LIVE))

    def _exhibitor(self, buyer: Buyer, by_buyer: bool) -> int:
        rng = self.world.rng
        pool = self.fields[rng.choice(buyer.families)]
        if not by_buyer:
            return rng.choice(pool.members or self.everyone.members)
        if not pool.sums or not pool.sums[-1] or not self.world.chance(IN_FIELD):
            pool = self.everyone
        return rng.choices(pool.members, cum_weights=pool.sums)[0]

    def _row(self, buyer: Buyer, guest: Side, place: int, by_buyer: bool, states: list[str]) -> str:
        rng = self.world.rng
        exhibitor = self.world.exhibitors[place]
        state = rng.choices(states, [STATES[state] for state in states])[0]
        asked_on = FIRST_DAY + timedelta(days=rng.randint(0, 82))
        answered_on = min(LAST_DAY, asked_on + timedelta(days=rng.randint(0, 14)))
        side = "buyer" if by_buyer else "exhibitor"
        language = buyer.language if by_buyer else exhibitor.language
        self.sheet.add(
            ref=f"rq-{self.sheet.rows + 1:05d}",
            exhibitor=exhibitor.ref,
            buyer=buyer.ref,
            asked_by=side,
            state=state,
            priority=self._priority(place, guest),
            language=language,
            message=self._message(place, language, side) if self.world.chance(0.55) else "",
            asked_on=asked_on.isoformat(),
            answered_on="" if state in {"pending", "expired"} else answered_on.isoformat(),
            decline_reason=phrase(rng, language, "messages", "decline")
            if state == "declined"
            else "",
        )
        return state

    def _priority(self, place: int, guest: Side) -> str:
        """A must that might not find its place becomes a should."""
        priority = self.world.rng.choices(list(PRIORITIES), list(PRIORITIES.values()))[0]
        exhibitor = self.world.exhibitors[place]
        if priority == "must" and not (
            exhibitor.has_table and self.musts.reserve(exhibitor.side, guest)
        ):
            return "should"
        return priority

    def _message(self, place: int, language: str, side: str) -> str:
        rng = self.world.rng
        family = self.world.families[self.world.exhibitors[place].families[0]]
        name = thing(family, rng.randrange(len(family.kinds)), language)
        return phrase(rng, language, "messages", side).format(thing=name)
