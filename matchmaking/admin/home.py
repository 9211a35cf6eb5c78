"""Where the desk begins, and what of it belongs to other packages."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_noop
from unfold.admin import ModelAdmin

from expo.models import Edition
from matchmaking.admin.front import newest_view

# The theme's own words that it has in English only.
THEME = (
    gettext_noop("Search apps and models..."),
    gettext_noop("Type to search"),
    gettext_noop("No results found"),
    gettext_noop("This page yielded into no results. Create a new item or reset your filters."),
    gettext_noop("Reset filters"),
    gettext_noop("Apply Filters"),
    gettext_noop("Select action"),
    gettext_noop("Select action to run"),
    gettext_noop("Run"),
    gettext_noop("Select value"),
    gettext_noop("Select record"),
    gettext_noop("Select all rows"),
    gettext_noop("Expand row"),
    gettext_noop("More actions"),
    gettext_noop("Go back"),
    gettext_noop("All applications"),
    gettext_noop("Recent searches"),
    gettext_noop("No recent searches"),
    gettext_noop("No results matching your query"),
    gettext_noop("Loading more results..."),
    gettext_noop("Light"),
    gettext_noop("Dark"),
    gettext_noop("System"),
    gettext_noop("General"),
    gettext_noop("True"),
    gettext_noop("False"),
    gettext_noop("Add new item"),
    gettext_noop("Click to download"),
    gettext_noop("This item will be deleted."),
    gettext_noop("Click to cancel"),
    gettext_noop("Toggle password visibility"),
)
# Packages whose tables nobody but a superuser has to do with.
OTHERS = frozenset({"account", "axes", "mfa", "pghistory", "socialaccount"})


def desk_home(request: HttpRequest) -> HttpResponse:
    """The front page of the newest edition that the person organizes, else of all editions; the
    bare list of tables is there for superusers (`?all`) and whoever may see no edition.
    """
    site = admin.site
    page: Any = site._registry[Edition]
    whole = request.user.is_superuser and "all" in request.GET
    if whole or not page.has_view_permission(request):
        return site.index(request)
    if not page.get_queryset(request).exists():
        return redirect("admin:expo_edition_changelist")
    return newest_view(request, admin=page)


class SuperusersOnly:
    """Rights of a page that is nobody else's."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Superusers, who have every right; nobody by a permission given by hand."""
        return bool(request.user.is_superuser)

    def _may(self, request: HttpRequest, verb: str, *args: Any) -> bool:
        asked: bool = getattr(super(), f"has_{verb}_permission")(request, *args)
        return bool(request.user.is_superuser) and asked

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The same."""
        return self._may(request, "view", obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The same."""
        return self._may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The same."""
        return self._may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The same."""
        return self._may(request, "delete", obj)


def dress_others(site: AdminSite) -> None:
    """Other packages' pages look like the desk and are for superusers only. Safe to repeat."""
    for model, page in list(site._registry.items()):
        if model._meta.app_label in OTHERS and not isinstance(page, SuperusersOnly):
            look: Any = type(page).__name__
            site.unregister(model)
            site.register(model, type(look, (SuperusersOnly, type(page), ModelAdmin), {}))
