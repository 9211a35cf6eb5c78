"""Tables kept for one organization, as its own row lists them."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from expo.models import MeetingTable
from matchmaking.exchange.loading.load import Load
from matchmaking.exchange.loading.upsert import update_rows
from matchmaking.exchange.rows import Row

COLUMN = "private_tables"


@dataclass
class PrivateTables:
    """For one import: who takes which table, and what was said of each organization, and where.

    An organization may stand in both sheets: both rows have to list the same tables, or importing
    twice would waver.
    """

    takers: dict[int, tuple[int, str]] = field(default_factory=dict)
    said: dict[int, tuple[set[int], str]] = field(default_factory=dict)

    def keep(self, load: Load, rows: list[Row]) -> None:
        """Keeps the tables that rows list, and lets go of those that they no longer list."""
        listed = {}
        for row in rows:
            if COLUMN in row.values and self._agrees(load, row):
                listed[row.extra["organization_id"]] = row
        if not listed:
            return
        wanted = {table: key for key in listed for table in self.said[key][0]}
        changed = []
        concerned = Q(pk__in=wanted) | Q(reserved_for__in=listed)
        for table in MeetingTable.objects.filter(concerned, edition=load.edition):
            owner = wanted.get(table.pk)
            if table.booth_id and owner:
                advice = "stands at a booth, so it is its exhibitor's already; take it off the list"
                load.report(listed[owner], COLUMN, table.ref, advice)
            elif table.reserved_for_id != owner:
                for key in {owner, table.reserved_for_id} & set(listed):
                    listed[key].touched = True
                table.reserved_for_id = owner
                changed.append(table)
        update_rows(MeetingTable, changed, ["reserved_for_id"])

    def _agrees(self, load: Load, row: Row) -> bool:
        where = f"{load.file} line {row.line}"
        organization = row.extra["organization_id"]
        tables = self._linked(load, row)
        other, place = self.said.setdefault(organization, (tables, where))
        if not row.bad and other != tables:
            advice = f"are others on {place}, which is the same organization; make both the same"
            load.report(row, COLUMN, ";".join(row.values[COLUMN]), advice)
        for table in tables:
            taker, place = self.takers.setdefault(table, (organization, where))
            if taker != organization:
                advice = f"one of them is kept by {place} already; take it off one of the two lists"
                load.report(row, COLUMN, ";".join(row.values[COLUMN]), advice)
        return not row.bad

    def _linked(self, load: Load, row: Row) -> set[int]:
        found: dict[Any, None] = {}
        for ref in row.values[COLUMN]:
            found[load.link(row, COLUMN, "tables", ref)] = None
        return set(found) - {None}
