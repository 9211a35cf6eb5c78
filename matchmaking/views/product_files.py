"""Products in and out as files."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Membership
from foundation.errors import RuleBroken
from foundation.uploads import was_stopped
from matchmaking.actions.cancel_product_import import cancel_product_import
from matchmaking.actions.confirm_product_import import confirm_product_import
from matchmaking.actions.start_product_import import start_product_import
from matchmaking.exchange.own_export import as_csv, as_workbook, own_rows, template
from matchmaking.models import ProductImport
from matchmaking.queries.places import Place
from matchmaking.views.doors import at_place, page
from matchmaking.views.exhibitor_forms import ImportForm
from matchmaking.views.products import exhibitor_of

Role = Membership.Role
FORMER = 5
ROWS_ON_A_PAGE = 50
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@at_place(side="exhibitor")
def export(_request: HttpRequest, place: Place, kind: str) -> HttpResponse:
    """The own products in the import's columns, or with `template` the columns alone."""
    exhibitor = exhibitor_of(place)
    if kind == "template":
        return _download(template(place.edition), XLSX, "products.xlsx")
    makers = {"csv": (as_csv, CSV), "xlsx": (as_workbook, XLSX)}
    if kind not in makers:
        raise Http404
    made, content_type = makers[kind]
    return _download(made(own_rows(exhibitor)), content_type, f"{exhibitor.ref}-products.{kind}")


def _download(data: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@at_place(role=Role.EDITOR, side="exhibitor")
def start(request: HttpRequest, place: Place) -> HttpResponse:
    """Choose a file; former ones below."""
    exhibitor = exhibitor_of(place)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES)
        if was_stopped(request):
            form.add_error("file", _("The file is too large."))
        elif form.is_valid():
            file = form.cleaned_data["file"]
            try:
                made = start_product_import(
                    exhibitor,
                    file.name,
                    file.read(),
                    user=request.user,  # type: ignore[arg-type]
                )
            except RuleBroken as refusal:
                form.add_error("file", str(refusal))
            else:
                where = [place.edition.slug, place.organization.pk, made.pk]
                return redirect("product-import", *where)
    former = exhibitor.product_imports.without_file().select_related("started_by")[:FORMER]
    context = {"form": form, "former": former}
    return page(request, place, "exhibitor/import.html", context, 422 if form.is_bound else 200)


@require_safe
@at_place(role=Role.EDITOR, side="exhibitor")
def progress(request: HttpRequest, place: Place, key: int) -> HttpResponse:
    """How far it is, what it would change, what is wrong; asked for again while a worker has it."""
    found = _own(place, key)
    listed = found.problems or found.rows
    context = {
        "found": found,
        "page": Paginator(listed, ROWS_ON_A_PAGE).get_page(request.GET.get("page")),
        "percent": 100 * found.rows_done // found.rows_total if found.rows_total else 0,
    }
    part = request.headers.get("HX-Target") == "import"
    return page(request, place, f"exhibitor/import_{'part' if part else 'page'}.html", context)


@require_POST
@at_place(role=Role.EDITOR, side="exhibitor")
def decide(request: HttpRequest, place: Place, key: int) -> HttpResponse:
    """Confirm or cancel: the button's name says which."""
    found = _own(place, key)
    verbs = {"confirm": confirm_product_import, "cancel": cancel_product_import}
    verb = next((name for name in verbs if name in request.POST), None)
    if verb is None:
        raise Http404
    try:
        verbs[verb](found.pk)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect("product-import", place.edition.slug, place.organization.pk, key)


def _own(place: Place, key: int) -> ProductImport:
    rows = exhibitor_of(place).product_imports.defer("file").select_related("started_by")
    return get_object_or_404(rows, pk=key)
