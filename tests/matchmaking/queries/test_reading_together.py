"""Products read in parts, by any workers, are products read at once."""

import os
import pickle
import random
import threading

import pytest

from matchmaking.queries import reading_together
from matchmaking.queries.reading_together import forget_parts, read_together
from matchmaking.queries.tree import shipped_index
from matchmaking.scoring.data import Product
from matchmaking.scoring.products import ReadProducts

WORDS = ["green coffee", "有机绿茶", "olive oil from Tunisia", "MOQ 5 t", "durian", "Kaffee", ""]


@pytest.fixture(scope="module")
def tree():
    return shipped_index()


@pytest.fixture(scope="module")
def products():
    dice = random.Random(5)  # noqa: S311 -- reproducible, no secret
    return [
        Product(n, n, {"en": f"{dice.choice(WORDS)} {dice.choice(WORDS)} {n % 9}"})
        for n in range(40)
    ]


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(reading_together, "A_PART", 7)


def bare(read):
    """All that an engine is built from."""
    texts = read.texts
    counted = [
        (list(each.terms), each.bounds.tolist(), each.columns.tolist(), each.counts.tolist())
        for each in (texts.words, texts.grams)
    ]
    return read.products, texts.titles, counted, texts.codes


@pytest.fixture(scope="module")
def at_once(products, tree):
    return bare(ReadProducts.of(products, tree))


def test_one_alone_reads_all(tmp_path, products, tree, at_once):
    assert bare(read_together(tmp_path / "parts", products, tree)) == at_once
    assert len(list((tmp_path / "parts").glob("*.part"))) == 6


def test_several_read_each_part_once(tmp_path, products, tree, at_once, monkeypatch):
    read, found = [], []
    of = ReadProducts.of

    def counted(part, tree):
        read.append(part)
        return of(part, tree)

    monkeypatch.setattr(ReadProducts, "of", counted)
    workers = [
        threading.Thread(target=lambda: found.append(read_together(tmp_path, products, tree)))
        for _worker in range(3)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [bare(each) for each in found] == [at_once] * 3
    assert sum(map(len, read)) == len(products)


def test_what_a_dead_worker_had_begun_is_read_by_another(tmp_path, products, tree, at_once):
    sign = tmp_path / "2.begun"
    sign.touch()
    os.utime(sign, (0, 0))
    assert bare(read_together(tmp_path, products, tree)) == at_once


@pytest.mark.parametrize("left", [b"\x80\x05garbage", b"", pickle.dumps("something else")])
def test_a_damaged_part_is_read_anew(tmp_path, products, tree, at_once, left):
    (tmp_path / "1.begun").touch()
    (tmp_path / "1.part").write_bytes(left)
    assert bare(read_together(tmp_path, products, tree)) == at_once


def test_without_a_folder_each_reads_alone(tmp_path, products, tree, at_once, caplog):
    (tmp_path / "file").write_text("no folder")
    assert bare(read_together(tmp_path / "file", products, tree)) == at_once
    assert "by each worker alone" in caplog.text


def test_parts_go_with_the_run(tmp_path, products, tree):
    read_together(tmp_path / "parts", products, tree)
    forget_parts(tmp_path / "parts")
    assert list(tmp_path.iterdir()) == []
    forget_parts(tmp_path / "parts")
