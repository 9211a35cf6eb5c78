"""What one import knows while it runs: the edition, every ref's id, counts, problems."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Manager, Model
from django.utils.translation import gettext as _

from buyers.models import Buyer
from exhibitors.models import Exhibitor, Product
from expo.models import Category, Delegation, Edition, Hall, MeetingTable
from matchmaking.exchange.clock import Clock
from matchmaking.exchange.problems import Problems
from matchmaking.exchange.rows import Row
from matchmaking.models import MeetingRequest

Progress = Callable[[str, int], None]
LINKED: dict[str, type[Model]] = {
    "halls": Hall,
    "tables": MeetingTable,
    "delegations": Delegation,
    "exhibitors": Exhibitor,
    "products": Product,
    "buyers": Buyer,
    "requests": MeetingRequest,
}


def rows_of(model: type[Model]) -> Manager[Any]:
    """All rows of a model known only by its class."""
    return model._default_manager  # noqa: SLF001 (the documented name)


@dataclass
class Counts:
    """Rows of a file."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass
class Load:
    """`ids[sheet][ref]` is the row's id, None for a row that was reported as bad."""

    edition: Edition
    problems: Problems
    clock: Clock
    scheme: str
    counts: dict[str, Counts] = field(default_factory=dict)
    progress: Progress | None = None
    file: str = ""
    slug: str = ""
    # Sheets of which not every ref could be read: a ref missing there proves nothing.
    unread: set[str] = field(default_factory=set)
    _ids: dict[str, dict[str, int | None]] = field(default_factory=dict)

    def ids(self, sheet: str) -> dict[str, int | None]:
        """Read from the database at the first question."""
        if sheet not in self._ids:
            if sheet == "categories":
                pairs = Category.objects.filter(scheme=self.scheme).values_list("code", "id")
            else:
                rows = rows_of(LINKED[sheet]).filter(edition=self.edition)
                pairs = rows.values_list("ref", "id")
            self._ids[sheet] = dict(pairs)
        return self._ids[sheet]

    def report(self, row: Row, column: str, value: object, message: str) -> None:
        """A problem of a row, which is not written then."""
        self.problems.add(self.file, row.line, column, "" if value is None else value, message)
        row.bad = True

    def link(self, row: Row, column: str, to: str, ref: str) -> int | None:
        """The id behind a ref; reports one that nothing stands behind."""
        ids = self.ids(to)
        if ref in ids:
            found = ids[ref]
            row.bad = row.bad or found is None
            return found
        if to in self.unread:
            row.bad = True
            return None
        self.report(row, column, ref, self._nowhere(to, ref))
        return None

    def _nowhere(self, to: str, ref: str) -> str:
        if to == "categories":
            if f"0{ref}" in self.ids(to):
                advice = _(
                    "did you mean %(code)s? A spreadsheet drops the zero: format the column as text"
                )
                return advice % {"code": f"0{ref}"}
            advice = _("is no code of the category tree “%(tree)s”; add it to categories.csv")
            return advice % {"tree": self.scheme}
        advice = _("is no ref of %(file)s, nor of the edition; correct it or add the row there")
        return advice % {"file": f"{to}.csv"}
