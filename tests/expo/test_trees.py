"""The shipped tree: every chapter and heading of HS 2022 in two languages, nothing else."""

import csv
from pathlib import Path

import pytest
from django.conf import settings

from expo.trees import shipped_categories

REFERENCE = Path(settings.BASE_DIR).parent / "shared" / "data" / "reference" / "hs_en.csv"
SIX = {"en", "zh", "fr", "es", "ar", "ru"}


@pytest.fixture(scope="module")
def nodes():
    return {node.code: node for node in shipped_categories()}


def test_there_are_21_sections_97_chapters_and_every_heading(nodes):
    goods = [code for code, node in nodes.items() if node.kind == "goods"]
    assert sum(not code.isdigit() for code in goods) == 21
    assert sum(code.isdigit() and len(code) == 2 for code in goods) == 97
    assert sum(code.isdigit() and len(code) == 4 for code in goods) == 1229


def test_every_node_is_named_in_english_and_chinese_and_the_top_in_all_six(nodes):
    for code, node in nodes.items():
        assert set(node.name) == SIX if len(code) < 4 or node.kind == "service" else {"en", "zh"}


def test_parents_come_first_and_headings_lie_in_their_chapter(nodes):
    seen = {""}
    for code, node in nodes.items():
        assert node.parent in seen
        seen.add(code)
        if code.isdigit() and len(code) == 4:
            assert node.parent == code[:2]


def test_names_tell_a_parents_children_apart(nodes):
    for language in ("en", "zh"):
        names = [(node.parent, node.name[language].casefold()) for node in nodes.values()]
        assert len(names) == len(set(names))


def test_codes_and_structure_are_those_of_the_nomenclature(nodes):
    if not REFERENCE.exists():
        pytest.skip(f"{REFERENCE} is not there: it does not belong to the project")
    with REFERENCE.open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["level"] in {"2", "4"}]
    assert {row["hscode"] for row in rows} == {code for code in nodes if code.isdigit()}
    for row in rows:
        node = nodes[row["hscode"]]
        wanted = row["parent"] if row["level"] == "4" else row["section"]
        assert node.parent == ("" if wanted == "TOTAL" else wanted)
