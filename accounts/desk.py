"""What every page of the organizer's desk shares: fields, time zones, and who sees what."""

import re
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.contrib import admin, messages
from django.contrib.auth import get_permission_codename
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import IntegrityError, connection, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from accounts.desk_lists import DeskChangeList, says
from accounts.roles import editions_where, rights_of
from foundation.forms import OpenTimesFormField, TimeRangeWidget, TranslatedTextWidget
from foundation.texts import TranslatedText

LONG_TEXTS = {"description", "text", "message", "decline_reason", "talked_about", "next_step"}
ROWS = 4
REFUSED = _(
    "Nothing was changed: other rows depend on what this one was, such as meetings at its time and"
    " place."
)
PAGE = 50
EDITION = "expo.edition"


class EditionListFilter(admin.RelatedFieldListFilter):
    """Offers the editions that the person organizes."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        """All of them to whoever may see all."""
        if request.user.is_superuser:
            return super().field_choices(field, request, model_admin)
        mine = {"pk__in": request.user.organizing.values("edition")}  # type: ignore[union-attr]
        return field.get_choices(include_blank=False, limit_choices_to=mine)


class DeskFields:
    """Boxes for our own kinds of columns, and rights at an edition; on pages and in inlines."""

    model: Any
    opts: Any
    admin_site: Any

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Texts in languages, ranges of time and lists of codes."""
        if isinstance(db_field, TranslatedText):
            rows = ROWS if db_field.name in LONG_TEXTS else 1
            return db_field.formfield(widget=TranslatedTextWidget(rows=rows))
        if isinstance(db_field, DateTimeRangeField):
            return db_field.formfield(widget=TimeRangeWidget())
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        if isinstance(db_field, ArrayField):
            if isinstance(db_field.base_field, DateTimeRangeField):
                return models.Field.formfield(
                    db_field,
                    form_class=OpenTimesFormField,
                    widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
                )
            return db_field.formfield(
                widget=UnfoldAdminTextInputWidget(),
                help_text=_("Separated by commas."),
                show_hidden_initial=False,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Nothing can be chosen, not even by its number, that the person does not see."""
        self._offer(db_field, request, kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The same."""
        self._offer(db_field, request, kwargs)
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def _offer(self, db_field: Any, request: HttpRequest, kwargs: dict[str, Any]) -> None:
        page = self.admin_site._registry.get(db_field.remote_field.model)
        if isinstance(page, DeskAdmin) and "queryset" not in kwargs:
            rows = page.model._default_manager.all()
            needed = self.permission("change") if page.scope() else ""
            kwargs["queryset"] = page.within(request, rows, needed)

    def permission(self, verb: str) -> str:
        """Its whole name."""
        return f"{self.opts.app_label}.{get_permission_codename(verb, self.opts)}"

    def edition_of(self, obj: Any) -> Any:
        """The key of the edition that a row (of an inline: the page's row) is of."""
        if obj._meta.label_lower == EDITION:
            return obj.pk
        return getattr(obj, "edition_id", None)

    def _may(self, request: HttpRequest, verb: str, obj: Any) -> bool:
        edition = self.edition_of(obj) if obj is not None else None
        return bool(request.user.has_perm(self.permission(verb), edition))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """At the row's edition; whoever may change may look."""
        return self._may(request, "view", obj) or self._may(request, "change", obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """At the edition of an inline's page; else at any."""
        return self._may(request, "add", obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """At the row's edition."""
        return self._may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """At the row's edition."""
        return self._may(request, "delete", obj)


class DeskAdmin(DeskFields, ModelAdmin):
    """A page of the desk. Its times are those of the row's edition."""

    list_per_page = PAGE
    list_max_show_all = PAGE
    show_full_result_count = False
    list_filter_sheet = False
    warn_unsaved_form = True
    compressed_fields = True
    edition_path = ""
    zone_field = "edition"

    scope_path: str | None = None

    def scope(self) -> str:
        """The look-up from a row to its edition; empty for what belongs to none."""
        if self.scope_path is not None:
            return self.scope_path
        if self.opts.label_lower == EDITION:
            return "pk"
        return "edition" if "edition" in {field.name for field in self.opts.fields} else ""

    def within(self, request: HttpRequest, rows: Any, permission: str = "") -> Any:
        """Of the rows, those of the editions that the person organizes; with a `permission`,
        where it is theirs.
        """
        path = self.scope()
        if request.user.is_superuser or not path:
            return rows
        if permission:
            return rows.filter(**{f"{path}__in": editions_where(request.user, permission) or ()})
        # By their keys: PostgreSQL then knows how many rows of an edition to expect.
        return rows.filter(**{f"{path}__in": sorted(rights_of(request.user))})

    def get_queryset(self, request: HttpRequest) -> Any:
        """What the person may see, on lists, pages and in boxes that complete a name."""
        return self.within(request, super().get_queryset(request))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[DeskChangeList]:
        """Reads a page's rows alone."""
        return DeskChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """By `search_fields`, which lead to one row each."""
        paths = self.get_search_fields(request)
        if not paths or not search_term.strip():
            return queryset, False
        return queryset.filter(says(self.model, list(paths), search_term)), False

    def edition_of(self, obj: Any) -> Any:
        """Along the way to the edition."""
        if obj._meta.label_lower == EDITION:
            return obj.pk
        *steps, last = self.scope().split("__")
        for step in steps:
            obj = getattr(obj, step)
        return getattr(obj, f"{last}_id", None) if last else None

    def get_list_filter(self, request: HttpRequest) -> Any:
        """Editions only as far as the person sees them."""
        return [
            (each, EditionListFilter)
            if isinstance(each, str) and each.split("__")[-1] == "edition"
            else each
            for each in super().get_list_filter(request)
        ]

    def zone(self, request: HttpRequest, object_id: str | None) -> ZoneInfo | None:
        """The time zone of the row's edition; of a new row, the one that was chosen with it."""
        if not self.edition_path:
            return None
        if self.edition_path == "self":
            name = request.POST.get("time_zone") or _zone_name(self.model, object_id)
        elif object_id:
            name = _zone_name(self.model, object_id, f"{self.edition_path}__")
        else:
            parent: Any = self.model._meta.get_field(self.zone_field).related_model
            path = "" if parent._meta.model_name == "edition" else "edition__"
            name = _zone_name(parent, request.POST.get(self.zone_field), path)
        return ZoneInfo(name) if name in available_timezones() else None

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Reads and writes times as the edition's clocks show them. What only the database can
        refuse, because other rows depend on this one, is said in words, and nothing is changed.
        """
        with timezone.override(self.zone(request, object_id) or timezone.get_default_timezone()):
            try:
                response: Any = super().changeform_view(request, object_id, form_url, extra_context)
            except IntegrityError:
                messages.error(request, REFUSED)
                return redirect(request.get_full_path())
            if hasattr(response, "render"):
                response.render()
        page: HttpResponse = response
        return page

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Asks the database at once what it would refuse at the end, before success is told."""
        super().save_related(request, form, formsets, change)
        connection.check_constraints()

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """A row stays in its edition: what else belongs to it lies there too."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if change and "edition" in form.base_fields:
            form.base_fields["edition"].disabled = True
        return form


def _zone_name(model: Any, key: str | None, path: str = "") -> str | None:
    if not key or not re.fullmatch("[0-9]{1,9}", key):
        return None
    rows = model._default_manager.filter(pk=key)
    name: str | None = rows.values_list(f"{path}time_zone", flat=True).first()
    return name


class ReadOnlyAdmin(DeskAdmin):
    """A page to look at: what it shows is made by the application, never by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


class DeskInline(DeskFields, TabularInline):
    """Rows of another model on a page."""

    extra = 0
    show_change_link = True
    tab = True
