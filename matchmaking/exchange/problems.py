"""What is wrong in a file: where, which value, and what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass

LIMIT = 1000
LONGEST_VALUE = 100


@dataclass(frozen=True, slots=True)
class FileProblem:
    """One thing to mend. `line` counts from 1 as an editor or Excel does; None for a whole file."""

    file: str
    line: int | None
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{place}: {self.message}" + (f" (it says “{self.value}”)" if self.value else "")


class Problems:
    """Collects problems; keeps the first `LIMIT` and counts the rest."""

    def __init__(self) -> None:
        self._kept: list[FileProblem] = []
        self.more = 0

    def __bool__(self) -> bool:
        return bool(self._kept)

    def __iter__(self) -> Iterator[FileProblem]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept) + self.more

    def add(self, file: str, line: int | None, column: str, value: object, message: str) -> None:
        """Shortens the value to 100 characters."""
        if len(self._kept) >= LIMIT:
            self.more += 1
            return
        self._kept.append(FileProblem(file, line, column, shortened(value), message))

    def kept(self) -> list[FileProblem]:
        """In the order of files and lines as they were read."""
        return list(self._kept)


def shortened(value: object) -> str:
    """At most 100 characters, on one line, nothing a terminal would obey."""
    text = str(value)[: LONGEST_VALUE + 1]
    text = "".join(char if char.isprintable() else " " for char in text)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
