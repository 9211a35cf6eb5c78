"""Logo and product pictures: added, described, taken away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Membership
from exhibitors.models import Product
from foundation.errors import RuleBroken
from foundation.uploads import was_stopped
from matchmaking.actions.add_picture import add_picture
from matchmaking.actions.describe_picture import describe_picture
from matchmaking.actions.remove_picture import remove_picture
from matchmaking.queries.places import Place
from matchmaking.views.doors import at_place
from matchmaking.views.exhibitor_forms import AltForm, PictureForm
from matchmaking.views.products import exhibitor_of

Role = Membership.Role


@require_POST
@at_place(role=Role.EDITOR, side="exhibitor")
def logo(request: HttpRequest, place: Place) -> HttpResponse:
    """A new logo in the former one's place."""
    _add(request, place, None)
    return redirect("profile-edit", place.edition.slug, place.organization.pk)


@require_POST
@at_place(role=Role.EDITOR, side="exhibitor")
def of_product(request: HttpRequest, place: Place, key: int) -> HttpResponse:
    """One more of a product."""
    product = get_object_or_404(exhibitor_of(place).products, pk=key)
    _add(request, place, product)
    return redirect("product-edit", place.edition.slug, place.organization.pk, key)


@require_POST
@at_place(role=Role.EDITOR, side="exhibitor")
def change(request: HttpRequest, place: Place, key: int) -> HttpResponse:
    """What it shows, said anew; or away with it."""
    picture = get_object_or_404(exhibitor_of(place).pictures, pk=key)
    product = picture.product_id
    form = AltForm(request.POST, prefix=f"p{key}")
    if "remove" in request.POST:
        remove_picture(picture)
        messages.success(request, _("The picture is removed."))
    elif form.is_valid():
        describe_picture(picture, form.cleaned_data["alt"])
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Say what the picture shows, in at least one language."))
    where = [place.edition.slug, place.organization.pk]
    return (
        redirect("product-edit", *where, product) if product else redirect("profile-edit", *where)
    )


def _add(request: HttpRequest, place: Place, product: Product | None) -> None:
    form = PictureForm(request.POST, request.FILES)
    if was_stopped(request):
        messages.error(request, _("The file is too large."))
        return
    if not form.is_valid():
        messages.error(request, _("Choose a picture and say what it shows."))
        return
    sent = form.cleaned_data
    try:
        add_picture(exhibitor_of(place), sent["picture"].read(), sent["alt"], product=product)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The picture is added."))
