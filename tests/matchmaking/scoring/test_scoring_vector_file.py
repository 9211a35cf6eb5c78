"""Vectors kept in a file: by several processes at a time, and despite damage."""

import os
import threading
from pathlib import Path

import numpy as np
import pytest

from matchmaking.scoring.embedding import StoredVectors
from matchmaking.scoring.vector_file import KEY_BYTES, add_vectors, read_vectors


class Lengths:
    """A vector says how long its text is."""

    name = "lengths"

    def embed(self, texts):
        return np.array([[len(text), 1] for text in texts], dtype=np.float32)


def key(number: int) -> bytes:
    return bytes([number]) * KEY_BYTES


def row(number: int) -> np.ndarray:
    return np.full(4, number, dtype=np.float16)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    add_vectors(tmp_path / "vectors" / "made.npz", {key(n): row(n) for n in range(3)})
    return tmp_path / "vectors" / "made.npz"


def test_who_saves_later_keeps_what_was_saved_meanwhile(tmp_path: Path) -> None:
    file = tmp_path / "lengths.npz"
    first, second = (StoredVectors(Lengths(), file) for _ in range(2))
    first.embed(["Sofa"])
    second.embed(["Olive oil"])
    first.save()
    second.save()
    assert StoredVectors(Lengths(), file).missing(["Sofa", "Olive oil", "Tea"]) == ["Tea"]
    assert second.missing(["Sofa"]) == []


def test_several_write_at_the_same_time(tmp_path: Path) -> None:
    file = tmp_path / "many.npz"

    def write(writer: int) -> None:
        for number in range(20):
            add_vectors(file, {key(20 * writer + number): row(writer)})

    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert set(read_vectors(file)) == {key(number) for number in range(80)}
    assert {each.name for each in tmp_path.iterdir()} == {"many.npz", "many.lock"}


def test_each_process_writes_a_part_of_its_own(file: Path, monkeypatch) -> None:
    parts = []
    real = np.savez

    def noted(part: Path, **arrays) -> None:
        parts.append(part.name)
        real(part, **arrays)

    monkeypatch.setattr(np, "savez", noted)
    add_vectors(file, {key(9): row(9)})
    assert parts == [f"made.{os.getpid()}.part.npz"]


def test_nothing_new_is_not_written(file: Path) -> None:
    stored = StoredVectors(Lengths(), file)
    before = file.stat()
    stored.save()
    assert file.stat() == before


@pytest.mark.parametrize("damage", ["cut off", "overwritten", "empty", "text", "an array"])
def test_a_damaged_file_is_told_of_and_made_anew(file: Path, damage: str, caplog) -> None:
    whole = file.read_bytes()
    middle = whole.index(row(1).tobytes())
    spoilt = {
        "cut off": whole[:-40],
        "overwritten": whole[:middle] + bytes(8) + whole[middle + 8 :],
        "empty": b"",
        "text": b"no vectors",
    }
    if damage == "an array":
        with file.open("wb") as target:
            np.save(target, np.ones(3))
    else:
        file.write_bytes(spoilt[damage])
    assert read_vectors(file) == {}
    (told,) = caplog.messages
    assert told.startswith(f"{file} cannot be read and is made anew: ")
    assert "\n" not in told
    add_vectors(file, {key(9): row(9)})
    assert list(read_vectors(file)) == [key(9)]
