"""A side's matches: ranked cards, marks, comparison."""

from dataclasses import replace
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Membership, User
from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Participant
from foundation.asked import number, plain
from foundation.countries import country_choices
from foundation.errors import RuleBroken
from matchmaking.actions.mark_match import mark_match, unmark_match
from matchmaking.models import MatchMark
from matchmaking.queries.compare import FEWEST, MOST, compare
from matchmaking.queries.matches import Wanted, cards_of, countries_of, match_with, matches_of
from matchmaking.queries.needs import matched_at_all, matching, own_needs
from matchmaking.queries.places import Place
from matchmaking.queries.requests import limits
from matchmaking.queries.scope import known
from matchmaking.queries.shelf import shelf_of
from matchmaking.views.doors import at_place, page

Role = Membership.Role
A_PAGE = 10
TABS = {
    "all": gettext_lazy("All"),
    "saved": gettext_lazy("Saved"),
    "hidden": gettext_lazy("Hidden"),
}
LONGEST_TEXT = 100


@require_safe
@at_place(let_in=True)
def matches(request: HttpRequest, place: Place, side: str = "") -> HttpResponse:
    """The ranked list of one side; without a side named, of the buying one first."""
    side = side or ("buyer" if "buyer" in place.let_in else "exhibitor")
    me = own_side(place, side)
    wanted = _wanted(request)
    rows = Paginator(matches_of(me, wanted), A_PAGE).get_page(request.GET.get("page"))
    there = set(countries_of(me))
    shelf = [] if wanted.narrowed or rows.number > 1 else shelf_of(me)
    # All cards are made at once, which saves asking twice.
    cards = cards_of(me, [*rows, *(match for match, _why in shelf)], need=wanted.need)
    context = {
        "side": side,
        "rows": rows,
        "cards": cards[: len(rows)],
        "shelf": [
            replace(card, why=why)
            for card, (_match, why) in zip(cards[len(rows) :], shelf, strict=True)
        ],
        "wanted": wanted,
        "tabs": TABS,
        "needs": own_needs(me) if isinstance(me, Buyer) else (),
        "countries": [pair for pair in country_choices() if pair[0] in there],
        "waits": isinstance(me, Buyer) and matching(me),
        "begun": matched_at_all(place.edition),
        "limits": limits(place),
        "why_hidden": MatchMark.Reason.choices,
    }
    return page(request, place, "matches.html", context)


def _wanted(request: HttpRequest) -> Wanted:
    asked = request.GET
    need, show = asked.get("need", ""), asked.get("show", "all")
    return Wanted(
        need=number(need),
        text=asked.get("q", "").strip()[:LONGEST_TEXT],
        country=asked.get("country", "")[:2],
        unblocked="unblocked" in asked,
        show=show if show in TABS else "all",
    )


@require_safe
@at_place(let_in=True)
def compare_them(request: HttpRequest, place: Place, side: str) -> HttpResponse:
    """Up to four side by side."""
    me = own_side(place, side)
    asked = map(number, request.GET.getlist("with"))
    keys = [key for key in asked if key is not None]
    context = {
        "side": side,
        "comparison": compare(me, keys),
        "fewest": FEWEST,
        "most": MOST,
        "cut": len(set(keys)) > MOST,
    }
    return page(request, place, "compare.html", context)


@require_POST
@at_place(role=Role.EDITOR, let_in=True)
def mark(request: HttpRequest, place: Place, side: str, other: int) -> HttpResponse:
    """Save, hide with a reason, or take that back: the button's name says which."""
    me, at = own_side(place, side), (place.edition.slug, place.organization.pk)
    them = other_party(me, other)
    pair: Any = (me, them) if isinstance(me, Buyer) else (them, me)
    user = cast("User", request.user)
    try:
        if "undo" in request.POST:
            unmark_match(*pair, side=side, user=user)
        else:
            hides = "hide" in request.POST
            mark_match(
                *pair,
                side=side,
                kind=MatchMark.Kind.HIDDEN if hides else MatchMark.Kind.SAVED,
                user=user,
                reason=request.POST.get("reason", "") if hides else "",
                note=plain(request.POST.get("note", ""))[:1000] if hides else "",
            )
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        if getattr(request, "htmx", False):
            return _card(request, place, me, them)
        messages.success(request, _("Saved."))
    back = _back(request)
    return redirect(back) if back else redirect("matches-of", *at, side)


def _card(request: HttpRequest, place: Place, me: Participant, them: Participant) -> HttpResponse:
    """As it stood where the button was pressed."""
    found, need = match_with(me, them), number(request.POST.get("need"))
    context = {
        "place": place,
        "side": "buyer" if isinstance(me, Buyer) else "exhibitor",
        "card": cards_of(me, [found], need=need)[0] if found else None,
        "why_hidden": MatchMark.Reason.choices,
        "comparable": "comparable" in request.POST,
        "need_key": need,
        "here": _back(request),
    }
    return render(request, "portal/card.html", context)


def _back(request: HttpRequest) -> str:
    """Where the form stood, if that is a page of ours."""
    back = request.POST.get("back", "")
    ours = back.startswith("/at/") and url_has_allowed_host_and_scheme(back, None)
    return back if ours else ""


def own_side(place: Place, side: str) -> Participant:
    """The place's own participant; 404 where it has none on that side."""
    found: Participant | None = getattr(place, side) if side in place.sides else None
    if found is None:
        raise Http404
    return found


def other_party(me: Participant, key: int) -> Participant:
    """A participant of the other side who takes part in the same edition; 404 else. Buyers are in
    no catalogue: an exhibitor finds those that it is matched with, asks, is asked by or meets.
    """
    rows: Any = Exhibitor.objects if isinstance(me, Buyer) else Buyer.objects.filter(known([me.pk]))
    taking_part = rows.taking_part().select_related("organization", "edition")
    found: Participant = get_object_or_404(taking_part, edition=me.edition_id, pk=key)
    return found
