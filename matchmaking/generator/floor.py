"""Writes `halls.csv` and `tables.csv`."""

import math

from matchmaking.generator.sheet import Sheet
from matchmaking.generator.sizes import DAYS, TABLES_A_SEAT
from matchmaking.generator.world import World

BOOTH_SHARE, QUIET_SHARE = 0.8, 0.03
LARGEST_BOOTH = 6  # tables; the rest of a giant's people meet in the lounges
WIDTH, DEPTH, GAP = 120, 80, 30
METRES_A_MINUTE = 70
HALLS_A_ROW = 4
TABLES_A_ROW = 40


def write_halls(world: World, sheet: Sheet) -> None:
    """Halls in rows of four, with the walk between their middles."""
    spots = [
        (n % HALLS_A_ROW * (WIDTH + GAP), n // HALLS_A_ROW * (DEPTH + GAP))
        for n in range(len(world.halls))
    ]
    for n, hall in enumerate(world.halls):
        walks = [
            f"{world.halls[m].ref}:{_minutes(spots[n], spots[m])}"
            for m in range(n + 1, len(world.halls))
        ]
        x, y = spots[n]
        sheet.add(
            ref=hall.ref,
            name=hall.name,
            name_zh=hall.name_zh,
            x=x,
            y=y,
            width=WIDTH,
            depth=DEPTH,
            distances=";".join(walks),
        )


def _minutes(one: tuple[int, int], other: tuple[int, int]) -> int:
    return 1 + math.ceil(math.dist(one, other) / METRES_A_MINUTE)


def write_tables(world: World, sheet: Sheet) -> None:
    """For `TABLES_A_SEAT` of all seats: booths of the most wanted first, then lounges."""
    total = round(sum(e.team for e in world.exhibitors) * TABLES_A_SEAT)
    left = round(total * BOOTH_SHARE)
    homes: dict[str, int] = {}
    for exhibitor in sorted(world.exhibitors, key=lambda e: (-e.popularity, -e.team, e.ref)):
        homes[exhibitor.ref] = min(left, exhibitor.team, LARGEST_BOOTH)
        left -= homes[exhibitor.ref]
        exhibitor.has_table = homes[exhibitor.ref] > 0
    for exhibitor in world.exhibitors:
        for nth in range(homes[exhibitor.ref]):
            ref = f"{exhibitor.hall}-{exhibitor.booth}-T{nth + 1}"
            sheet.add(
                ref=ref,
                hall=exhibitor.hall,
                kind="booth",
                booth=exhibitor.booth,
                **_spot(world, int(exhibitor.booth[-3:]) + nth),
            )
    _write_lounges(world, total - sum(homes.values()), round(total * QUIET_SHARE), sheet)


def _write_lounges(world: World, count: int, quiet: int, sheet: Sheet) -> None:
    for nth in range(count):
        hall = world.halls[nth % len(world.halls)]
        sheet.add(
            ref=f"{hall.ref}-L{nth // len(world.halls) + 1:03d}",
            hall=hall.ref,
            kind="quiet" if nth < quiet else "lounge",
            open=";".join(day.isoformat() for day in DAYS[:5]) if world.chance(0.1) else "",
            **_spot(world, nth),
        )


def _spot(world: World, nth: int) -> dict[str, str]:
    """Metres from the hall's corner."""
    x = 3 + nth % TABLES_A_ROW * 2.8
    y = world.rng.randrange(4, DEPTH - 4)
    return {"x": f"{x:.1f}", "y": str(y)}
