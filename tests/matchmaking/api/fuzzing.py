"""schemathesis on a live server, as it runs in `make test` (bounded) and `make fuzz` (longer).

Of its checks two are left out: whether wrong data is refused and right data taken cannot be said by
a schema alone, where rules hang on other rows; the tests beside this one say it.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.request import urlopen

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_headers_conformance,response_schema_conformance,unsupported_method,ignored_auth"
)


def document(address: str, keys: dict[str, Any], slug: str) -> dict[str, Any]:
    """The OpenAPI document, with rows that are there for the addresses' ids."""
    with urlopen(f"{address}/api/v1/schema/", timeout=30) as answer:  # noqa: S310 (our own)
        schema: dict[str, Any] = json.load(answer)
    for path, operations in schema["paths"].items():
        kind = path.split("/")[3]
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "path":
                    known = slug if parameter["name"] == "slug" else keys[kind].pk
                    kinds = {"type": "string"} if known == slug else {"type": "integer"}
                    parameter["schema"] = {**kinds, "enum": [known]}
    return schema


def fuzz(
    address: str, schema: dict[str, Any], token: str, folder: Path, *more: str
) -> tuple[int, str, int]:
    """The exit status, what was printed, and how many cases were run."""
    file = folder / "openapi.json"
    file.write_text(json.dumps(schema))
    done = subprocess.run(
        [
            sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()",
            "run", str(file), "--url", address, "--checks", CHECKS, "--no-color",
            "-H", f"Authorization: Bearer {token}", "--generation-database", "none",
            "--suppress-health-check", "all", "--warnings", "off", "--continue-on-failure",
            *more,
        ],
        capture_output=True, text=True, check=False, cwd=folder,
    )  # fmt: skip
    said = done.stdout + done.stderr
    counted = re.search(r"([\d,]+) generated", said)
    return done.returncode, said, int(counted[1].replace(",", "")) if counted else 0
