"""Writes `interpreters.csv`."""

from matchmaking.generator.musts import side_of
from matchmaking.generator.sheet import Sheet
from matchmaking.generator.sizes import CLOSES, DAYS, OPENS, PAUSES, RESUMES
from matchmaking.generator.world import World

# Beside Chinese; English most.
TONGUES = {
    "en": 26, "fr": 9, "es": 10, "ru": 9, "ar": 7, "ja": 7, "ko": 5, "de": 6, "it": 4, "pt": 5,
    "th": 3, "vi": 3, "id": 2, "sr": 1, "tr": 2, "sw": 1,
}  # fmt: skip
RUNS = (90, 120, 120, 150)


def write(world: World, sheet: Sheet) -> None:
    """Every interpreter has Chinese and one or two more languages."""
    rng = world.rng
    headings = [f.code[:3] if f.is_service else f.code[:2] for f in world.families]
    for nth in range(1, world.size.interpreters + 1):
        person, address = world.names.person(None)
        tongues = dict.fromkeys(rng.choices(list(TONGUES), list(TONGUES.values()), k=2))
        if world.chance(0.5):
            tongues.popitem()
        row = sheet.add(
            ref=f"int-{nth:03d}",
            name=person,
            email=f"{address}.{nth:03d}@lingua-harbour.example",
            languages=";".join(["zh", *(tongues or {"en": None})]),
            sectors=";".join(dict.fromkeys(rng.sample(headings, rng.randint(2, 4)))),
            shifts=_shifts(world),
            max_run_minutes=rng.choice(RUNS),
        )
        world.interpreters.append(side_of(row))


def _shifts(world: World) -> str:
    days = sorted(world.rng.sample(DAYS, world.rng.randint(3, len(DAYS))))
    halves: list[str] = []
    for day in days:
        both = world.chance(0.7)
        morning = both or world.chance(0.5)
        if morning:
            halves.append(f"{day} {OPENS}-{PAUSES}")
        if both or not morning:
            halves.append(f"{day} {RESUMES}-{CLOSES}")
    return ";".join(halves)
