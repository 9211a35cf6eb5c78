"""Many products, certificates or needs at once, each by its `ref`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, connection, transaction

from buyers.models import SourcingNeed
from exhibitors.models import Certificate, Product
from expo.models import Category
from matchmaking.actions.save_certificate import CHECKED
from matchmaking.actions.save_row import refresh

Row = Product | Certificate | SourcingNeed


@dataclass
class Draft:
    """A row to be: `row` is new or the one that is there, `values` what is said of it."""

    row: Row
    values: Mapping[str, Any]
    categories: Sequence[Category] | None = None
    status: str = field(default="unchanged")
    error: str = ""

    def apply(self) -> None:
        """Sets the values and finds out whether they change anything."""
        new = self.row.pk is None
        changed = new or any(getattr(self.row, k) != v for k, v in self.values.items())
        if self.categories is not None and not new and isinstance(self.row, SourcingNeed):
            there = {each.pk for each in self.row.categories.all()}
            changed = changed or there != {each.pk for each in self.categories}
        former = [getattr(self.row, name, None) for name in CHECKED]
        for name, value in self.values.items():
            setattr(self.row, name, value)
        if isinstance(self.row, Certificate) and not new:
            self._uncheck(self.row, former)
        self.status = "created" if new else "updated" if changed else "unchanged"

    def _uncheck(self, row: Certificate, former: list[Any]) -> None:
        """What says something else than was checked is to be checked again."""
        if former != [getattr(row, name) for name in CHECKED]:
            row.checked_by = row.checked_on = None
            self.values = {**self.values, "checked_by": None, "checked_on": None}


@transaction.atomic
def upsert_rows(drafts: Sequence[Draft]) -> None:
    """Save what is new or changed, of one kind of rows; each draft then says what became of it.

    All go in two statements; where the database refuses, one by one, so that only the rows that
    are wrong fail, with the broken rule's name.
    """
    for draft in drafts:
        draft.apply()
    todo = [draft for draft in drafts if draft.status != "unchanged"]
    if not todo:
        return
    try:
        with transaction.atomic():
            _all_at_once(todo)
            connection.check_constraints()
    except IntegrityError:
        for draft in todo:
            _alone(draft)
    refresh(draft.row for draft in todo if draft.status != "failed")


def _all_at_once(todo: Sequence[Draft]) -> None:
    model = type(todo[0].row)
    manager: Any = model._default_manager  # noqa: SLF001 (Django's name)
    new = [draft.row for draft in todo if draft.status == "created"]
    manager.bulk_create(new)
    old = [draft for draft in todo if draft.status == "updated"]
    names = sorted({name for draft in old for name in draft.values})
    if old and names:
        manager.bulk_update([draft.row for draft in old], names, batch_size=200)
    _join(todo)


def _join(todo: Sequence[Draft]) -> None:
    """Needs' categories, in two statements."""
    joined = [draft for draft in todo if draft.categories is not None]
    if not joined:
        return
    through: Any = SourcingNeed.categories.through
    through.objects.filter(sourcingneed__in=[draft.row.pk for draft in joined]).delete()
    through.objects.bulk_create(
        through(sourcingneed_id=draft.row.pk, category_id=category.pk)
        for draft in joined
        for category in draft.categories or ()
    )


def _alone(draft: Draft) -> None:
    if draft.status == "created":
        draft.row.pk = None
    try:
        with transaction.atomic():
            draft.row.save(force_insert=draft.status == "created")
            _join([draft])
            connection.check_constraints()
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        draft.status, draft.error = "failed", name or "constraint"
