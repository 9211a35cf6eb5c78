"""People, their groups, organizations; and what every page of the organizer's desk shares."""

import re
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import IntegrityError, connection, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from accounts.models import Membership, Organization, User
from foundation.forms import OpenTimesFormField, TimeRangeWidget, TranslatedTextWidget
from foundation.texts import TranslatedText

LONG_TEXTS = {"description", "text", "message", "decline_reason", "talked_about", "next_step"}
ROWS = 4
REFUSED = _(
    "Nothing was changed: other rows depend on what this one was, such as meetings at its time and"
    " place."
)
PAGE = 50


class DeskFields:
    """Boxes for our own kinds of columns, on pages and in inlines alike."""

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

    def has_add_permission(self, request: HttpRequest) -> bool:
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


class MembershipInline(DeskInline):
    """Who acts for the organization, or for which ones the person acts."""

    model = Membership
    autocomplete_fields = ["user", "organization"]
    show_change_link = False


class DeskUserCreationForm(UserCreationForm):
    """A person starts with an address and a name."""

    class Meta:
        model = User
        fields = ["email", "name"]


class DeskUserChangeForm(UserChangeForm):
    """Everything else comes with the page."""

    class Meta:
        model = User
        fields = "__all__"


admin.site.unregister(Group)


@admin.register(Group)
class DeskGroupAdmin(GroupAdmin, ModelAdmin):
    """Roles: permissions with a name."""


@admin.register(User)
class DeskUserAdmin(UserAdmin[User], DeskAdmin):  # type: ignore[misc]  # stubs differ
    """People sign in by e-mail."""

    form = DeskUserChangeForm
    add_form = DeskUserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["email", "name", "language", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "language", "groups"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = []
    autocomplete_fields = ["groups"]
    fieldsets = [
        (None, {"fields": ["email", "password", ("name", "language")]}),
        (
            _("What the person may do"),
            {
                "fields": [("is_active", "is_staff", "is_superuser"), "groups", "user_permissions"],
                "classes": ["tab"],
            },
        ),
        (_("Dates"), {"fields": [("last_login", "date_joined")], "classes": ["tab"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "password1", "password2"]})]

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """First the person, then what it may act for."""
        return [MembershipInline] if obj else []


@admin.register(Organization)
class OrganizationAdmin(DeskAdmin):
    """Companies and institutions, once for all editions."""

    list_display = ["__str__", "country", "city", "registration_number"]
    list_filter = ["country"]
    search_fields = ["name", "registration_number", "city"]
    ordering = ["-id"]
    inlines = [MembershipInline]
    fieldsets = [
        (None, {"fields": ["name", ("country", "city"), "website"]}),
        (
            _("Register"),
            {
                "description": _("With a number, the organization is known by it in its country."),
                "fields": ["registration_number"],
            },
        ),
    ]
