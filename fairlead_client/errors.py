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
    """A problem detail (RFC 9457); status 0 where no whole answer came.

    `key` is the idempotency key of the POST: sent again under it, it is done once.
    """

    def __init__(
        self, status: int, problem: Mapping[str, Any], retry_after: int = 0, key: str = ""
    ) -> None:
        self.status = status
        self.code = str(problem.get("code", ""))
        self.detail = str(problem.get("detail", ""))
        self.retry_after = retry_after
        self.key = key
        self.errors = [
            FieldError(each["pointer"], each["detail"], each["code"])
            for each in problem.get("errors", [])
        ]
        head = f"{status} {self.code}" if status else self.code
        fields = "".join(f"\n  {error.pointer}: {error.detail}" for error in self.errors)
        unsure = key and (not status or status >= 500)  # noqa: PLR2004 (the server's own errors)
        again = f"\n  its idempotency key: {key}" if unsure else ""
        super().__init__(f"{head}: {self.detail}{fields}{again}")
