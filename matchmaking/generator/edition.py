"""Writes `edition.toml`."""

from matchmaking.generator.rates import RATES
from matchmaking.generator.sizes import CLOSES, DAYS, OPENS, PAUSES, RESUMES
from matchmaking.generator.world import World

SLUG = "generated-"  # how the slug of every edition made here begins


def edition_toml(world: World, seed: int) -> str:
    """Six days of 16 slots."""
    slug = f"{SLUG}{world.size.name.lower()}-{seed}"
    head = f"""\
slug = "{slug}"
name = "Shanghai Harbour Import Expo 2027, size {world.size.name}, seed {seed}"
name_zh = "2027上海海港进口博览会（规模{world.size.name}，种子{seed}）"
venue = "Huangpu Expo Centre"
city = "Shanghai"
country = "CN"
timezone = "Asia/Shanghai"
currency = "USD"
language = "en"
languages = ["en", "zh", "fr", "es", "ar", "ru"]
slot_minutes = 30
category_scheme = "hs"
match_threshold = 60
"""
    days = [
        f'\n[[days]]\ndate = {day}\nopens = "{OPENS}"\ncloses = "{CLOSES}"\n'
        f'breaks = ["{PAUSES}-{RESUMES}"]\n'
        for day in DAYS
    ]
    rates = [f"{currency} = {rate}\n" for currency, rate in RATES.items()]
    return "".join([head, *days, "\n[rates]\n", *rates])
