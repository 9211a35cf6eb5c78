"""What a mapping could not read, or left out, of a sheet."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from matchmaking.exchange.problems import LIMIT, shortened

PREVIEW = 5


@dataclass
class Findings:
    """What came of a sheet: `warnings` are the first 1,000, `reasons` count them all."""

    read: int = 0
    given: int = 0
    merged: int = 0
    left_out: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    preview: list[dict[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For the command's answer."""
        return {**vars(self), "reasons": dict(self.reasons.most_common())}

    def give(self, ours: dict[str, str]) -> None:
        """A row that goes on to the import."""
        self.given += 1
        if len(self.preview) < PREVIEW:
            self.preview.append({name: cell for name, cell in ours.items() if cell})

    def warn(
        self,
        place: tuple[str, int],
        column: str,
        text: str,
        reason: str,
        *,
        outcome: str,
        ours: str = "",
    ) -> None:
        """A cell at `place` (file, line) and what became of it; `ours` is the column it was for."""
        self.reasons[f"{column}: {reason} ({outcome})" if column else f"{reason} ({outcome})"] += 1
        if len(self.warnings) < LIMIT:
            self.warnings.append(
                {
                    "file": place[0],
                    "line": place[1],
                    "column": column,
                    "value": shortened(text),
                    "message": reason,
                    "for": ours,
                    "outcome": outcome,
                }
            )
