"""The OpenAPI document: no warning, valid as 3.1, an example for every body and answer.

Examples are a server's own words in the world of these tests. After a change that is meant:
`EXAMPLES=write pytest tests/matchmaking/api/test_examples.py`, then read the difference.
"""

import json
import os
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from matchmaking.api.examples import FILE, METHODS, REF, body_key, stored
from matchmaking.models import HostedOnly, Meeting, MeetingRequest
from tests.matchmaking.api.test_scope import bodies, keys, whole_world  # noqa: F401 (a fixture)

JSON = "application/json"
SPEAKERS = ("organizer", "exhibitor", "buyer")
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


def test_every_body_and_answer_has_an_example_that_follows_its_schema():
    schema, checked = document(), 0
    for method, path, operation in operations(schema):
        sent = operation.get("requestBody", {}).get("content", {}).get(JSON)
        if sent is not None:
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


def prepared(world, path):
    """The world in a state in which the verb does something."""
    if path.endswith(("decide/",)):
        type(world.exhibitor).objects.update(state="applied")
        type(world.buyer).objects.update(state="applied")
    if path.endswith("/hosted-only/"):
        HostedOnly.objects.all().delete()
    if "/requests/" in path:
        Meeting.objects.all().delete()
    if path.endswith("/requests/"):
        MeetingRequest.objects.all().delete()
    if "/meetings/" in path or "/schedules/" in path:
        Meeting.objects.update(status=Meeting.Status.PROPOSED)


def asked(client, method, path, world):
    kind = path.removeprefix("/api/v1/").split("/")[0]
    row = keys(world).get(kind)
    address = path.replace("{id}", str(row.pk if row else 0)).replace("{slug}", world.edition.slug)
    key = tuple(body_key(method, path).split(" "))
    body = bodies(world).get(key, {})
    with transaction.atomic():
        prepared(world, path)
        answer = getattr(client, method)(
            address, *([] if method == "get" else [body]), format="json"
        )
        transaction.set_rollback(True)
    return answer


def recorded(world, as_role):
    """Bodies, and a row of each kind of answer."""
    schema = document()
    answers: dict[str, Any] = {}
    for method, path, operation in operations(schema):
        for status, answer in operation["responses"].items():
            part = answer.get("content", {}).get(JSON, {}).get("schema", {})
            one = part.get("items", part)
            name = one.get("$ref", "").removeprefix(REF)
            if not status.startswith("2") or not name or name.startswith("Paginated"):
                continue
            for role in SPEAKERS:
                said = asked(as_role[role], method, path, world)
                if said.status_code // 100 != 2:
                    continue
                data = said.json()
                row = data[0] if isinstance(data, list) and data else data
                if row and len(json.dumps(row)) > len(json.dumps(answers.get(name, ""))):
                    answers[name] = row
                break
    sent = {f"{method} {verb}": body for (method, verb), body in bodies(world).items()}
    return {"bodies": sent, "answers": answers}


@pytest.mark.skipif(os.environ.get("EXAMPLES") != "write", reason="writes examples.json")
def test_write_the_examples(whole_world, as_role):  # noqa: F811 (the fixture)
    text = json.dumps(recorded(whole_world, as_role), ensure_ascii=False, indent=1, sort_keys=True)
    FILE.write_text(f"{text}\n", encoding="utf-8")
    stored.cache_clear()
