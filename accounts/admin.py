"""People, their groups, organizations."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts.desk import DeskAdmin, DeskInline
from accounts.models import Membership, Organization, User
from accounts.roles import editions_where, rights_of


class MembershipFormSet(BaseInlineFormSet[Membership, Any, Any]):
    """Refuses the one who sends it, where they are not to name themselves."""

    refused: User | None = None

    def clean(self) -> None:
        """Rows that stay as they are were somebody else's doing."""
        super().clean()
        for form in self.forms:
            named = form.has_changed() and form.cleaned_data.get("user")
            if self.refused and named == self.refused and not form.cleaned_data.get("DELETE"):
                raise ValidationError(_("Nobody makes themselves a member here: ask an owner."))


class MembershipInline(DeskInline):
    """Who acts for the organization, or for which ones the person acts."""

    model = Membership
    formset = MembershipFormSet
    autocomplete_fields = ["user", "organization"]
    show_change_link = False

    def _may(self, request: HttpRequest, verb: str, obj: Any) -> bool:
        """Members read what their organization has at every edition, so each has to be the
        person's. From people's own pages superusers alone write.
        """
        if verb == "view" or request.user.is_superuser or not super()._may(request, verb, obj):
            return super()._may(request, verb, obj)
        if isinstance(obj, User):
            return False
        return obj is None or has_everywhere(request.user, self.permission(verb), obj)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Whoever names themselves has to organize what they will read."""
        formset = super().get_formset(request, obj, **kwargs)
        organized = isinstance(obj, Organization) and editions_of(obj)
        if not organized and not request.user.is_superuser:
            formset.refused = request.user
        return formset


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

    def within(self, request: HttpRequest, rows: Any, permission: str = "") -> Any:
        """People of organizations at the person's editions, who organize or lead there."""
        if request.user.is_superuser:
            return rows
        mine = sorted(rights_of(request.user))
        members = Membership.objects.filter(takes_part("organization", mine))
        found = [
            members.values("user"),
            User.objects.filter(organizing__edition__in=mine).values("pk"),
            User.objects.filter(delegations__edition__in=mine).values("pk"),
        ]
        return rows.filter(Q(pk__in=found[0]) | Q(pk__in=found[1]) | Q(pk__in=found[2]))

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """First the person, then what it may act for."""
        return [MembershipInline] if obj else []


def takes_part(path: str, editions: Any) -> Q:
    """Of what belongs to organizations at one of the editions. Each side is asked by itself:
    PostgreSQL keeps both at hand, where it would join them for every row.
    """
    sides = (
        Organization.objects.filter(**{f"{side}__edition__in": editions}).values("pk")
        for side in ("exhibitors", "buyers")
    )
    exhibits, buys = ({f"{path}__in": side} for side in sides)
    return Q(**exhibits) | Q(**buys)


def editions_of(organization: Organization) -> set[int]:
    """Where it takes part, on either side."""
    sides = (organization.exhibitors, organization.buyers)
    return {edition for side in sides for edition in side.values_list("edition", flat=True)}


def has_everywhere(user: Any, permission: str, organization: Organization) -> bool:
    """Whether the person has the permission at every edition that it takes part in."""
    mine = editions_where(user, permission)
    return mine is None or editions_of(organization) <= mine


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

    def _may(self, request: HttpRequest, verb: str, obj: Any) -> bool:
        """What it says of itself is read at every edition, so each has to be the person's."""
        may = super()._may(request, verb, obj)
        if verb == "view" or obj is None or not may:
            return may
        return has_everywhere(request.user, self.permission(verb), obj)

    def within(self, request: HttpRequest, rows: Any, permission: str = "") -> Any:
        """Those at the person's editions, and those that take part nowhere yet."""
        if request.user.is_superuser:
            return rows
        mine = sorted(rights_of(request.user))
        anywhere = (
            Organization.objects.filter(**{f"{side}__isnull": False}).values("pk")
            for side in ("exhibitors", "buyers")
        )
        exhibits, buys = (Q(pk__in=side) for side in anywhere)
        return rows.filter(takes_part("pk", mine) | ~(exhibits | buys))
