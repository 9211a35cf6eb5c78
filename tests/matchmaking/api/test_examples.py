"""The OpenAPI document: no warning, valid as 3.1, an example for every body and answer."""

import json
from typing import Any

from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from matchmaking.api.examples import METHODS, body_key

JSON, FORM = "application/json", "multipart/form-data"
# Orders come as shops write them, in JSON or CSV.
FREE = {"post sources/push"}


def document() -> dict[str, Any]:
    found: dict[str, Any] = SchemaGenerator().get_schema(public=True)
    return found


def operations(schema):
    for path, found in sorted(schema["paths"].items()):
        for method in METHODS:
            if method in found:
                yield method, path, found[method]


def follows(schema, part, value):
    whole = {**part, "components": schema["components"]}
    return [error.message for error in Draft202012Validator(whole).iter_errors(value)]


def test_the_document_has_no_warning_and_is_valid(tmp_path):
    call_command(
        "spectacular", file=str(tmp_path / "openapi.json"), format="openapi-json",
        validate=True, fail_on_warn=True,
    )  # fmt: skip
    said = json.loads((tmp_path / "openapi.json").read_text())
    assert said["openapi"].startswith("3.1")
    assert len(said["paths"]) > 80
    assert "nullable" not in json.dumps(said)  # the word of 3.0, which 3.1 does not know


def test_every_body_and_answer_has_an_example_that_follows_its_schema():
    schema, checked = document(), 0
    for method, path, operation in operations(schema):
        content = operation.get("requestBody", {}).get("content", {})
        for sent in [content[media] for media in (JSON, FORM) if media in content]:
            assert "example" in sent, f"{method} {path}: its body has no example"
            assert body_key(method, path) in FREE or not follows(
                schema, sent["schema"], sent["example"]
            ), f"{method} {path}"
            checked += 1
        for status, answer in operation["responses"].items():
            said = answer.get("content", {}).get(JSON)
            if status.startswith("2") and said is not None and path != "/api/v1/schema/":
                assert "example" in said, f"{method} {path}: its answer has no example"
                assert follows(schema, said["schema"], said["example"]) == [], f"{method} {path}"
                checked += 1
    assert checked > 120
