"""An exhibitor's certificates."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Membership
from exhibitors.models import Certificate
from foundation.uploads import was_stopped
from matchmaking.actions.remove_certificate import remove_certificate
from matchmaking.actions.save_certificate import save_certificate
from matchmaking.queries.places import Place
from matchmaking.queries.standards import papers_of
from matchmaking.views.doors import at_place, page
from matchmaking.views.edits import Overlap, attempt, mine, overlaps, seal_of, seen_in
from matchmaking.views.exhibitor_forms import CertificateForm
from matchmaking.views.products import exhibitor_of

Role = Membership.Role
SEALED = CertificateForm.Meta.fields


@require_safe
@at_place(side="exhibitor")
def certificates(request: HttpRequest, place: Place) -> HttpResponse:
    """All of them with their state."""
    context = {"papers": papers_of(exhibitor_of(place))}
    return page(request, place, "exhibitor/certificates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_place(role=Role.EDITOR, side="exhibitor")
def certificate(request: HttpRequest, place: Place, key: int | None = None) -> HttpResponse:
    """A new one, or a change."""
    exhibitor = exhibitor_of(place)
    row = _own(place, key) if key else None
    sent = request.POST if request.method == "POST" else None
    seal = seal_of(row, SEALED, request if sent is not None else None) if row else ""
    initial = {} if row else {"standard": request.GET.get("standard", "")[:64]}
    form = CertificateForm(
        sent, request.FILES or None, instance=row, exhibitor=exhibitor, initial=initial
    )
    changed: list[Overlap] = []
    if was_stopped(request):
        form.add_error("paper", _("The file is too large."))
    if sent is not None and form.is_valid():
        seen = seen_in(request, form) if row else {}
        values = {name: form.cleaned_data[name] for name in SEALED}
        if seen is not None:
            scan = form.cleaned_data["paper"]
            data = scan.read() if scan else None
            done, error = attempt(
                form,
                lambda: save_certificate(exhibitor, key, values, paper=data, seen=seen),
                "paper" if scan else None,
            )
            if done:
                messages.success(request, _("Saved."))
                return redirect("certificates", place.edition.slug, place.organization.pk)
            if error:
                kept = mine(values, seen)
                changed, row = overlaps(form, error, kept), _own(place, key)
                form = CertificateForm(initial=kept, instance=row, exhibitor=exhibitor)
                seal = seal_of(row, SEALED)
    context = {"form": form, "certificate": row, "seen": seal, "changed": changed}
    status = 409 if changed else 422 if form.is_bound else 200
    return page(request, place, "exhibitor/certificate.html", context, status)


@require_POST
@at_place(role=Role.EDITOR, side="exhibitor")
def remove(request: HttpRequest, place: Place, key: int) -> HttpResponse:
    """Away with it, and its scan."""
    remove_certificate(_own(place, key))
    messages.success(request, _("The certificate is deleted."))
    return redirect("certificates", place.edition.slug, place.organization.pk)


def _own(place: Place, key: int | None) -> Certificate:
    rows = exhibitor_of(place).certificates.select_related("product", "checked_by")
    return get_object_or_404(rows, pk=key)
