"""Saving supply or demand on the desk brings the matches up to date.

The pages are those of `buyers` and `exhibitors`, which know no matches; here they are registered
again with one thing more.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from buyers.admin import BuyerAdmin, SourcingNeedAdmin
from buyers.models import Buyer, SourcingNeed
from exhibitors.admin import CertificateAdmin, ExhibitorAdmin, ProductAdmin
from exhibitors.models import Certificate, Exhibitor, Product
from matchmaking.actions.refresh_matches import refresh_matches
from matchmaking.queries.alerts import needs_without_match, without_match


class FreshMixin:
    """Tells whose matches a saved or deleted row may change: `party` is its column of the row."""

    side = ""
    party = "pk"

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """After the row and all that hangs on it; before the commit."""
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        self._changed([form.instance], self._former(form))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """One row."""
        with transaction.atomic():
            self._changed([obj])
            super().delete_model(request, obj)  # type: ignore[misc]

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Those ticked in the list."""
        with transaction.atomic():
            self._changed(list(queryset))
            super().delete_queryset(request, queryset)  # type: ignore[misc]

    def _former(self, form: Any) -> set[int]:
        """Whose the row was before it was given to another."""
        if self.party == "pk":
            return set()
        former = form.initial.get(self.party.removesuffix("_id"))
        return {former} if isinstance(former, int) else set()

    def _changed(self, rows: Iterable[Any], former: Iterable[int] = ()) -> None:
        told: dict[int, set[int]] = {}
        for row in rows:
            told.setdefault(row.edition_id, set(former)).add(getattr(row, self.party))
        for edition, parties in told.items():
            if self.side == "buyers":
                refresh_matches(edition, buyers=parties)
            else:
                refresh_matches(edition, exhibitors=parties)


class MatchesFilter(admin.SimpleListFilter):
    """Participants that no match was found for."""

    title = _("matches")
    parameter_name = "matches"
    side = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """One question."""
        return [("none", _("without a match"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those that have something to match, as the front page counts them."""
        if self.value() != "none":
            return queryset
        things = {"exhibitor": "products", "buyer": "needs"}[self.side]
        model = queryset.model.objects.taking_part()
        having = model.filter(**{f"{things}__isnull": False}).filter(without_match(self.side))
        return queryset.filter(pk__in=having.values("pk"))


class BuyerMatchesFilter(MatchesFilter):
    """Of buyers."""

    side = "buyer"


class ExhibitorMatchesFilter(MatchesFilter):
    """Of exhibitors."""

    side = "exhibitor"


class NeedMatchesFilter(MatchesFilter):
    """Of needs."""

    title = _("matches")

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Open ones that stand in no match, as the front page counts them."""
        return queryset.filter(needs_without_match()) if self.value() == "none" else queryset


class FreshBuyerAdmin(FreshMixin, BuyerAdmin):
    """Its languages, channels and country count in its matches."""

    side = "buyers"
    list_filter: Any = [*BuyerAdmin.list_filter, "state", BuyerMatchesFilter]


class FreshNeedAdmin(FreshMixin, SourcingNeedAdmin):
    """What is looked for."""

    side, party = "buyers", "buyer_id"
    list_filter: Any = [*SourcingNeedAdmin.list_filter, NeedMatchesFilter]


class FreshExhibitorAdmin(FreshMixin, ExhibitorAdmin):
    """Its markets, languages and papers count in its matches."""

    side = "exhibitors"
    list_filter: Any = [*ExhibitorAdmin.list_filter, "state", ExhibitorMatchesFilter]


class FreshProductAdmin(FreshMixin, ProductAdmin):
    """What is on offer."""

    side, party = "exhibitors", "exhibitor_id"


class FreshCertificateAdmin(FreshMixin, CertificateAdmin):
    """A paper lifts a block, or its end makes one."""

    side, party = "exhibitors", "exhibitor_id"


for model, page in {
    Buyer: FreshBuyerAdmin,
    SourcingNeed: FreshNeedAdmin,
    Exhibitor: FreshExhibitorAdmin,
    Product: FreshProductAdmin,
    Certificate: FreshCertificateAdmin,
}.items():
    admin.site.unregister(model)
    admin.site.register(model, page)
