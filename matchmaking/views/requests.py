"""The inbox of meeting requests, for both sides."""

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Membership
from foundation.errors import RuleBroken
from foundation.texts import language_keys
from matchmaking.actions import answer_request as answering
from matchmaking.actions.request_meeting import request_meeting
from matchmaking.models import MeetingRequest
from matchmaking.queries.places import Place
from matchmaking.queries.requests import (
    TABS,
    Item,
    counts,
    inbox,
    items_of,
    limits,
    request_of,
)
from matchmaking.queries.times import common_slots
from matchmaking.views.doors import at_place, page
from matchmaking.views.matches import other_party, own_side

if TYPE_CHECKING:
    from collections.abc import Callable

Role = Membership.Role
LONGEST = 2000
LONGEST_KEY = 10
ON_A_PAGE = 25
TITLES = {
    "received": gettext_lazy("Received"),
    "sent": gettext_lazy("Sent"),
    "agreed": gettext_lazy("Agreed"),
    "past": gettext_lazy("Past"),
}


class AskForm(forms.Form):
    """What goes with a request."""

    priority = forms.ChoiceField(
        label=gettext_lazy("How much you want it"),
        choices=[
            (MeetingRequest.Priority.SHOULD, gettext_lazy("I would like to meet them")),
            (MeetingRequest.Priority.MAY, gettext_lazy("If there is room")),
        ],
        widget=forms.RadioSelect,
        initial=MeetingRequest.Priority.SHOULD,
    )
    session = forms.ChoiceField(
        label=gettext_lazy("Time of day"), choices=MeetingRequest.Session.choices, required=False
    )
    message = forms.CharField(
        label=gettext_lazy("Message"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What you would like to talk about, in any language."),
    )


@require_safe
@at_place()
def requests(request: HttpRequest, place: Place, tab: str = "received") -> HttpResponse:
    """One tab of the inbox."""
    if tab not in TABS:
        raise Http404
    held = counts(place)
    pages = Paginator(inbox(place, tab), ON_A_PAGE)
    pages.count = held[tab]  # counted already
    rows = pages.get_page(request.GET.get("page"))
    context = {
        "tabs": [(name, TITLES[name], held[name]) for name in TABS],
        "tab": tab,
        "rows": rows,
        "items": items_of(place, rows),
        "limits": limits(place),
    }
    return page(request, place, "requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_place(role=Role.EDITOR, let_in=True)
def ask(request: HttpRequest, place: Place, side: str, other: int) -> HttpResponse:
    """Ask a participant of the other side (`side` is one's own) for a meeting."""
    them = other_party(own_side(place, side), other)
    exhibitor, buyer = (them, place.buyer) if side == "buyer" else (place.exhibitor, them)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            request_meeting(
                exhibitor,  # type: ignore[arg-type]
                buyer,  # type: ignore[arg-type]
                asked_by=side,
                language=language_keys(get_language() or "en")[-1],
                **form.cleaned_data,
            )
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s is asked for a meeting.") % {"name": them})
            return redirect("requests-tab", place.edition.slug, place.organization.pk, "sent")
    status = 422 if form.is_bound else 200
    context = {"form": form, "them": them, "side": side, "limits": limits(place)}
    return page(request, place, "ask.html", context, status)


@require_POST
@at_place(role=Role.EDITOR)
def answer(request: HttpRequest, place: Place, key: int) -> HttpResponse:
    """Accept, decline or withdraw: the button's name says which."""
    item = _own(place, key)
    reason = request.POST.get("reason", "")[:LONGEST]
    verbs: dict[str, tuple[Callable[[], object], str]] = {
        "accept": (
            lambda: answering.accept_request(key, item.side, seen=seen_in(request)),
            _("Accepted."),
        ),
        "decline": (
            lambda: answering.decline_request(
                key, item.side, reason=reason, language=language_keys(get_language() or "en")[-1]
            ),
            _("Declined."),
        ),
        "withdraw": (lambda: answering.withdraw_request(key, item.side), _("Withdrawn.")),
    }
    verb = next((name for name in verbs if name in request.POST), None)
    if verb is None:
        raise Http404
    try:
        verbs[verb][0]()
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, verbs[verb][1])
    return redirect("requests", place.edition.slug, place.organization.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@at_place(role=Role.EDITOR)
def propose(request: HttpRequest, place: Place, key: int) -> HttpResponse:
    """Choose another time from those when both sides are there."""
    item = _own(place, key)
    slots = common_slots(item.request)
    status = 200
    if request.method == "POST":
        chosen = next((s for s in slots if str(s.pk) == request.POST.get("slot")), None)
        try:
            answering.propose_time(key, item.side, chosen)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            status = 422
        else:
            messages.success(request, _("The other side is asked."))
            return redirect("requests", place.edition.slug, place.organization.pk)
    return page(request, place, "propose.html", {"item": item, "slots": slots}, status)


def seen_in(request: HttpRequest) -> int | None:
    """The time proposed that the button's page showed, 0 for none."""
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) <= LONGEST_KEY else None


def _own(place: Place, key: int) -> Item:
    item = request_of(place, key)
    if item is None:
        raise Http404
    return item
