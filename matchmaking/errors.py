"""What the rules refuse."""

from collections.abc import Sequence
from typing import Any

from foundation.errors import RuleBroken

__all__ = ["ChangedMeanwhile", "RuleBroken"]


class ChangedMeanwhile(RuleBroken):
    """Somebody else changed the timetable after it was read; `changes` are theirs, oldest first."""

    def __init__(self, message: str, changes: Sequence[Any]) -> None:
        super().__init__(message)
        self.changes = changes
