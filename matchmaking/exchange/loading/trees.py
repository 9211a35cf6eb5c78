"""Rows that stand under other rows of their own file: categories and delegations."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import models

from expo.models import Category, Delegation
from matchmaking.exchange.loading.load import Load, rows_of
from matchmaking.exchange.loading.people import users_by_email
from matchmaking.exchange.loading.upsert import Loader
from matchmaking.exchange.rows import Row
from matchmaking.exchange.sheets import CATEGORIES, DELEGATIONS


class Parents:
    """Collects who stands under whom while rows are loaded, and writes it once all have ids."""

    def __init__(self, sheet: str, model: type[models.Model]) -> None:
        self._sheet, self._model = sheet, model
        self._rows: list[tuple[Row, str, bool]] = []
        self.new: set[str] = set()

    def note(self, load: Load, rows: list[Row], instances: Mapping[str, Any]) -> None:  # noqa: ARG002
        """Remembers the parent of each row that has the column; a hook after each batch."""
        for row in rows:
            if "parent" in row.values:
                # Counted as updated already, or new: a parent makes no second update of it.
                self._rows.append((row, row.values["parent"] or "", row.touched))

    def write(self, load: Load) -> None:
        """Reports unknown parents and circles, then writes what differs; a hook after the file."""
        ids = load.ids(self._sheet)
        there = dict(self._scope(load).values_list("id", "parent_id"))
        wanted = dict(there)
        changed: list[tuple[int, int | None]] = []
        for row, parent, counted in self._rows:
            own = ids[row.key]
            above = load.link(row, "parent", self._sheet, parent) if parent else None
            if own is None or row.bad:
                continue
            if there[own] != above:
                changed.append((own, above))
                self._recount(load, row, counted)
            wanted[own] = above
        self._report_circles(load, wanted)
        if not load.problems:
            instances = [self._model(pk=own, parent_id=above) for own, above in changed]
            rows_of(self._model).bulk_update(instances, ["parent"], batch_size=2000)

    def _scope(self, load: Load) -> Any:
        if self._model is Category:
            return Category.objects.filter(scheme=load.scheme)
        return Delegation.objects.filter(edition=load.edition)

    def _recount(self, load: Load, row: Row, counted: bool) -> None:
        if row.key in self.new or counted:
            return
        counts = load.counts[self._sheet]
        counts.unchanged -= 1
        counts.updated += 1

    def _report_circles(self, load: Load, parents: Mapping[int, int | None]) -> None:
        ids = load.ids(self._sheet)
        for row, parent, _counted in self._rows:
            start = ids[row.key]
            above, steps = parents.get(start) if start else None, 0
            while above is not None and above != start and steps < len(parents):
                above, steps = parents.get(above), steps + 1
            if start is not None and above == start:
                advice = "stands under itself, perhaps through others; correct parent"
                load.report(row, "parent", parent, advice)


def tree_loader(
    sheet: str, model: type[models.Model], before: Callable[..., None] | None = None
) -> Loader:
    """For one import."""
    parents = Parents(sheet, model)

    def note_new(load: Load, rows: list[Row], existing: Mapping[str, Any]) -> None:
        parents.new |= {row.key for row in rows if row.key not in existing}
        if before:
            before(load, rows, existing)

    described = CATEGORIES if sheet == "categories" else DELEGATIONS
    return Loader(described, model, note_new, parents.note, parents.write)


def lead_delegations(load: Load, rows: list[Row], existing: Mapping[str, Any]) -> None:  # noqa: ARG001
    """A delegation's lead signs in."""
    leads = [row for row in rows if "lead_email" in row.values]
    users = users_by_email(
        (row.values["lead_email"], row.values.get("lead_name", "")) for row in leads
    )
    for row in leads:
        email = row.values["lead_email"].lower()
        row.extra["lead_id"] = users[email].pk if email else None
