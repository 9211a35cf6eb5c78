"""Save or delete an exhibitor, buyer, product, certificate or need, and have matches follow."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from django.db import connection, transaction

from buyers.models import Buyer, SourcingNeed
from exhibitors.models import Certificate, Exhibitor, Product
from expo.models import Category
from matchmaking.actions.refresh_matches import refresh_matches
from matchmaking.actions.save_certificate import CHECKED

Listed: TypeAlias = Exhibitor | Buyer | Product | Certificate | SourcingNeed


@transaction.atomic
def save_row(row: Listed, *, categories: Sequence[Category] | None = None) -> Listed:
    """The row, checked by its model and at once by the database. A certificate that now says
    something else than was checked is to be checked again.

    ValidationError names the fields that are wrong, IntegrityError is what only the database knows.
    """
    if isinstance(row, Certificate) and row.pk is not None:
        former = Certificate.objects.filter(pk=row.pk).values(*CHECKED).get()
        if any(getattr(row, name) != value for name, value in former.items()):
            row.checked_by = row.checked_on = None
    row.full_clean()
    row.save()
    if categories is not None and isinstance(row, SourcingNeed):
        row.categories.set(categories)
    connection.check_constraints()
    refresh([row])
    return row


@transaction.atomic
def delete_row(row: Product | Certificate | SourcingNeed) -> None:
    """Gone, and so are the matches that hung on it."""
    refresh([row])
    row.delete()


def refresh(rows: Iterable[Listed]) -> None:
    """Note whose matches may have changed; rows of one edition together."""
    exhibitors: dict[int, set[int]] = {}
    buyers: dict[int, set[int]] = {}
    for row in rows:
        if isinstance(row, (Exhibitor, Product, Certificate)):
            key = row.pk if isinstance(row, Exhibitor) else row.exhibitor_id
            exhibitors.setdefault(row.edition_id, set()).add(key)
        else:
            key = row.pk if isinstance(row, Buyer) else row.buyer_id
            buyers.setdefault(row.edition_id, set()).add(key)
    for edition in exhibitors.keys() | buyers.keys():
        refresh_matches(
            edition,
            exhibitors=exhibitors.get(edition, ()),
            buyers=buyers.get(edition, ()),
        )
