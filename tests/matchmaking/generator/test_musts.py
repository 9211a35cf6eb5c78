"""Every must of a generated edition finds its place: recounted from the files, without a solver."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from matchmaking.generator.folder import generate
from matchmaking.generator.musts import Musts, side_of

Table = dict[str, dict[str, str]]
DAYS = [f"2027-05-{day}" for day in range(10, 16)]


def table(folder: Path, name: str) -> Table:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row["ref"]: row for row in csv.DictReader(file)}


def halves(times: str) -> set[tuple[str, str]]:
    """Days with AM and PM."""
    found = set()
    for cell in times.split(";") if times else DAYS:
        day, _space, hours = cell.partition(" ")
        found |= {(day, half) for half, start in (("AM", "09"), ("PM", "13")) if start in hours[:2]}
        found |= set() if hours else {(day, "AM"), (day, "PM")}
    return found


def served(one: dict[str, str], other: dict[str, str], people: Table) -> bool:
    """They share half a day and a language, or somebody interprets for them in such a half."""
    both = halves(one["available"]) & halves(other["available"])
    spoken, heard = set(one["languages"].split(";")), set(other["languages"].split(";"))
    if both and not spoken & heard:
        both &= {
            half
            for person in people.values()
            if (can := set(person["languages"].split(";"))) & spoken and can & heard
            for half in halves(person["shifts"])
        }
    return bool(both)


@pytest.mark.parametrize("seed", range(1, 7))
def test_musts_can_all_be_held(tmp_path: Path, seed: int) -> None:
    generate("S", seed, tmp_path)
    exhibitors, buyers = table(tmp_path, "exhibitors"), table(tmp_path, "buyers")
    people, homes = table(tmp_path, "interpreters"), table(tmp_path, "tables")
    musts = [r for r in table(tmp_path, "requests").values() if r["priority"] == "must"]
    assert musts
    for name in ("exhibitor", "buyer"):
        assert max(Counter(row[name] for row in musts).values()) == 1
    booths = {row["booth"] for row in homes.values()}
    for row in musts:
        exhibitor, buyer = exhibitors[row["exhibitor"]], buyers[row["buyer"]]
        assert exhibitor["booth"] in booths
        assert served(exhibitor, buyer, people), row["ref"]


def person(ref: str, **row: str):
    return side_of({"ref": ref, "languages": "zh", "available": "2027-05-10", **row})


def test_neither_days_nor_interpreters_nor_quotas_are_given_twice() -> None:
    speaker = side_of({"ref": "i", "languages": "zh;fr", "shifts": "2027-05-10 09:00-12:30"})
    musts = Musts([speaker], {"rw": ("", 2), "rw-coffee": ("rw", None)})
    french = {"languages": "fr", "delegation": "rw-coffee"}
    assert not musts.reserve(person("e1"), person("b1", available="2027-05-11"))
    afternoon = "2027-05-10 13:30-18:00"
    assert not musts.reserve(person("e1", **french), person("b1", available=afternoon))
    assert not musts.reserve(person("e1", languages="sw"), person("b1"))
    assert musts.reserve(person("e1", **french), person("b1"))
    assert not musts.reserve(person("e1"), person("b2"))
    assert not musts.reserve(person("e2"), person("b1"))
    assert not musts.reserve(person("e2", **french), person("b2"))
    assert musts.reserve(person("e2", delegation="rw-coffee"), person("b2"))
    assert not musts.reserve(person("e3"), person("b3", delegation="rw"))
    assert musts.reserve(person("e3"), person("b3"))
