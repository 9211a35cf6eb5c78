"""The objective of a large timetable, counted on arrays; the same terms as `measure.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matchmaking.scheduling.large.masks import some
from matchmaking.scheduling.problem import Exposure
from matchmaking.scheduling.walks import Distances, ways

if TYPE_CHECKING:
    from matchmaking.scheduling.large.arrays import Arrays, Bools, Ints
    from matchmaking.scheduling.problem import Problem


@dataclass(frozen=True, slots=True)
class Held:
    """The meetings: wish, slot, hall (a position in `halls`) and interpreter (or -1) of each."""

    wish: Ints
    slot: Ints
    hall: Ints
    person: Ints
    halls: tuple[str, ...]


def parts_of(arrays: Arrays, held: Held) -> dict[str, int]:
    """The objective's terms: they add up to the objective, in points."""
    weights = arrays.problem.preferences
    missing = sum(row.missing for row in exposure_of(arrays, held.wish))
    value = int(arrays.value[held.wish].sum()) * weights.value
    return {
        "value": value,
        "should": int(arrays.points[held.wish].sum()) - value,
        "exposure": -missing * weights.exposure,
        "moved": -len(moved_from(arrays, held)) * weights.moved,
        "idle_gap": -_gaps(arrays, held) * weights.idle_gap if weights.idle_gap else 0,
        "walking": -_walked(arrays, held) * weights.walking if weights.walking else 0,
        "interpreter_change": -_changes(arrays, held) * weights.interpreter_change,
        "spread": -_lacks(arrays, held) * weights.spread if weights.spread else 0,
    }


def moved_from(arrays: Arrays, held: Held) -> tuple[str, ...]:
    """The kept wishes that are held in another slot or not at all."""
    slot = np.full(len(arrays.a), -1, dtype=np.int64)
    slot[held.wish] = held.slot
    moved = misplaced(arrays, slot)
    return tuple(arrays.problem.kept[n].wish for n in np.flatnonzero(moved).tolist())


def misplaced(arrays: Arrays, slot: Ints) -> Bools:
    """Which of the kept meetings are not where they were, given every wish's slot or -1."""
    moved: Bools = (slot[arrays.kept_wish] != arrays.kept_slot) | (arrays.kept_slot < 0)
    return moved


def exposure_of(arrays: Arrays, wishes: Ints) -> tuple[Exposure, ...]:
    """Each floor's meetings held and missing, without its price."""
    found: list[Exposure] = []
    if not arrays.problem.floors:
        return ()
    count = np.bincount(arrays.a[wishes], minlength=len(arrays.seats))
    count += np.bincount(arrays.b[wishes], minlength=len(arrays.seats))
    for floor in arrays.problem.floors:
        group = np.zeros(len(arrays.seats), dtype=bool)
        group[group_of(arrays, floor.group, floor.parties)] = True
        held = int((group[arrays.a[wishes]] | group[arrays.b[wishes]]).sum())
        each = np.maximum(0, floor.minimum - count[group]).sum()
        missing = int(each) if floor.each else max(0, floor.minimum - held)
        found.append(Exposure(floor.id, held, missing))
    return tuple(found)


def group_of(arrays: Arrays, label: str, named: frozenset[str]) -> list[int]:
    """The parties with the label, unless it is empty, and those named."""
    parties = arrays.problem.parties
    labelled = {p for p, party in enumerate(parties) if label and party.group == label}
    return sorted(labelled | {arrays.party[name] for name in named})


def shortfalls(problem: Problem, arrays: Arrays, wishes: Ints, slots: Ints) -> list[str]:
    """Ids of the musts that are not held and of the parties below a minimum."""
    held = np.zeros(len(arrays.a), dtype=bool)
    held[wishes] = True
    lacking = [problem.wishes[w].id for w in np.flatnonzero(arrays.must & ~held).tolist()]
    days = int(arrays.day.max(initial=-1)) + 1
    count = np.zeros((len(arrays.seats), days), dtype=np.int64)
    there = np.zeros((len(arrays.seats), days), dtype=bool)
    for day in range(days):
        there[:, day] = arrays.present[:, arrays.day == day].any(axis=1)
    for side in (arrays.a, arrays.b):
        np.add.at(count, (side[wishes], arrays.day[slots]), 1)
    asking = [p for p, x in enumerate(problem.parties) if x.minimum or x.minimum_a_day]
    for p in asking:
        party, held_by = problem.parties[p], count[p]
        if held_by.sum() < party.minimum or (held_by[there[p]] < party.minimum_a_day).any():
            lacking.append(party.id)
    return lacking


def _gaps(arrays: Arrays, held: Held) -> int:
    """Runs of idle slots between two meetings of a party on one day, of all parties."""
    busy = np.zeros(arrays.present.shape, dtype=bool)
    for side in (arrays.a, arrays.b):
        busy[side[held.wish], held.slot] = True
    gaps = 0
    for day in range(int(arrays.day.max(initial=-1)) + 1):
        today = busy[:, arrays.day == day]
        runs = today[:, :1].sum(axis=1) + (today[:, 1:] & ~today[:, :-1]).sum(axis=1)
        gaps += int(np.maximum(0, runs - 1).sum())
    return gaps


def _stops(arrays: Arrays, held: Held) -> tuple[Ints, Ints, Ints]:
    """Party, slot and hall of every stop of every party, in this order."""
    party = np.concatenate([arrays.a[held.wish], arrays.b[held.wish]])
    slot, hall = np.tile(held.slot, 2), np.tile(held.hall, 2)
    order = np.lexsort((hall, slot, party))
    return party[order], slot[order], hall[order]


def _walked(arrays: Arrays, held: Held) -> int:
    """Minutes from the nearest hall of a party's last stop to those of its next, within days."""
    distances = Distances.of(arrays.problem)
    if not distances.far or not len(held.wish):
        return 0
    party, slot, hall = _stops(arrays, held)
    key = party * len(arrays.day) + slot
    first = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    ends = np.r_[first[1:], len(key)]
    names, days = held.halls, arrays.day[slot]
    minutes = 0
    spread = np.maximum.reduceat(hall, first) != np.minimum.reduceat(hall, first)
    follows = (party[first[1:]] == party[first[:-1]]) & (days[first[1:]] == days[first[:-1]])
    leaves = spread[1:] | spread[:-1] | (hall[first[1:]] != hall[first[:-1]])
    for n in (np.flatnonzero(follows & leaves) + 1).tolist():
        before = {names[h] for h in hall[first[n - 1] : ends[n - 1]].tolist()}
        minutes += ways(distances, before, [names[h] for h in hall[first[n] : ends[n]].tolist()])
    return minutes


def _changes(arrays: Arrays, held: Held) -> int:
    """Interpreters beyond the first that parties have on a day."""
    some = held.person >= 0
    wish, day, person = held.wish[some], arrays.day[held.slot[some]], held.person[some]
    met = {
        row
        for side in (arrays.a, arrays.b)
        for row in zip(side[wish].tolist(), day.tolist(), person.tolist(), strict=True)
    }
    return len(met) - len({(p, d) for p, d, _ in met})


def _lacks(arrays: Arrays, held: Held) -> int:
    """Units of value that parties lack to their fair share, which `shares.py` defines."""
    got = np.zeros(len(arrays.seats), dtype=np.int64)
    for side in (arrays.a, arrays.b):
        np.add.at(got, side[held.wish], arrays.value[held.wish])
    return int(np.maximum(0, fair_shares(arrays) - got).sum())


def fair_shares(arrays: Arrays) -> Ints:
    """The units of value that each party should get."""
    parties = len(arrays.seats)
    most = np.zeros(parties, dtype=np.int64)
    for day in range(int(arrays.day.max(initial=-1)) + 1):
        room = arrays.present[:, arrays.day == day].sum(axis=1) * arrays.seats
        for p, (_, a_day) in arrays.limited.items():
            room[p] = room[p] if a_day is None else min(room[p], a_day)
        most += room
    for p, (maximum, _) in arrays.limited.items():
        most[p] = most[p] if maximum is None else min(most[p], maximum)
    possible = np.flatnonzero(some(arrays.allowed))
    party = np.concatenate([arrays.a[possible], arrays.b[possible]])
    worth = np.tile(arrays.value[possible], 2)
    order = np.lexsort((-worth, party))
    party, worth = party[order], worth[order]
    rank = np.arange(len(party)) - np.searchsorted(party, party)
    best = np.zeros(parties, dtype=np.int64)
    inside = rank < most[party]
    np.add.at(best, party[inside], worth[inside])
    return np.asarray(-(-arrays.problem.preferences.fair_share * best // 100), dtype=np.int64)
