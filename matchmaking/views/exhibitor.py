"""What an exhibitor says of itself, and how complete it is."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership
from exhibitors.models import Exhibitor
from matchmaking.actions.save_exhibitor import OWN, save_exhibitor
from matchmaking.queries.completeness import completeness
from matchmaking.queries.places import Place
from matchmaking.views.doors import at_place, page
from matchmaking.views.edits import attempt, mine, overlaps, seal_of, seen_in
from matchmaking.views.exhibitor_forms import AltForm, PictureForm, ProfileForm
from matchmaking.views.products import exhibitor_of

Role = Membership.Role


@require_safe
@at_place(side="exhibitor")
def profile(request: HttpRequest, place: Place) -> HttpResponse:
    """What is said, and what that which is not said costs."""
    exhibitor = exhibitor_of(place)
    context = {"exhibitor": exhibitor, "complete": completeness(exhibitor)}
    if request.headers.get("HX-Target") == "complete":
        return page(request, place, "exhibitor/complete.html", context)
    return page(request, place, "exhibitor/profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_place(role=Role.EDITOR, side="exhibitor")
def edit(request: HttpRequest, place: Place) -> HttpResponse:
    """Texts, markets, channels, languages, team; the logo has a form of its own."""
    exhibitor = _row(place)
    sent = request.POST if request.method == "POST" else None
    seal = seal_of(exhibitor, OWN, request if sent is not None else None)
    form, changed = ProfileForm(sent, instance=exhibitor), []
    if sent is not None and form.is_valid():
        seen, values = seen_in(request, form), {name: form.cleaned_data[name] for name in OWN}
        if seen is not None:
            website = form.cleaned_data["website"]
            done, error = attempt(
                form,
                lambda: save_exhibitor(exhibitor.pk, values, website=website, seen=seen),
                "team_size",
            )
            if done:
                messages.success(request, _("Saved."))
                return redirect("profile", place.edition.slug, place.organization.pk)
            if error:
                kept = mine(values, seen)
                changed, exhibitor = overlaps(form, error, kept), _row(place)
                initial = {**kept, "website": website}
                form = ProfileForm(initial=initial, instance=exhibitor)
                seal = seal_of(exhibitor, OWN)
    context = {"form": form, "changed": changed, "seen": seal, **_logo(exhibitor)}
    status = 409 if changed else 422 if form.is_bound else 200
    return page(request, place, "exhibitor/edit.html", context, status)


def _logo(exhibitor: Exhibitor) -> dict[str, Any]:
    """The logo's own forms beside the page's."""
    logo = exhibitor.pictures.filter(product=None).first()
    alt = AltForm(initial={"alt": logo.alt}, prefix=f"p{logo.pk}") if logo else None
    return {"logo": logo, "logo_form": PictureForm(), "alt_form": alt}


def _row(place: Place) -> Exhibitor:
    """As it is stored now; a form writes into its row before anything is saved."""
    rows = Exhibitor.objects.select_related("organization", "edition")
    row: Exhibitor = rows.get(pk=exhibitor_of(place).pk)
    return row
