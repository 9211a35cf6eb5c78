"""What the server refuses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FieldError:
    """A field that is wrong: `#/name/en`, why, and a code for programs."""

    pointer: str
    detail: str
    code: str


class ApiError(Exception):
    """A problem detail (RFC 9457)."""

    def __init__(self, status: int, problem: Mapping[str, Any], retry_after: int = 0) -> None:
        self.status = status
        self.code = str(problem.get("code", ""))
        self.detail = str(problem.get("detail", ""))
        self.retry_after = retry_after
        self.errors = [
            FieldError(each["pointer"], each["detail"], each["code"])
            for each in problem.get("errors", [])
        ]
        fields = "".join(f"\n  {error.pointer}: {error.detail}" for error in self.errors)
        super().__init__(f"{status} {self.code}: {self.detail}{fields}")
