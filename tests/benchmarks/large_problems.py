"""Seeded expos of up to size L: 4,108 exhibitors, 40,000 buyers, 480,000 wishes, 96 slots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matchmaking.scheduling.problem import Party, Preferences, Problem, Slot, Table, Wish

if TYPE_CHECKING:
    from numpy.typing import NDArray

EXHIBITORS, BUYERS, WISHES = 4108, 40_000, 480_000
DAYS, SLOTS_A_DAY, MINUTES = 6, 16, 30
HALLS = 8
SCARCE = 0.75  # of the meetings that the b-matching of the ample variant holds, by rule of thumb
NO_COMFORT = Preferences(
    idle_gap=0, exposure=0, walking=0, interpreter_change=0, spread=0
)  # total value alone


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of expo: `share` of size L; `everywhere`: exhibitors stay all days.

    `scarce`: no home tables, and lounges for fewer meetings than the parties could hold.
    """

    share: float = 1.0
    everywhere: bool = False
    scarce: bool = False
    preferences: Preferences = NO_COMFORT


def expo(kind: Kind, seed: int = 0) -> Problem:
    """An expo whose parties come for one to three days of six; values are whole, 1 to 100.

    Popularity of exhibitors is lognormal and grows with the team; a wish's value is its
    exhibitor's quality with noise.
    """
    rng = np.random.default_rng(seed)
    exhibitors, buyers = round(EXHIBITORS * kind.share), round(BUYERS * kind.share)
    team = rng.choice([1, 2, 3, 4], exhibitors, p=[0.5, 0.3, 0.15, 0.05])
    days_e = np.ones((exhibitors, DAYS), bool) if kind.everywhere else _days(rng, exhibitors)
    days_b = _days(rng, buyers)
    a, b = _pairs(rng, team, buyers, round(WISHES * kind.share))
    quality = rng.normal(0, 12, exhibitors)[a] + rng.normal(0, 15, len(a))
    value = np.clip(np.rint(50 + quality), 1, 100).astype(int)
    slots = _slots()
    times = _times(slots)
    parties = [
        Party(f"e{n}", seats=int(team[n]), slots=times(days)) for n, days in enumerate(days_e)
    ]
    parties += [Party(f"b{n}", slots=times(days)) for n, days in enumerate(days_b)]
    wishes = tuple(
        Wish(f"w{n}", f"e{i}", f"b{j}", v)
        for n, (i, j, v) in enumerate(zip(a.tolist(), b.tolist(), value.tolist(), strict=True))
    )
    tables = _tables(kind, team)
    return Problem(slots, tuple(parties), wishes, tables, preferences=kind.preferences)


def _days(rng: np.random.Generator, size: int) -> NDArray[np.bool_]:
    rank = rng.random((size, DAYS)).argsort(axis=1).argsort(axis=1)
    return np.asarray(rank < rng.integers(1, 4, size)[:, None])


def _pairs(
    rng: np.random.Generator, team: NDArray[np.int64], buyers: int, wishes: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    popularity = rng.lognormal(0, 0.8, len(team)) * np.sqrt(team)
    a = rng.choice(len(team), round(1.1 * wishes), p=popularity / popularity.sum())
    pair = np.unique(a.astype(np.int64) * buyers + rng.integers(0, buyers, len(a)))
    pair = rng.permutation(pair)[:wishes]
    return pair // buyers, pair % buyers


def _slots() -> tuple[Slot, ...]:
    return tuple(
        Slot(f"d{day}s{n:02}", f"day {day}", 540 + MINUTES * n, MINUTES)
        for day in range(DAYS)
        for n in range(SLOTS_A_DAY)
    )


def _times(slots: tuple[Slot, ...]):
    known: dict[bytes, frozenset[str] | None] = {}

    def times(days: NDArray[np.bool_]) -> frozenset[str] | None:
        key = days.tobytes()
        if key not in known:
            open_ = frozenset(s.id for n, s in enumerate(slots) if days[n // SLOTS_A_DAY])
            known[key] = None if days.all() else open_
        return known[key]

    return times


def _tables(kind: Kind, team: NDArray[np.int64]) -> tuple[Table, ...]:
    if not kind.scarce:
        return tuple(
            Table(f"t{n}-{k}", f"hall {n % HALLS}", "booth", home=f"e{n}")
            for n, seats in enumerate(team.tolist())
            for k in range(seats)
        )
    staff = team.sum() * (1 if kind.everywhere else 2 / DAYS)
    number = round(SCARCE * staff * 0.75)
    return tuple(Table(f"t{n}", f"hall {n % HALLS}", "lounge") for n in range(number))
