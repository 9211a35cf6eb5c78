"""The organizer's rules, each a sentence."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.models import Organization
from exhibitors.models import Exhibitor
from foundation.forms import EditionOfParent
from matchmaking.actions.apply_rules import apply_rules
from matchmaking.admin.history import HistoryAdmin
from matchmaking.models import HostedOnly, MeetingLimit, PairRule, QuietTime

KINDS = {PairRule.Kind.NEVER: "danger", PairRule.Kind.MUST: "success"}


class MatchesChange(HistoryAdmin):
    """A page of rules that the shown matches follow at once."""

    def organizations(self, rule: Any) -> set[int]:
        """Whom the rule is about."""
        raise NotImplementedError

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """With the rule, in its transaction; whom it was about before, too."""
        super().save_related(request, form, formsets, change)
        concerned = self.organizations(form.instance) | self.former(form)
        apply_rules(form.instance.edition, concerned)

    def former(self, form: Any) -> set[int]:
        """Whom it was about before it was changed."""
        before = (form.initial.get(name) for name in ("one", "other"))
        return {key for key in before if isinstance(key, int)}

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Matches come back."""
        self.delete_queryset(request, self.model.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """The same for several."""
        with transaction.atomic():
            rules = list(queryset)
            super().delete_queryset(request, queryset)
            for rule in rules:
                apply_rules(rule.edition, self.organizations(rule))


class PairRuleForm(ModelForm[PairRule]):
    """Both take part; of two that must meet one exhibits and the other buys."""

    def clean(self) -> dict[str, Any]:
        """Says who does not."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        edition = cleaned.get("edition") or self.instance.edition
        sides = []
        for name in ("one", "other"):
            found = _sides(cleaned.get(name), edition)
            if cleaned.get(name) and not found:
                self.add_error(name, _("It does not take part in this edition."))
            sides.append(found)
        if cleaned.get("kind") == PairRule.Kind.MUST and all(sides):
            pairs = {a + b for a in sides[0] for b in sides[1]}
            if not pairs & {"eb", "be"}:
                said = _("One of the two has to exhibit at this edition, the other to buy.")
                raise ValidationError(said)
        return cleaned


def _sides(organization: Organization | None, edition: Any) -> set[str]:
    if organization is None or edition is None:
        return set()
    here = {"organization": organization}
    sides = {"e": edition.exhibitors.filter(**here), "b": edition.buyers.filter(**here)}
    return {letter for letter, rows in sides.items() if rows.exists()}


@admin.register(PairRule)
class PairRuleAdmin(MatchesChange):
    """Never together, or must meet."""

    form = PairRuleForm
    edition_path = "edition"
    list_display = ["one", "shown_kind", "other", "reason", "note"]
    list_filter = ["edition", "kind", "reason"]
    list_select_related = ["one", "other"]
    search_fields = ["one__name", "other__name", "note"]
    autocomplete_fields = ["edition", "one", "other"]
    fieldsets = [
        (
            None,
            {
                "description": gettext_lazy(
                    "Two that are never together are not shown to each other as matches, cannot"
                    " ask for a meeting and are not planned. Two that must meet are planned before"
                    " all else; where they cannot be, no timetable is made and it is said why."
                ),
                "fields": ["edition", "kind", ("one", "other")],
            },
        ),
        (gettext_lazy("For the organizer only"), {"fields": [("reason", "note")]}),
    ]

    def organizations(self, rule: PairRule) -> set[int]:
        """Both."""
        return {rule.one_id, rule.other_id}

    @display(description=gettext_lazy("rule"), ordering="kind", label=KINDS)
    def shown_kind(self, rule: PairRule) -> tuple[str, str]:
        """Coloured."""
        return rule.kind, rule.get_kind_display()


class HostedOnlyForm(EditionOfParent):
    """Edition is the exhibitor's."""

    parent_field = "exhibitor"


@admin.register(HostedOnly)
class HostedOnlyAdmin(MatchesChange):
    """Exhibitors kept for hosted buyers."""

    form = HostedOnlyForm
    list_display = ["exhibitor", "edition"]
    list_filter = ["edition"]
    list_select_related = ["exhibitor__organization", "edition"]
    search_fields = ["exhibitor__organization__name", "exhibitor__ref"]
    autocomplete_fields = ["exhibitor"]
    fields = ["exhibitor"]

    def organizations(self, rule: HostedOnly) -> set[int]:
        """The exhibitor's."""
        return {rule.exhibitor.organization_id}

    def former(self, form: Any) -> set[int]:
        """The exhibitor's before."""
        before = Exhibitor.objects.filter(pk=form.initial.get("exhibitor") or 0)
        return set(before.values_list("organization", flat=True))


@admin.register(MeetingLimit)
class MeetingLimitAdmin(HistoryAdmin):
    """How many meetings each of a group has."""

    edition_path = "edition"
    list_display = ["__str__", "minimum", "maximum", "maximum_a_day", "edition"]
    list_filter = ["edition", "group"]
    list_select_related = ["edition", "delegation", "organization"]
    search_fields = ["organization__name", "delegation__name"]
    autocomplete_fields = ["edition", "delegation", "organization"]
    fieldsets = [
        (None, {"fields": ["edition", "group", ("delegation", "organization")]}),
        (
            gettext_lazy("Each of them has"),
            {
                "description": gettext_lazy(
                    "Where several limits are for somebody, the stricter holds. Nobody has to hold"
                    " more meetings than are wished for."
                ),
                "fields": [("minimum", "maximum", "maximum_a_day")],
            },
        ),
    ]


@admin.register(QuietTime)
class QuietTimeAdmin(HistoryAdmin):
    """When nobody, or hosted buyers only, meet."""

    edition_path = "edition"
    list_display = ["__str__", "starts", "ends", "note", "edition"]
    list_filter = ["edition", "who"]
    list_select_related = ["edition", "hall"]
    search_fields = ["note"]
    autocomplete_fields = ["edition", "hall"]
    fields = ["edition", ("who", "hall"), "during", "note"]

    @admin.display(description=gettext_lazy("from"), ordering="during")
    def starts(self, rule: Any) -> Any:
        """By the edition's clock."""
        return rule.during.lower.astimezone(rule.edition.zone).strftime("%Y-%m-%d %H:%M")

    @admin.display(description=gettext_lazy("to"))
    def ends(self, rule: Any) -> Any:
        """The same."""
        return rule.during.upper.astimezone(rule.edition.zone).strftime("%Y-%m-%d %H:%M")
