"""The engine's inputs as bytes and back, so that all workers of a run read the same ones."""

import json
import types
import typing
import zlib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from matchmaking.scoring.data import BuyerProfile, Category, Need, Product, Settings, Supplier

Decoder = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a run over an edition reads. Needs and products sorted by id.

    `hs`: whether the categories are the HS tree.
    """

    settings: Settings
    categories: tuple[Category, ...]
    suppliers: tuple[Supplier, ...]
    products: tuple[Product, ...]
    buyers: tuple[BuyerProfile, ...]
    needs: tuple[Need, ...]
    hs: bool = True


def pack(inputs: Inputs) -> bytes:
    """JSON, compressed; fields at their default are left out. Equal inputs give equal bytes."""
    plain = json.dumps(_plain(inputs), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(plain.encode(), level=3)


def unpack(packed: bytes) -> Inputs:
    """What was packed. ValueError or zlib.error for anything else."""
    decode: Any = _decoder(Inputs)
    found: Inputs = decode(json.loads(zlib.decompress(packed)))
    return found


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {
            name: _plain(found)
            for name, default in _defaults(type(value))
            if (found := getattr(value, name)) != default
        }
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (set, frozenset)):
        # Sets are put in order: their own differs from process to process.
        return sorted((_plain(each) for each in value), key=str)
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


@lru_cache(maxsize=64)
def _defaults(kind: Any) -> tuple[tuple[str, Any], ...]:
    """Each field's name and default; MISSING equals no value."""
    return tuple((field.name, _default(field)) for field in fields(kind))


def _default(field: "Field[Any]") -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


@lru_cache(maxsize=256)
def _decoder(kind: Any) -> Decoder | None:
    """What turns plain JSON into `kind`; None where JSON's own value is it."""
    if is_dataclass(kind):
        return _dataclass_decoder(kind)
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if kind is date:
        return date.fromisoformat
    if origin in (types.UnionType, typing.Union):
        return _optional_decoder(inner)
    if origin in (tuple, frozenset):
        return _collection_decoder(origin, _decoder(inner[0]))
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        each = _decoder(inner[1])
        return None if each is None else lambda raw: {key: each(v) for key, v in raw.items()}
    return None


def _dataclass_decoder(kind: Any) -> Decoder:
    hints = typing.get_type_hints(kind)
    decoders = {field.name: _decoder(hints[field.name]) for field in fields(kind)}

    def decode(raw: dict[str, Any]) -> Any:
        known = {
            name: value if (make := decoders[name]) is None else make(value)
            for name, value in raw.items()
        }
        return kind(**known)

    return decode


def _optional_decoder(inner: tuple[Any, ...]) -> Decoder | None:
    """Of the kinds a value may have, one at most needs decoding; None stays None."""
    makers = [maker for each in inner if (maker := _decoder(each)) is not None]
    if not makers:
        return None
    (make,) = makers
    return lambda raw: None if raw is None else make(raw)


def _collection_decoder(kind: Any, each: Decoder | None) -> Decoder:
    if each is None:
        return kind  # type: ignore[no-any-return]
    return lambda raw: kind(map(each, raw))
