"""The wishes that a schedule leaves out: counted and turned by page in the database."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from matchmaking.models import Schedule

ITEMS = """FROM matchmaking_schedule s,
    jsonb_array_elements(s.unscheduled) WITH ORDINALITY AS each (item, place)
    WHERE s.id = %(schedule)s"""
CODE = "coalesce(item -> 'reason' ->> 'code', '')"


def left_out_by_reason(schedule: Schedule) -> list[tuple[str, int]]:
    """Codes of reasons and how many wishes each left out, most first."""
    return [(str(code), int(count)) for code, count in _rows(
        f"SELECT {CODE}, count(*) {ITEMS} GROUP BY 1 ORDER BY 2 DESC, min(place)",
        schedule=schedule.pk,
    )]  # fmt: skip


def left_out_of(schedule: Schedule, side: str, keys: Collection[int]) -> Counter[int]:
    """How many wishes of these exhibitors or buyers (`side`) found no place."""
    party = "(item ->> %(side)s)::int"
    rows = _rows(
        f"SELECT {party}, count(*) {ITEMS} AND {party} = ANY(%(keys)s) GROUP BY 1",
        schedule=schedule.pk, side=side, keys=list(keys),
    )  # fmt: skip
    return Counter({int(key): int(count) for key, count in rows})


@dataclass(frozen=True)
class LeftOut:
    """Those left out for a reason, or all; read as far as they are asked for."""

    schedule: Schedule
    why: str
    number: int

    @classmethod
    def of(cls, schedule: Schedule, why: str, counts: Sequence[tuple[str, int]]) -> "LeftOut":
        """`counts` as `left_out_by_reason` gives them."""
        return cls(schedule, why, dict(counts).get(why, 0) if why else schedule.left_out)

    def __len__(self) -> int:
        """Counted already."""
        return self.number

    def __getitem__(self, part: slice) -> list[Mapping[str, Any]]:
        """One query."""
        chosen = f"AND {CODE} = %(why)s" if self.why else ""
        rows = _rows(
            f"SELECT item {ITEMS} {chosen} ORDER BY place LIMIT %(most)s OFFSET %(start)s",
            schedule=self.schedule.pk, why=self.why,
            start=part.start or 0, most=part.stop - (part.start or 0),
        )  # fmt: skip
        return [json.loads(item) for (item,) in rows]  # Django has the driver leave JSON as it is


def _rows(sql: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
