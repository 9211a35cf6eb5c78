"""Queues of people and papers that wait for an organizer, decided one by one or many at once."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from expo.models import Edition
from foundation.asked import number
from matchmaking.actions.check_organizations import check_organizations
from matchmaking.actions.check_papers import check_papers
from matchmaking.actions.decide_participants import Decision, decide_participants
from matchmaking.admin.front import edition_of
from matchmaking.admin.rights import may, must
from matchmaking.errors import RuleBroken
from matchmaking.queries.queues import DECIDES, MOST, alike, new_organizations, papers, waiting
from matchmaking.wording import country_name, standard_name

ON_A_PAGE = 50
# Queue → its name and the permission that deciding takes.
QUEUES = {
    "exhibitors": (gettext_lazy("Exhibitors"), "exhibitors.change_exhibitor"),
    "buyers": (gettext_lazy("Buyers"), "buyers.change_buyer"),
    "papers": (gettext_lazy("Certificates"), "exhibitors.change_certificate"),
    "organizations": (gettext_lazy("New organizations"), DECIDES),
}
# Decision → words on its button and its key.
DECISIONS = {
    "approve": (gettext_lazy("Let in"), "a"),
    "hosted": (gettext_lazy("Let in as hosted"), "h"),
    "refuse": (gettext_lazy("Refuse"), "r"),
    "checked": (gettext_lazy("Checked"), "a"),
    "known": (gettext_lazy("Accept"), "a"),
    "reject": (gettext_lazy("Refuse with a reason"), "r"),
}
OFFERED = {
    "organizations": ["known", "reject"],
    "exhibitors": ["approve", "refuse"],
    "buyers": ["approve", "hosted", "refuse"],
    "papers": ["checked"],
}


@require_http_methods(["GET", "POST"])
def queues_view(request: HttpRequest, edition_id: int, admin: Any) -> HttpResponse:
    """`queue` chooses; POST first counts what it would do, then (`sure`) does it."""
    edition = edition_of(request, edition_id, admin)
    mine = [name for name, (_w, needed) in QUEUES.items() if may(request, needed, edition)]
    queue = request.GET.get("queue", "")
    if queue not in QUEUES:
        queue = next(iter(mine), "exhibitors")
    must(request, QUEUES[queue][1], edition)
    if request.method == "POST":
        return _decide(request, edition, queue, admin)
    page = Paginator(_rows(edition, queue), ON_A_PAGE).get_page(request.GET.get("page"))
    others = alike(page.object_list) if queue == "organizations" else {}
    context = {
        **_context(request, edition, queue, admin),
        "queues": [(n, QUEUES[n][0], _rows(edition, n).order_by().count()) for n in mine],
        "page": page,
        "pages": list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
        "rows": [_said(queue, row) | {"alike": others.get(row.pk, [])} for row in page.object_list],
        "decisions": [(name, *DECISIONS[name]) for name in OFFERED[queue]],
    }
    return TemplateResponse(request, "admin/expo/edition/queues.html", context)


def _context(request: HttpRequest, edition: Edition, queue: str, admin: Any) -> dict[str, Any]:
    return {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("To approve: %(edition)s") % {"edition": edition},
        "edition": edition,
        "queue": queue,
        "name": QUEUES[queue][0],
    }


def _rows(edition: Edition, queue: str) -> QuerySet[Any]:
    if queue == "organizations":
        return new_organizations(edition)
    return papers(edition) if queue == "papers" else waiting(edition, queue)


def _said(queue: str, row: Any) -> dict[str, Any]:
    """A line: what it is, what of, what else to know."""
    if queue == "organizations":
        return {
            "row": row,
            "name": row,
            "of": country_name(row.country),
            "more": _joined(row.city, row.registration_number, row.website, row.standing_reason),
            "until": row.founded_at,
        }
    if queue == "papers":
        return {
            "row": row,
            "name": standard_name(row.standard),
            "of": row.exhibitor,
            "more": _joined(row.issuer, row.number, row.product),
            "until": row.valid_until,
        }
    return {
        "row": row,
        "name": row.organization,
        "of": country_name(row.organization.country),
        "more": _joined(row.contact_name, row.contact_email, row.delegation),
        "until": row.created_at,
    }


def _joined(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)


def _decide(request: HttpRequest, edition: Edition, queue: str, admin: Any) -> HttpResponse:
    decision = request.POST.get("decision", "")
    keys = _keys(request, edition, queue)
    back = f"{request.path}?{urlencode({'queue': queue})}"
    if decision not in OFFERED[queue] or not keys:
        messages.warning(request, _("Nothing was ticked."))
        return redirect(back)
    if "sure" not in request.POST:
        found = _rows(edition, queue).filter(pk__in=keys)
        context = {
            **_context(request, edition, queue, admin),
            "decision": decision,
            "words": DECISIONS[decision][0],
            "keys": keys,
            "count": found.order_by().count(),
            "some": found[:10],
            "back": back,
            "most": MOST,
        }
        return TemplateResponse(request, "admin/expo/edition/decide.html", context)
    try:
        messages.success(request, DOERS[queue](request, edition, queue, keys, decision))
    except RuleBroken as refusal:
        messages.warning(request, str(refusal))
    return redirect(back)


def _keys(request: HttpRequest, edition: Edition, queue: str) -> list[int]:
    """Those ticked, or with `all` the first `MOST` of the queue."""
    if "all" in request.POST:
        return list(_rows(edition, queue).values_list("pk", flat=True)[:MOST])
    return [key for text in request.POST.getlist("row") if (key := number(text))][:MOST]


def _people(
    request: HttpRequest, edition: Edition, queue: str, keys: list[int], decision: str
) -> str:
    because = request.POST.get("reason", "")
    done = decide_participants(edition, queue, keys, Decision(decision), because=because)
    said = ngettext("%(count)d participant decided.", "%(count)d participants decided.",
                    done.participants)  # fmt: skip
    told = ngettext("%(count)d person is told.", "%(count)d people are told.", done.told)
    return f"{said % {'count': done.participants}} {told % {'count': done.told}}"


def _organizations(
    request: HttpRequest, edition: Edition, _queue: str, keys: list[int], decision: str
) -> str:
    reason = request.POST.get("reason", "") if decision == "reject" else None
    done = check_organizations(edition, keys, request.user, refused_because=reason)  # type: ignore[arg-type]
    said = ngettext("%(count)d organization decided.", "%(count)d organizations decided.",
                    done.organizations)  # fmt: skip
    told = ngettext("%(count)d person is told.", "%(count)d people are told.", done.told)
    return f"{said % {'count': done.organizations}} {told % {'count': done.told}}"


def _papers(
    request: HttpRequest, edition: Edition, _queue: str, keys: list[int], _decision: str
) -> str:
    done = check_papers(edition, keys, request.user)  # type: ignore[arg-type]
    said = ngettext(
        "%(count)d certificate is noted as checked by you.",
        "%(count)d certificates are noted as checked by you.",
        done,
    )
    return said % {"count": done}


DOERS: dict[str, Callable[..., str]] = {
    "organizations": _organizations,
    "exhibitors": _people,
    "buyers": _people,
    "papers": _papers,
}
