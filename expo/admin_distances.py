"""Walking distances: rows on a hall's page."""

from typing import Any

from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.desk import DeskInline
from expo.models import HallDistance
from foundation.forms import EditionOfParent


class DistanceForm(EditionOfParent):
    """A distance is kept once for a pair, the older hall first."""

    parent_field = "start"

    def clean(self) -> dict[str, Any]:
        """Puts the pair in order."""
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and start.pk and end.pk and start.pk > end.pk:
            cleaned["start"], cleaned["end"] = end, start
        return cleaned


class DistanceFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """Leaves the pair as the form put it."""

    def save_new(self, form: ModelForm[Any], commit: bool = True) -> Any:
        """Without setting the hall of the page as the start again."""
        return form.save(commit=commit)


class DistanceInline(DeskInline):
    """Ways to halls that came later; a new one may lead anywhere."""

    form = DistanceForm
    formset = DistanceFormSet
    model = HallDistance
    fk_name = "start"
    autocomplete_fields = ["end"]
    fields = ["end", "minutes"]
    verbose_name_plural = _("Walking from here")
    show_change_link = False


class DistanceBackInline(DistanceInline):
    """Ways kept with the other hall first."""

    fk_name = "end"
    autocomplete_fields = ["start"]
    fields = ["start", "minutes"]
    verbose_name_plural = _("Walking to here")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """In the other list."""
        return False
