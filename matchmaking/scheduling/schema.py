"""JSON data against `problem.schema.json`: half a million wishes are looked at in a second or two.

Nearly all items are plain: an object whose values have just the types that the schema names. Such
are recognised by a few comparisons each, made from the schema; all others go to jsonschema, which
also words the complaint.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

from matchmaking.scheduling.problem import ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable

    from jsonschema import ValidationError

    Test = Callable[[Any], bool]

SCHEMA = Path(__file__).with_name("problem.schema.json")
LONGEST_MESSAGE = 200


def checked(data: Any) -> dict[str, Any]:
    """The data with whole numbers for such as 1.0; ProblemError with a JSON path if it is wrong."""
    if not isinstance(data, dict):
        _validate(data, _schema(), "$")
    lists = {name: value for name, value in data.items() if name in _tests() and value}
    lists = {name: value for name, value in lists.items() if isinstance(value, list)}
    rest = {**data, **{name: [] for name in lists}}
    if "slots" in lists:
        rest["slots"] = data["slots"][:1]  # there has to be one
    _validate(rest, _schema(), "$")
    return {**_whole(rest), **{name: _items(name, value) for name, value in lists.items()}}


def _items(name: str, items: list[Any]) -> list[Any]:
    plain = _tests()[name]
    if all(map(plain, items)):
        return items
    schema = {"$defs": _schema()["$defs"], "allOf": [_schema()["properties"][name]["items"]]}
    found = []
    for n, item in enumerate(items):
        if plain(item):
            found.append(item)
        else:
            _validate(item, schema, f"$.{name}[{n}]")
            found.append(_whole(item))
    return found


def _validate(data: Any, schema: dict[str, Any], where: str) -> None:
    error: ValidationError | None = next(Draft202012Validator(schema).iter_errors(data), None)
    if error is not None:
        message = error.message
        if len(message) > LONGEST_MESSAGE:
            message = f"{message[:60]} … {message[-100:]}"
        raise ProblemError(message, where + error.json_path[1:])


def _whole(data: Any) -> Any:
    """JSON Schema counts 1.0 among the integers; the solver is given real ones."""
    if isinstance(data, dict):
        return {key: _whole(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_whole(value) for value in data]
    return int(data) if isinstance(data, float) and data.is_integer() else data


@cache
def _schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return found


@cache
def _tests() -> dict[str, Test]:
    """For each list of objects, whether an item is plain."""
    properties = _schema()["properties"]
    return {
        name: _object_test(part["items"])
        for name, part in properties.items()
        if part.get("type") == "array" and part["items"].get("type") == "object"
    }


def _object_test(schema: dict[str, Any]) -> Test:
    tests = {name: _value_test(part) for name, part in schema["properties"].items()}
    required = frozenset(schema["required"])

    def plain(item: Any) -> bool:
        if type(item) is not dict or not required <= item.keys():
            return False
        for name, value in item.items():
            test = tests.get(name)
            if test is None or not test(value):
                return False
        return True

    return plain


def _value_test(schema: dict[str, Any]) -> Test:
    """A test that lets pass nothing that the schema would not; None where it allows null."""
    schema = (
        {**_schema()["$defs"][schema["$ref"].rsplit("/")[-1]], **schema}
        if ("$ref" in schema)
        else schema
    )
    if "enum" in schema:
        allowed = frozenset(schema["enum"])
        return lambda value: type(value) is str and value in allowed
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    test = _type_test(kinds[0], schema)
    return (lambda value: value is None or test(value)) if "null" in kinds else test


def _type_test(kind: str, schema: dict[str, Any]) -> Test:
    if kind == "string":
        least = schema.get("minLength", 0)
        return lambda value: type(value) is str and len(value) >= least
    if kind == "integer":
        minimum = schema.get("minimum", 0)
        return lambda value: type(value) is int and value >= minimum
    if kind == "boolean":
        return lambda value: type(value) is bool
    inner = _value_test(schema["items"])
    low, high = schema.get("minItems", 0), schema.get("maxItems", 2**60)
    return lambda value: (
        type(value) is list and low <= len(value) <= high and all(map(inner, value))
    )
