"""Makes room for a wish by a chain of meetings that change places between two slots of a day.

The step of A. Kempe (1879) and D. König (1916) by which bipartite graphs are edge-coloured: one
party is free in the first slot, the other in the second; whoever stands in the way moves from the
one slot to the other, and so on along the chain. Tables, interpreters and allowed slots may stop a
chain; then nothing has changed.
"""

from __future__ import annotations

from random import Random
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matchmaking.scheduling.greedy import Draft

LONGEST = 400  # moves in one chain
Place = tuple[int, int, int]  # slot, host and group of interpreters; -1 for none of the latter two


def squeeze_all(draft: Draft, wishes: list[int], until: float, kicks: int = 0) -> list[int]:
    """Try to hold each of the wishes, in this order; the ones that are still left.

    `kicks`: how often to force one in and find new places for whom it throws out.
    """
    seated: dict[tuple[int, int], set[int]] = {}
    for w, s in draft.slots.items():
        for p in draft.shape.sides[w]:
            seated.setdefault((p, s), set()).add(w)
    bound = {w for w, before in enumerate(draft.shape.after) if before}
    bound |= {first for before in draft.shape.after for first in before}
    chains = _Chains(draft, seated, bound)
    left = [w for w in wishes if monotonic() >= until or not chains.squeeze(w)]
    return [w for w in left if not chains.kick(w, kicks, until)] if kicks else left


class _Chains:
    """The draft, who sits where, and the wishes with an order, which stay where they are."""

    def __init__(
        self, draft: Draft, seated: dict[tuple[int, int], set[int]], bound: set[int]
    ) -> None:
        self.draft, self.seated, self.bound = draft, seated, bound

    def squeeze(self, w: int) -> bool:
        """Hold wish w, in a free slot or by a chain; False if none was found."""
        draft, shape = self.draft, self.draft.shape
        if draft.over_limit(w):
            return False
        if draft.place(w):
            self._seat(w)
            return True
        if w in self.bound:
            return False
        for day in shape.days:
            times = [s for s in shape.allowed[w] if s in day]
            if times and self._room(w, times[0]) and self._on_day(w, times, day):
                return True
        return False

    def kick(self, w: int, tries: int, until: float) -> bool:
        """Force wish w into a slot, and squeeze in whom it throws out; False if that never worked.

        The slots and the meetings thrown out are drawn, with a seed of the wish's own.
        """
        draw = Random(w)  # noqa: S311 - nothing secret
        times = self.draft.shape.allowed[w]
        if w in self.bound or self.draft.over_limit(w):
            return False
        for _ in range(tries):
            s = draw.choice(times)
            if monotonic() >= until or not self._room(w, s):
                return False
            before = dict(self.draft.slots), dict(self.draft.hosts), dict(self.draft.serving)
            thrown = self._force(w, s, draw)
            if thrown is not None and all(self.squeeze(v) for v in thrown):
                return True
            self._restore(*before)
        return False

    def _force(self, w: int, s: int, draw: Random) -> list[int] | None:
        """Put w into s; who had to go for a seat or an interpreter, or None if that is no use."""
        draft, thrown = self.draft, []
        crowds = [self.seated.get((p, s), set()) for p in draft.shape.sides[w]]
        full = [not self._free(p, s) for p in draft.shape.sides[w]]
        speaking = [v for v in draft.serving if draft.slots[v] == s]
        for crowd, needed in zip([*crowds, speaking], [*full, True], strict=True):
            if needed and not (crowd is speaking and draft.put(w, s)):
                movable = sorted(v for v in crowd if v not in self.bound and v in draft.slots)
                if not movable:
                    return None
                thrown.append(draw.choice(movable))
                self._out(thrown[-1])
        if w not in draft.slots and not draft.put(w, s):
            return None
        self._seat(w)
        return thrown

    def _restore(
        self, slots: dict[int, int], hosts: dict[int, int], serving: dict[int, int]
    ) -> None:
        """The draft as it was, with every host and interpreter."""
        now = self.draft.slots, self.draft.hosts, self.draft.serving
        pairs = tuple(zip(now, (slots, hosts, serving), strict=True))
        for w in [w for w in now[0] if any(one.get(w) != other.get(w) for one, other in pairs)]:
            self._out(w)
        for w in [w for w in slots if w not in now[0]]:
            self._back(w, (slots[w], hosts[w], serving.get(w, -1)))

    def _room(self, w: int, s: int) -> bool:
        """Whether both parties may have one meeting more on the day of slot s."""
        draft = self.draft
        limits = ((p, draft.shape.problem.parties[p].maximum_a_day) for p in draft.shape.sides[w])
        return all(most is None or draft.today[p, draft.days[s]] < most for p, most in limits)

    def _free(self, p: int, s: int) -> bool:
        return self.draft.seats[p, s] < self.draft.shape.problem.parties[p].seats

    def _on_day(self, w: int, times: list[int], day: range) -> bool:
        for one, other in (self.draft.shape.sides[w], self.draft.shape.sides[w][::-1]):
            first = [s for s in times if self._free(one, s)]
            second = [t for t in day if self._free(other, t)]
            for s in first:
                for t in second:
                    if s != t and self._chain(w, s, t):
                        return True
        return False

    def _chain(self, w: int, s: int, t: int) -> bool:
        """Put w into s and push what is in the way to and fro between s and t."""
        moved: list[tuple[int, Place | None]] = []
        pushed, here, there = w, s, t
        seen = {w}
        while len(moved) < LONGEST:
            victim = self._victim(pushed, here, there, seen)
            if victim == NOBODY_FITS:
                break
            if victim is not None:
                moved.append((victim, self._out(victim)))
                seen.add(victim)
            if not self.draft.put(pushed, here):
                break
            self._seat(pushed)
            if pushed == w:
                moved.append((w, None))
            if victim is None:
                return True
            pushed, here, there = victim, there, here
        self._undo(moved)
        return False

    def _victim(self, pushed: int, here: int, there: int, seen: set[int]) -> int | None:
        """Who has to leave slot `here` so that `pushed` fits: None if nobody."""
        full = [p for p in self.draft.shape.sides[pushed] if not self._free(p, here)]
        if not full:
            return None
        if len(full) == 1:
            for v in sorted(self.seated.get((full[0], here), ())):
                if v not in seen and v not in self.bound and there in self.draft.shape.allowed[v]:
                    return v
        return NOBODY_FITS

    def _seat(self, w: int) -> None:
        for p in self.draft.shape.sides[w]:
            self.seated.setdefault((p, self.draft.slots[w]), set()).add(w)

    def _place(self, w: int) -> Place:
        draft = self.draft
        return draft.slots[w], draft.hosts[w], draft.serving.get(w, -1)

    def _out(self, w: int) -> Place:
        place = self._place(w)
        for p in self.draft.shape.sides[w]:
            self.seated[p, place[0]].discard(w)
        self.draft.remove(w)
        return place

    def _back(self, w: int, place: Place) -> None:
        self.draft.take(w, *place)
        self._seat(w)

    def _undo(self, moved: list[tuple[int, Place | None]]) -> None:
        """All back: first everybody out, then each to the old place, which is free again."""
        for w, _ in moved:
            if w in self.draft.slots:
                self._out(w)
        for w, place in moved:
            if place is not None:
                self._back(w, place)


NOBODY_FITS = -1
