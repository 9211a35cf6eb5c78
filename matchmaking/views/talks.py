"""After the meetings: what was talked about, what came of it, what is due."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership, User
from foundation.asked import number, plain
from foundation.errors import RuleBroken
from foundation.texts import language_keys
from matchmaking.actions.record_outcome import reach_step, record_outcome, take_back_step
from matchmaking.models import OutcomeStep
from matchmaking.queries.places import Place
from matchmaking.queries.talks import FOLLOW_UPS, Talk, talk_of, talks_of
from matchmaking.views.doors import at_place, page

Role = Membership.Role
LONGEST = 4000
LONGEST_KEY = 18  # digits that a bigint holds
RATINGS = [
    ("", "–"),
    (5, gettext_lazy("5 – very useful")),
    (4, "4"),
    (3, "3"),
    (2, "2"),
    (1, gettext_lazy("1 – a waste of time")),
]


class MoneyForm(forms.Form):
    """An amount and its currency, both or none."""

    value = forms.DecimalField(
        label=gettext_lazy("Intended value"),
        required=False,
        min_value=Decimal(0),
        max_digits=18,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )
    value_currency = forms.RegexField(
        r"\A[A-Za-z]{3}\Z",
        label=gettext_lazy("Currency"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 3, "size": 5}),
        error_messages={"invalid": gettext_lazy("Use the three-letter currency code (USD).")},
    )

    def clean_value_currency(self) -> str:
        """In capitals."""
        return str(self.cleaned_data["value_currency"]).upper()

    def clean(self) -> dict[str, Any]:
        """A currency without a value says nothing."""
        cleaned = self.cleaned_data
        if cleaned.get("value") is None:
            cleaned["value_currency"] = ""
        elif not cleaned.get("value_currency") and "value_currency" not in self.errors:
            self.add_error("value_currency", _("In which currency?"))
        return cleaned


class OutcomeForm(MoneyForm):
    """One side's word."""

    talked_about = forms.CharField(
        label=gettext_lazy("Talked about"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("For you, your colleagues and the organizer; not the other side."),
    )
    next_step = forms.CharField(
        label=gettext_lazy("Next step"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    rating = forms.TypedChoiceField(
        label=gettext_lazy("How useful was it?"),
        choices=RATINGS,
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy(
            "Teaches the matching of this expo; the other side does not see it."
        ),
    )
    field_order = ["talked_about", "value", "value_currency", "next_step", "rating"]


class StepForm(MoneyForm):
    """A step of the ladder."""

    rung = forms.ChoiceField(label=gettext_lazy("Step"), choices=OutcomeStep.Rung.choices)
    reached_on = forms.DateField(
        label=gettext_lazy("Reached on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    field_order = ["rung", "reached_on", "value", "value_currency"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].label = gettext_lazy("Realised value")


@require_safe
@at_place()
def talks(request: HttpRequest, place: Place) -> HttpResponse:
    """All that are over, with what is due."""
    return page(request, place, "talks.html", {"talks": talks_of(place)})


@require_http_methods(["GET", "HEAD", "POST"])
@at_place()
def talk(request: HttpRequest, place: Place, key: int) -> HttpResponse:
    """One meeting: this side's word, and the ladder of both."""
    found = talk_of(place, key)
    if found is None or (request.method == "POST" and not place.edits):
        raise Http404
    said = found.outcome
    form = OutcomeForm(
        request.POST if "record" in request.POST else None,
        initial={
            "talked_about": said.talked_about if said else "",
            "next_step": said.next_step if said else "",
            "value": _plain(said.value) if said else "",
            "value_currency": (said.value_currency if said else "") or place.edition.currency,
            "rating": said.rating if said else None,
        },
    )
    step = StepForm(
        request.POST if "step" in request.POST else None,
        prefix="step",
        initial={
            "reached_on": timezone.localdate(timezone=place.edition.zone),
            "value_currency": place.edition.currency,
        },
    )
    if request.method == "POST" and _saved(request, found, form, step):
        return redirect("talk", place.edition.slug, place.organization.pk, key)
    context = {"talk": found, "form": form, "step": step, "days": FOLLOW_UPS}
    return page(request, place, "talk.html", context, 422 if request.method == "POST" else 200)


def _plain(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:.2f}".removesuffix(".00")


def _saved(request: HttpRequest, found: Talk, form: OutcomeForm, step: StepForm) -> bool:
    user = cast("User", request.user)
    meeting, side = found.meeting, found.side
    try:
        if "back" in request.POST:
            named = number(request.POST.get("which"))
            take_back_step(meeting, side, plain(request.POST["back"]), named)
        elif form.is_bound and form.is_valid():
            language = language_keys(get_language() or "en")[-1]
            record_outcome(meeting, side, user=user, language=language, **form.cleaned_data)
        elif step.is_bound and step.is_valid():
            reach_step(meeting, side, user=user, **step.cleaned_data)
        else:
            return False
    except RuleBroken as refusal:
        (form if form.is_bound else step).add_error(None, str(refusal))
        return False
    messages.success(request, _("Saved."))
    return True
