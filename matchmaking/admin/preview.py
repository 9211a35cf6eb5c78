"""Settings of matching and planning: each explained, what a change does shown before it is made."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from expo.models import Edition
from matchmaking.actions.change_settings import change_settings
from matchmaking.admin.front import edition_of
from matchmaking.admin.rights import may, must
from matchmaking.models import PlanningSettings
from matchmaking.part_words import say_part
from matchmaking.queries.preview import proposals_at, weighed

CHANGE = "matchmaking.change_planningsettings"
# Weight → where its slider ends; beyond it the number can be written on the settings' own page.
ENDS = {
    "value": 5000, "should": 100_000, "exposure": 50_000, "moved": 50_000, "spread": 1000,
    "fair_share": 100, "idle_gap": 2000, "interpreter_change": 2000, "walking": 500,
}  # fmt: skip


class Slider(forms.NumberInput):
    """With a number beside it that follows (`sliders.js`)."""

    input_type = "range"
    template_name = "admin/matchmaking/slider.html"


class PreviewForm(forms.Form):
    """The threshold, and every weight with its own explanation."""

    threshold = forms.IntegerField(
        label=gettext_lazy("score from which a match may fill a free slot"),
        min_value=0,
        max_value=100,
        widget=Slider,
        help_text=gettext_lazy("Lower: more meetings are proposed, of less likely pairs."),
    )

    def __init__(self, settings: PlanningSettings, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in settings.weights:
            column: Any = settings._meta.get_field(name)
            self.fields[name] = forms.IntegerField(
                label=column.verbose_name,
                help_text=column.help_text,
                min_value=1 if name == "value" else 0,
                max_value=max(ENDS.get(name, 1000), getattr(settings, name)),
                widget=Slider,
            )


@require_http_methods(["GET", "POST"])
def preview_view(request: HttpRequest, edition_id: int, admin: Any) -> HttpResponse:
    """POST shows what the settings would do; with `apply` it takes them over."""
    edition = edition_of(request, edition_id, admin)
    must(request, "matchmaking.view_planningsettings", edition)
    settings = PlanningSettings.objects.filter(edition=edition).first() or PlanningSettings()
    now = {"threshold": edition.match_threshold, **settings.weights}
    if request.method == "POST" and "apply" in request.POST:
        must(request, CHANGE, edition)
    form = PreviewForm(settings, data=request.POST or None, initial=now)
    shown: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        wanted = dict(form.cleaned_data)
        if "apply" in request.POST:
            change_settings(edition, wanted.pop("threshold"), wanted)
            messages.success(request, _("Saved. The next plan goes by these settings."))
            return redirect("admin:expo_edition_preview", edition.pk)
        shown = _shown(edition, wanted)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Matching and planning: %(edition)s") % {"edition": edition},
        "edition": edition,
        "settings": settings,
        "form": form,
        "may_change": may(request, CHANGE, edition),
        **shown,
    }
    return TemplateResponse(request, "admin/expo/edition/preview.html", context)


def _shown(edition: Edition, wanted: dict[str, int]) -> dict[str, Any]:
    now, then = proposals_at(edition, edition.match_threshold, wanted["threshold"])
    schedule, parts = weighed(edition, wanted)
    return {
        "shown": True,
        "now": now,
        "then": then,
        "schedule": schedule,
        "parts": [(say_part(p.name), p.times, p.before, p.after) for p in parts],
        "sums": (sum(p.before for p in parts), sum(p.after for p in parts)),
    }
