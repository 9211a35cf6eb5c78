"""Examples in the OpenAPI document: bodies by operation, answers by the schema that they follow.

`tests/matchmaking/api/test_examples.py` asks that none is missing and each follows its schema.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("examples.json")
BODIES = ("application/json", "multipart/form-data")
METHODS = ("get", "post", "put", "patch", "delete")
REF = "#/components/schemas/"


def with_examples(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Postprocessing: an example for every body and every answer in JSON."""
    schemas, known = result["components"]["schemas"], stored()
    for path, operations in result["paths"].items():
        for method in METHODS:
            if method in operations:
                _attach(operations[method], body_key(method, path), schemas, known)
    return result


def body_key(method: str, path: str) -> str:
    """`post products/bulk`: the operation without its ids."""
    parts = [part for part in path.removeprefix("/api/v1/").split("/") if part]
    return f"{method} {'/'.join(part for part in parts if not part.startswith('{'))}"


@cache
def stored() -> dict[str, dict[str, Any]]:
    """`bodies` and `answers` of the file."""
    found: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def example_of(schema: dict[str, Any], schemas: dict[str, Any], answers: dict[str, Any]) -> Any:
    """What follows the schema: its own example, else put together of its parts'; None for none."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(REF)
        known = answers.get(name)
        return example_of(schemas[name], schemas, answers) if known is None else known
    if schema.get("type") == "array":
        item = example_of(schema["items"], schemas, answers)
        return None if item is None else [item]
    rows = schema.get("properties", {}).get("results")
    if rows and "next" in schema["properties"]:
        page = example_of(rows, schemas, answers)
        return None if page is None else {"next": None, "previous": None, "results": page}
    return None


def _attach(
    operation: dict[str, Any], key: str, schemas: dict[str, Any], known: dict[str, dict[str, Any]]
) -> None:
    sent = operation.get("requestBody", {}).get("content", {})
    for media in BODIES:
        if media in sent and key in known["bodies"]:
            sent[media]["example"] = known["bodies"][key]
    for status, answer in operation["responses"].items():
        content = answer.get("content", {})
        for media in content if status.startswith("2") else ():
            if media in ("application/json", "application/x-ndjson") and "schema" in content[media]:
                said = example_of(content[media]["schema"], schemas, known["answers"])
                if said is not None:
                    content[media]["example"] = said
