"""What the OpenAPI document says of all operations: problems, headers, the classes' own words."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer of the field."},
                    "detail": {"type": "string"},
                    "code": {"type": "string"},
                },
                "required": ["pointer", "detail", "code"],
            },
        },
    },
    "required": ["type", "title", "status", "code", "detail"],
    "examples": [
        {
            "type": "about:blank",
            "title": "Bad Request",
            "status": 400,
            "code": "invalid",
            "detail": "Some of what was sent is not right.",
            "errors": [
                {"pointer": "#/name/en", "detail": "Not a valid string.", "code": "invalid"}
            ],
        }
    ],
}
ALWAYS = {
    "401": "Nobody is signed in, or the token opens nothing.",
    "403": "A scope or a role is missing.",
    "404": "There is no such thing, or you may not see it.",
    "406": "No such form of answer.",
    "429": "Too much asked; `Retry-After` says when to go on.",
}
READING = {"400": "A parameter is not right."}
WRITING = {
    "400": "The body is not right; `errors` points at each field.",
    "409": "The rules or the state of things do not allow it.",
    "412": "`If-Match` names an older state.",
    "413": "The body is longer than anything here takes.",
    "415": "The body is of another media type.",
    "422": "The idempotency key is not right or stands for another request.",
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "schema": {"type": "string"},
    "description": "The ETag that was read: 412 if somebody changed the row since.",
}
ONCE = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$"},
    "description": "Sent again with the same key, a request gets the first answer.",
}
METHODS = ("get", "post", "put", "patch", "delete")


class Words(AutoSchema):
    """Names operations by their address, and describes them by their own docstring."""

    def get_tags(self) -> list[str]:
        """The kind of rows."""
        parts = [part for part in self.path.split("/") if part and part not in ("api", "v1")]
        return parts[:1] or ["api"]


def with_problems(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Postprocessing: adds problems to every operation, and headers to those that write.

    With `fields` an answer holds some fields only, so answers require none; bodies do.
    """
    schemas = result["components"]["schemas"]
    schemas["Problem"] = PROBLEM
    for path in result["paths"].values():
        for method in METHODS:
            if method in path:
                _tell(method, path[method])
    for name, schema in schemas.items():
        if not name.endswith("Request") and "fields" not in schema and _sparse(result, name):
            schema.pop("required", None)
    return result


def _tell(method: str, operation: dict[str, Any]) -> None:
    words = {**ALWAYS, **(READING if method == "get" else WRITING)}
    for status, description in words.items():
        operation["responses"].setdefault(
            status,
            {
                "description": description,
                "content": {
                    "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
                },
            },
        )
    parameters = operation.setdefault("parameters", [])
    if method in ("post", "put", "patch", "delete"):
        parameters.append(IF_MATCH)
    if method == "post":
        parameters.append(ONCE)
    if not parameters:
        del operation["parameters"]


def _sparse(result: dict[str, Any], name: str) -> bool:
    """Whether answers of this kind can be asked for with `fields`."""
    target = f"#/components/schemas/{name}"
    for path in result["paths"].values():
        operation = path.get("get", {})
        if any(each.get("name") == "fields" for each in operation.get("parameters", [])):
            answer = operation["responses"].get("200", {}).get("content", {})
            if any(target in str(each) for each in answer.values()):
                return True
            if any(f"Paginated{name}List" in str(each) for each in answer.values()):
                return True
    return False
