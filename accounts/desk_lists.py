"""How the desk's lists are read where an edition has ten thousands of rows."""

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import ForeignKey, Model, Q
from django.http import HttpRequest
from django.utils.text import smart_split, unescape_string_literal
from unfold.views import ChangeList

LOOKUPS = ("startswith", "istartswith", "exact", "iexact", "contains", "icontains")


class DeskChangeList(ChangeList):  # type: ignore[misc]  # unfold has no types
    """Finds which rows a page shows by narrow rows, and reads those alone with all that belongs
    to them: PostgreSQL would join all rows first to show fifty.
    """

    result_list: Any

    def get_results(self, request: HttpRequest) -> None:
        """One query more where there is more than one page."""
        super().get_results(request)
        if not self.multi_page or self.show_all:
            return
        keys = list(self.result_list.values_list("pk", flat=True))
        rows: Any = self.apply_select_related(self.root_queryset.filter(pk__in=keys))
        place = {key: at for at, key in enumerate(keys)}
        self.result_list = sorted(rows.order_by(), key=lambda row: place[row.pk])


def says(model: type[Model], paths: Sequence[str], text: str) -> Q:
    """Rows that have every word of the text under one of the paths, as the admin's own search."""
    words = [
        unescape_string_literal(word) if word[:1] in "\"'" and word[:1] == word[-1:] else word
        for word in smart_split(text)
    ]
    every = [reduce(or_, (_has(model, path, word) for path in paths)) for word in words]
    return reduce(and_, every, Q())


def _has(model: type[Model], path: str, word: str) -> Q:
    """A path over a foreign key asks the other table first, whose index on names serves it."""
    name, _dot, rest = path.partition("__")
    field = model._meta.get_field(name)  # noqa: SLF001 (documented)
    if isinstance(field, ForeignKey) and rest:
        other: Any = field.related_model
        found = other.objects.filter(_has(other, rest, word))
        return Q(**{f"{name}__in": found.values("pk")})
    whole = path if path.rpartition("__")[2] in LOOKUPS else f"{path}__icontains"
    return Q(**{whole: word})
