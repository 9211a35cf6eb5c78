"""An exhibitor's products: list, new, change, second one, away."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Membership
from exhibitors.models import Exhibitor, Product
from exhibitors.models.picture import MOST_OF_PRODUCT
from foundation.errors import RuleBroken
from matchmaking.actions.copy_product import copy_product
from matchmaking.actions.remove_product import remove_product
from matchmaking.actions.save_product import save_product
from matchmaking.queries.headings import suggested
from matchmaking.queries.places import Place
from matchmaking.queries.products import FILTERS, first_pictures, loss_of, products_of
from matchmaking.views.doors import at_place, page
from matchmaking.views.edits import Overlap, attempt, mine, overlaps, seal_of, seen_in
from matchmaking.views.exhibitor_forms import AltForm, PictureForm
from matchmaking.views.product_forms import FIELDS, ProductForm

Role = Membership.Role
ON_A_PAGE = 25
SEALED = (*FIELDS, "category")
TITLES = {
    "all": gettext_lazy("All"),
    "no-price": gettext_lazy("Without a price"),
    "no-category": gettext_lazy("Without a category"),
    "no-picture": gettext_lazy("Without a picture"),
}
# Boxes of the form, as the page groups them.
GROUPS = (
    (
        gettext_lazy("Quantities"),
        (
            ("moq", "moq_unit"),
            ("capacity", "capacity_unit", "capacity_period"),
            ("unit_size", "unit_size_unit"),
        ),
    ),
    (
        gettext_lazy("Price and delivery"),
        (
            ("price_min", "price_max", "price_currency", "price_unit"),
            ("incoterm", "incoterm_place", "lead_time_days"),
        ),
    ),
    (
        gettext_lazy("How it keeps"),
        (("shelf_life_days", "temperature_min", "temperature_max"),),
    ),
)


def exhibitor_of(place: Place) -> Exhibitor:
    """The place's; its views are behind `side="exhibitor"`."""
    exhibitor = place.exhibitor
    if exhibitor is None:  # pragma: no cover (the door has looked)
        raise LookupError(place)
    # Read already, and asked for by the forms.
    exhibitor.edition, exhibitor.organization = place.edition, place.organization
    return exhibitor


@require_safe
@at_place(side="exhibitor")
def products(request: HttpRequest, place: Place) -> HttpResponse:
    """A page of the list, filtered."""
    wanted = request.GET.get("q", "").strip()[:100]
    lack = request.GET.get("lack", "all")
    lack = lack if lack in FILTERS else "all"
    rows = products_of(exhibitor_of(place), wanted, lack)
    listed = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    shown = list(listed.object_list)
    pictures = first_pictures(shown)
    context = {
        "page": listed,
        "rows": [(row, pictures.get(row.pk)) for row in shown],
        "q": wanted,
        "lack": lack,
        "filters": TITLES.items(),
    }
    return page(request, place, "exhibitor/products.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_place(role=Role.EDITOR, side="exhibitor")
def create(request: HttpRequest, place: Place) -> HttpResponse:
    """A new product."""
    exhibitor = exhibitor_of(place)
    form = ProductForm(_sent(request), exhibitor=exhibitor)
    if request.method == "POST" and "suggest" not in request.POST and form.is_valid():
        try:
            made = save_product(exhibitor, None, form.values)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s is added.") % {"name": made})
            return redirect("product-edit", place.edition.slug, place.organization.pk, made.pk)
    return _form_page(request, place, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@at_place(side="exhibitor")
def edit(request: HttpRequest, place: Place, key: int) -> HttpResponse:
    """A product with its pictures; viewers read it."""
    product = _own(place, key)
    exhibitor = exhibitor_of(place)
    sent = _sent(request) if place.edits else None
    seal = seal_of(product, SEALED, request if sent is not None else None)
    form = ProductForm(sent, instance=product, exhibitor=exhibitor)
    changed: list[Overlap] = []
    if sent is not None and "suggest" not in sent and form.is_valid():
        seen = seen_in(request, form)
        if seen is not None:
            done, error = attempt(
                form, lambda: save_product(exhibitor, key, form.values, seen=seen)
            )
            if done:
                messages.success(request, _("Saved."))
                return redirect("product-edit", place.edition.slug, place.organization.pk, key)
            if error:
                kept = mine(form.values, seen)
                changed = overlaps(form, error, kept)
                product = _own(place, key)
                form, seal = _reopened(exhibitor, product, kept), seal_of(product, SEALED)
    return _form_page(request, place, form, product, seal, changed)


def _reopened(exhibitor: Exhibitor, product: Product, kept: dict[str, Any]) -> ProductForm:
    """The product as it is now, with what the reader changed in the boxes."""
    initial = dict(kept)
    if "category" in initial:
        category = initial.pop("category")
        initial["code"] = category.code if category else ""
    return ProductForm(initial=initial, instance=product, exhibitor=exhibitor)


@require_POST
@at_place(role=Role.EDITOR, side="exhibitor")
def headings(request: HttpRequest, place: Place) -> HttpResponse:
    """What the name typed so far suggests, to be put below it."""
    context = {"suggestions": _suggestions(request, place), "asked": True}
    return page(request, place, "exhibitor/headings.html", context)


@require_POST
@at_place(role=Role.EDITOR, side="exhibitor")
def copy(request: HttpRequest, place: Place, key: int) -> HttpResponse:
    """A second one like it, to be changed at once."""
    made = copy_product(_own(place, key))
    messages.success(request, _("This is the copy. Change what differs, and save."))
    return redirect("product-edit", place.edition.slug, place.organization.pk, made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@at_place(role=Role.EDITOR, side="exhibitor")
def remove(request: HttpRequest, place: Place, key: int) -> HttpResponse:
    """Says what goes with it, and asks."""
    product = _own(place, key)
    if request.method == "POST":
        name = str(product)
        remove_product(product)
        messages.success(request, _("%(name)s is deleted.") % {"name": name})
        return redirect("products", place.edition.slug, place.organization.pk)
    context = {"product": product, "loss": loss_of(product)}
    return page(request, place, "exhibitor/product_remove.html", context)


def _sent(request: HttpRequest) -> QueryDict | None:
    """A heading chosen from those suggested takes the place of the code in the box."""
    if request.method != "POST":
        return None
    sent = request.POST.copy()
    if sent.get("heading"):
        sent["code"] = str(sent["heading"])
    return sent


def _own(place: Place, key: int) -> Product:
    rows = exhibitor_of(place).products.select_related("category", "exhibitor")
    return get_object_or_404(rows, pk=key)


def _suggestions(request: HttpRequest, place: Place) -> list[Any]:
    texts = [
        request.POST[name] for name in request.POST if name.startswith(("name__", "description__"))
    ]
    return suggested(place.edition.category_scheme, " ".join(texts)[:2000])


def _form_page(
    request: HttpRequest,
    place: Place,
    form: ProductForm,
    product: Product | None,
    seal: str = "",
    changed: list[Overlap] | None = None,
) -> HttpResponse:
    asked = form.is_bound and "suggest" in request.POST
    status = 409 if changed else 422 if form.is_bound and not asked else 200
    context = {
        "form": form,
        "product": product,
        "changed": changed,
        "seen": seal,
        "groups": [
            (title, [[form[name] for name in row] for row in rows]) for title, rows in GROUPS
        ],
        "asked": asked,
        "suggestions": _suggestions(request, place) if asked else [],
        "pictures": [
            (each, AltForm(initial={"alt": each.alt}, prefix=f"p{each.pk}"))
            for each in (product.pictures.order_by("number") if product else [])
        ],
        "most_pictures": MOST_OF_PRODUCT,
        "picture_form": PictureForm(),
    }
    return page(request, place, "exhibitor/product.html", context, status)
