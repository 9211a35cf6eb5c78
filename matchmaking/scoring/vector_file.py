"""A file of texts' vectors that several processes keep up together."""

import fcntl
import hashlib
import logging
import os
import struct
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

logger = logging.getLogger(__name__)

KEY_BYTES = hashlib.sha256().digest_size
# What numpy and zipfile say of a file that is cut off, overwritten or something else altogether.
_DAMAGED = (
    OSError, EOFError, LookupError, TypeError, ValueError, RuntimeError, MemoryError,
    struct.error, zipfile.BadZipFile, zlib.error,
)  # fmt: skip

# A row of half-precision numbers for each key.
Vectors = dict[bytes, Any]


def read_vectors(file: Path) -> Vectors:
    """What it holds; nothing if it is not there, or cannot be read, which is then said."""
    try:
        return _read(file)
    except _DAMAGED as error:
        logger.warning("%s cannot be read and is made anew: %s", file, error)
        return {}


def add_vectors(file: Path, vectors: Mapping[bytes, Any]) -> Vectors:
    """Writes these beside those that others have written meanwhile; all of them."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}.part.npz")
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        every = dict(vectors)
        with suppress(*_DAMAGED):  # whoever reads it is told
            every = {**_read(file), **every}
        keys = np.frombuffer(b"".join(every), dtype=np.uint8).reshape(-1, KEY_BYTES)
        try:
            np.savez(part, keys=keys, vectors=np.array(list(every.values())))
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    return every


def _read(file: Path) -> Vectors:
    if not file.is_file():
        return {}
    with file.open("rb") as source, np.load(source) as stored:
        keys, rows = stored["keys"], stored["vectors"]
    # Files of before hold shorter keys, of texts that were cut in another way.
    if (keys.dtype, keys.shape[1:]) != (np.uint8, (KEY_BYTES,)):
        return {}
    return dict(zip(map(bytes, keys), rows, strict=True))
