"""Coming to an organization: finding it, founding it, taking up an invitation."""

import re
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.invite import accept_invitation, read_token
from accounts.actions.join import found_organization
from accounts.models import Invitation, Organization, User
from accounts.queries.organizations import organizations_like
from accounts.queries.people import person_at
from foundation.countries import country_choices
from foundation.errors import RuleBroken
from foundation.forms import TranslatedTextFormField
from matchmaking.actions.tell_joining import ask_owners

LONGEST_NAME = 300
NUMBER = "registration_number"
WEB_ADDRESS = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
PASSWORDLESS = "django.contrib.auth.backends.ModelBackend"


class OrganizationForm(forms.ModelForm[Organization]):
    """What an organization says of itself."""

    name = TranslatedTextFormField(label=gettext_lazy("Name"))
    country = forms.ChoiceField(label=gettext_lazy("Country"))
    website = forms.URLField(
        label=gettext_lazy("Website"), required=False, assume_scheme="https", max_length=200
    )

    class Meta:
        model = Organization
        fields = ("name", "country", "city", "website", "registration_number")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.holder: Organization | None = None  # another one that has the number
        country = cast("forms.ChoiceField", self.fields["country"])
        country.choices = [("", "—"), *country_choices()]
        if _known_by_number(self.instance):
            number = self.fields[NUMBER]
            number.disabled = True
            number.help_text = _("Only the organizer changes it now.")
            country.disabled = bool(self.instance.registration_number)

    def clean_name(self) -> Any:
        """It stands in e-mails to strangers."""
        name = self.cleaned_data["name"]
        for text in name.values():
            if len(text) > LONGEST_NAME:
                said = _("A name has at most %(count)s characters.")
                raise forms.ValidationError(said % {"count": LONGEST_NAME})
            if WEB_ADDRESS.search(text):
                raise forms.ValidationError(_("A name holds no web address."))
        return name

    def clean(self) -> None:
        """Says in words what the constraint would say by its name."""
        super().clean()
        country, number = (self.cleaned_data.get(name) for name in ("country", NUMBER))
        if not number:
            return
        others = Organization.objects.filter(country=country, registration_number=number)
        self.holder = others.exclude(pk=self.instance.pk).first()
        if self.holder is not None:
            said = _("%(name)s has this number already.") % {"name": self.holder}
            self.add_error(NUMBER, said)

    @property
    def only_number_taken(self) -> bool:
        """Whether everything else is right."""
        return self.holder is not None and list(self.errors) == [NUMBER]


def _known_by_number(own: Organization) -> bool:
    """Whether others go by its number, which is good in its country only."""
    if own.pk is None:
        return False
    known = own.standing == Organization.Standing.KNOWN
    return known or own.exhibitors.exists() or own.buyers.exists()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """A new organization, once those that look like it have been offered.

    Where one has its number already, `ours` founds it without, and the organizer is told.
    """
    form = OrganizationForm(request.POST or None)
    alike: list[Organization] = []
    person = cast("User", request.user)
    if request.method == "POST" and not form.is_valid() and form.holder:
        if request.POST.get("ours") and form.only_number_taken:
            made = found_organization(person, form.instance, claims_from=form.holder)
            said = _("%(name)s is founded without its number: the organizer decides whose it is.")
            messages.success(request, said % {"name": made})
            return redirect("organization", made.pk)
        alike.append(form.holder)
    elif request.method == "POST" and form.is_valid():
        alike += organizations_like(
            " ".join(form.cleaned_data["name"].values()),
            form.cleaned_data["registration_number"],
            form.cleaned_data["country"],
        )
        if not alike or request.POST.get("anew"):
            made = found_organization(person, form.save(commit=False))
            messages.success(request, _("%(name)s is founded.") % {"name": made})
            return redirect("organization", made.pk)
    status = 422 if form.is_bound and not form.is_valid() else 200
    context = {"form": form, "alike": alike}
    return render(request, "accounts/found.html", context, status=status)


@login_required
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Search by name or registration number."""
    wanted = request.GET.get("q", "").strip()[:200]
    context = {"q": wanted, "found": organizations_like(wanted, wanted) if wanted else []}
    return render(request, "accounts/find.html", context)


@login_required
@require_POST
def ask(request: HttpRequest, organization: int) -> HttpResponse:
    """Ask the owners to be let in."""
    target = get_object_or_404(Organization, pk=organization)
    try:
        ask_owners(cast("User", request.user), target)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The owners of %(name)s are told.") % {"name": target})
    return redirect("home")


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation's link: reading it changes nothing, the one button on it accepts."""
    asked = read_token(token)
    if asked is None:
        raise Http404
    if request.method != "POST":
        return _invitation_page(request, asked)
    try:
        person = accept_invitation(
            asked.pk, user=request.user if request.user.is_authenticated else None
        )
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return _invitation_page(request, asked, 409)
    if not request.user.is_authenticated:
        login(request, person, backend=PASSWORDLESS)
    messages.success(request, _("You act for %(name)s now.") % {"name": asked.organization})
    return redirect("home")


def _invitation_page(request: HttpRequest, asked: Invitation, status: int = 200) -> HttpResponse:
    context = {
        "invitation": asked,
        "good": Invitation.objects.open().filter(pk=asked.pk).exists(),
        "known": person_at(asked.email) is not None,
    }
    return render(request, "accounts/invitation.html", context, status=status)
