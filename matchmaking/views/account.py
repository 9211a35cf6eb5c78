"""A person's own pages: tokens for programs, and what is stored about them."""

from typing import TYPE_CHECKING, cast

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.consent import consents_of, say_consent
from accounts.actions.tokens import MAY_MAKE, end_token, make_token
from accounts.models import AccessToken, Area, Organization, Purpose
from accounts.privacy_texts import TEXTS, VERSION
from foundation.errors import RuleBroken
from matchmaking.actions.erase_person import erase_person
from matchmaking.queries.about_me import about_me

if TYPE_CHECKING:
    from accounts.models import User

DAYS = [
    (30, gettext_lazy("one month")),
    (90, gettext_lazy("three months")),
    (365, gettext_lazy("one year")),
]


class TokenForm(forms.Form):
    """What a new token is called and may do."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy("What it is for.")
    )
    organization = forms.ModelChoiceField(
        Organization.objects.none(),
        label=gettext_lazy("Acts as"),
        required=False,
        empty_label=gettext_lazy("myself"),
    )
    read = forms.MultipleChoiceField(
        label=gettext_lazy("May read"),
        choices=Area.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    write = forms.MultipleChoiceField(
        label=gettext_lazy("May change"),
        choices=Area.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Good for"), choices=DAYS, coerce=int, initial=90
    )

    def rows(self) -> list[tuple[str, str, bool, bool]]:
        """For the page's table: area, words, and whether reading and changing is ticked."""
        chosen = {verb: self[verb].value() or [] for verb in ("read", "write")}
        return [
            (
                area.value,
                str(area.label),
                area.value in chosen["read"],
                area.value in chosen["write"],
            )
            for area in Area
        ]

    @property
    def scopes(self) -> list[str]:
        """As they are stored."""
        return [f"{area}:{verb}" for verb in ("read", "write") for area in self.cleaned_data[verb]]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """One's tokens, and a form for a new one; its secret is shown on the answer to that only."""
    user = cast("User", request.user)
    form = TokenForm(request.POST or None)
    mine = Organization.objects.filter(memberships__user=user, memberships__role__in=MAY_MAKE)
    form.fields["organization"].queryset = mine  # type: ignore[attr-defined]
    made = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = make_token(
                user,
                said["name"],
                form.scopes,
                organization=said["organization"],
                days=said["days"],
            )
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
    rows = AccessToken.objects.live().filter(user=user).select_related("organization")
    context = {"form": form if made is None else None, "made": made, "tokens": rows}
    status = 422 if form.is_bound and form.errors else 200
    response = render(request, "account/tokens.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def end(request: HttpRequest, key: int) -> HttpResponse:
    """The token opens nothing any more."""
    if end_token(cast("User", request.user), key):
        messages.success(request, _("The token opens nothing any more."))
    return redirect("tokens")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def privacy(request: HttpRequest) -> HttpResponse:
    """What one agreed to; take one's data away, or have it erased."""
    user = cast("User", request.user)
    if request.method == "POST":
        for purpose in Purpose.values:
            say_consent(user, purpose, given=purpose in request.POST)
        messages.success(request, _("Saved."))
        return redirect("privacy")
    there = consents_of(user)
    rows = [
        (purpose.value, purpose.label, TEXTS[purpose], there.get(purpose.value))
        for purpose in Purpose
    ]
    return render(request, "account/privacy.html", {"purposes": rows, "version": VERSION})


@require_safe
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """All that is stored, as a ZIP."""
    response = HttpResponse(about_me(cast("User", request.user)), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="about-me.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def erase(request: HttpRequest) -> HttpResponse:
    """Asks for the e-mail address to be written out: there is no way back."""
    user = cast("User", request.user)
    wrong = False
    if request.method == "POST":
        wrong = request.POST.get("email", "").strip().lower() != user.email.lower()
        if not wrong:
            try:
                erase_person(user)
            except RuleBroken as refusal:
                messages.error(request, str(refusal))
                return redirect("privacy")
            logout(request)
            messages.success(request, _("Your account is erased."))
            return redirect("home")
    status = 422 if wrong else 200
    return render(request, "account/erase.html", {"wrong": wrong}, status=status)
