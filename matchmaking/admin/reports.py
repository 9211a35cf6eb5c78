"""Reports of an edition: pages, and the same as workbook, PDF or for printing."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from expo.models import Edition
from foundation.asked import number
from matchmaking.actions.note_export import note_export
from matchmaking.admin.front import edition_of
from matchmaking.admin.rights import may, must
from matchmaking.exchange.reports.said import REPORTS, report_of
from matchmaking.exchange.reports.tables import Report
from matchmaking.exchange.reports.typeset import NoFontError, pdf_of
from matchmaking.exchange.reports.words import TITLES
from matchmaking.exchange.reports.workbooks import workbook_of

if TYPE_CHECKING:
    from accounts.models import User

MET = ("exhibitors.view_exhibitor", "buyers.view_buyer", "matchmaking.view_meeting")
ALL = (*MET, "exhibitors.view_product", "buyers.view_sourcingneed", "matchmaking.view_match",
       "matchmaking.view_meetingrequest", "matchmaking.view_outcome")  # fmt: skip
# Report → the permissions that reading it takes.
NEEDED = dict.fromkeys(REPORTS, ALL) | {
    "fairness": MET,
    "rosters": ("expo.view_interpreter", "matchmaking.view_meeting"),
}
SHEETS = (*MET, "expo.view_interpreter")
MOST_PRINTED = 1000  # rows; typesetting takes some 0.2 MB of memory for each
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def must_all(request: HttpRequest, permissions: Iterable[str], edition: Edition) -> None:
    """PermissionDenied (403) unless the person has each."""
    for permission in permissions:
        must(request, permission, edition)


def tabs_of(request: HttpRequest, edition: Edition) -> list[tuple[str, Any]]:
    """Reports that the person may read."""
    return [
        (name, TITLES[name])
        for name, needed in NEEDED.items()
        if all(may(request, permission, edition) for permission in needed)
    ]


def page_context(request: HttpRequest, edition: Edition, admin: Any, title: str) -> dict[str, Any]:
    """What all pages of reports share."""
    return {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": f"{title}: {edition}",
        "edition": edition,
        "tabs": tabs_of(request, edition),
        "may_print": all(may(request, permission, edition) for permission in SHEETS),
    }


@require_safe
def newest_reports_view(request: HttpRequest, admin: Any) -> HttpResponse:
    """Those of the newest edition that the person organizes."""
    newest = admin.get_queryset(request).order_by("-pk").first()
    if newest is None:
        return redirect("admin:expo_edition_changelist")
    return redirect("admin:expo_edition_reports", newest.pk)


@require_safe
def reports_view(request: HttpRequest, edition_id: int, admin: Any) -> HttpResponse:
    """The first report that the person may read."""
    edition = edition_of(request, edition_id, admin)
    tabs = tabs_of(request, edition)
    if not tabs:
        raise PermissionDenied
    return redirect("admin:expo_edition_report", edition.pk, tabs[0][0])


def _asked(request: HttpRequest, edition_id: int, name: str, admin: Any) -> Edition:
    edition = edition_of(request, edition_id, admin)
    if name not in REPORTS:
        raise Http404
    must_all(request, NEEDED[name], edition)
    return edition


def _chosen(request: HttpRequest, name: str) -> dict[str, Any]:
    """What a report can be narrowed by."""
    return {"interpreter": number(request.GET.get("interpreter"))} if name == "rosters" else {}


@require_safe
def report_view(request: HttpRequest, edition_id: int, name: str, admin: Any) -> HttpResponse:
    """Tables with the definition of each figure. Of rosters one person's is listed."""
    edition = _asked(request, edition_id, name, admin)
    chosen = _chosen(request, name)
    listed = {"listed": bool(chosen["interpreter"])} if chosen else {}
    report = report_of(edition, name, **chosen, **listed)
    context = {
        **page_context(request, edition, admin, report.title),
        "report": report,
        "here": name,
        "chosen": request.GET.urlencode() if any(chosen.values()) else "",
    }
    return TemplateResponse(request, "admin/expo/edition/report.html", context)


@require_safe
def report_file_view(
    request: HttpRequest, edition_id: int, name: str, form: str, admin: Any
) -> HttpResponse:
    """`xlsx`, `pdf`, or `print`: a page without the desk around it. Each is written down."""
    edition = _asked(request, edition_id, name, admin)
    if form not in FORMS:
        raise Http404
    chosen = _chosen(request, name)
    report = report_of(edition, name, **chosen)
    if form == "pdf" and report.rows > MOST_PRINTED:
        said = _("That is %(count)s rows, too many for a PDF. Take the workbook or print the page.")
        messages.warning(request, said % {"count": report.rows})
        return _back(request, report)
    try:
        response = FORMS[form](request, report)
    except NoFontError as lack:
        return _without_font(request, report, str(lack))
    user = cast("User", request.user)
    note_export(user, edition, f"report.{name}", report.rows, form=form, **chosen)
    response["Cache-Control"] = "private, no-store"
    return response


def _without_font(request: HttpRequest, report: Report, text: str) -> HttpResponse:
    """Says what could not be set, and where the same can be printed from."""
    edition, asked = report.edition, request.GET.urlencode()
    page = reverse("admin:expo_edition_report_file", args=[edition.pk, report.name, "print"])
    said = format_html(
        '{} <a href="{}">{}</a>',
        _("This machine has no font for “%(text)s”, so there is no PDF.") % {"text": text},
        f"{page}?{asked}" if asked else page,
        _("Print this page from your browser instead."),
    )
    messages.warning(request, said)
    return _back(request, report)


def _back(request: HttpRequest, report: Report) -> HttpResponse:
    back = reverse("admin:expo_edition_report", args=[report.edition.pk, report.name])
    asked = request.GET.urlencode()
    return redirect(f"{back}?{asked}" if asked else back)


def _workbook(_request: HttpRequest, report: Report) -> HttpResponse:
    return _download(report, workbook_of(report), XLSX, "xlsx")


def _pdf(_request: HttpRequest, report: Report) -> HttpResponse:
    return _download(report, pdf_of(report), "application/pdf", "pdf")


def _page(request: HttpRequest, report: Report) -> HttpResponse:
    context = {"report": report, "bidi": translation.get_language_bidi()}
    return TemplateResponse(request, "reports/report.html", context)


def _download(report: Report, content: bytes, kind: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    day = timezone.localtime(report.made_at, report.edition.zone).date()
    name = f"{report.edition.slug}-{report.name}-{day}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


FORMS = {"xlsx": _workbook, "pdf": _pdf, "print": _page}
