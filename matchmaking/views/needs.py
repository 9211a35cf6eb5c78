"""A buyer's needs: list, paste, form, page."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Membership
from buyers.models import Buyer, SourcingNeed
from expo.models import Category
from foundation.asked import numbers
from foundation.edits import OvertakenError, seal, unseal
from foundation.errors import RuleBroken
from matchmaking.actions.copy_need import copy_need
from matchmaking.actions.save_need import save_need, seen_of
from matchmaking.actions.set_need_state import set_need_state
from matchmaking.queries.headings import suggested
from matchmaking.queries.matches import Wanted, cards_of, matches_of
from matchmaking.queries.needs import (
    categories_by_code,
    headings,
    matched_at_all,
    matching,
    need_of,
    needs_of,
)
from matchmaking.queries.places import Place
from matchmaking.scoring.reading.contacts import without_contacts
from matchmaking.scoring.reading.draft import draft_need
from matchmaking.trade_words import need_terms
from matchmaking.views.doors import at_place, page
from matchmaking.views.need_forms import NeedForm, PasteForm, guesses, initial_of

Role = Membership.Role
SHOWN = 4  # matches on a need's own page


@require_safe
@at_place(side="buyer")
def needs(request: HttpRequest, place: Place) -> HttpResponse:
    """All of them, with what each has found."""
    buyer = _buyer(place)
    context = {"rows": needs_of(buyer), "matching": matching(buyer)}
    return page(request, place, "needs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_place(role=Role.EDITOR, side="buyer")
def new(request: HttpRequest, place: Place) -> HttpResponse:
    """First the text; then the form, filled with what was read in it; then the need."""
    if request.method != "POST":
        paste = None if "empty" in request.GET else PasteForm()
        form = NeedForm(scheme=place.edition.category_scheme)
        return page(request, place, "need_new.html", {"paste": paste, "form": form})
    if "read" not in request.POST:
        return _form(request, place, None)
    paste = PasteForm(request.POST)
    if not paste.is_valid():
        return page(request, place, "need_new.html", {"paste": paste}, 422)
    pasted, gone = without_contacts(paste.cleaned_data["pasted"].replace("\r\n", "\n"))
    if gone:
        messages.info(
            request,
            _("E-mail addresses and telephone numbers were taken out of the text: exhibitors read "
              "it, and contact details are shown only once both sides agree to meet."),
        )  # fmt: skip
    return _shown(request, place, NeedForm(**_read(place, pasted)), pasted=pasted)


@require_http_methods(["GET", "HEAD", "POST"])
@at_place(role=Role.EDITOR, side="buyer")
def edit(request: HttpRequest, place: Place, key: int) -> HttpResponse:
    """Correct it."""
    return _form(request, place, _own(place, key))


def _form(request: HttpRequest, place: Place, need: SourcingNeed | None) -> HttpResponse:
    scheme = place.edition.category_scheme
    if request.method != "POST":
        return _shown(request, place, NeedForm(instance=need, scheme=scheme), need=need)
    pasted = request.POST.get("pasted", "")
    form = NeedForm(request.POST, instance=need, scheme=scheme)
    if "find" in request.POST:
        return _found(request, place, form, need)
    if not form.is_valid():
        return _shown(request, place, form, need=need, pasted=pasted, status=422)
    key, seen = (need.pk if need else None), unseal(request.POST.get("seen", ""))
    try:
        saved = save_need(_buyer(place), key, form.cleaned_data, seen=seen if need else None)
    except OvertakenError as overtaken:
        names = ", ".join(str(form.fields[c.name].label) for c in overtaken.changes)
        form.add_error(
            None,
            _("Somebody else has changed this need meanwhile (%(names)s). What you wrote stands "
              "below; save once more to put it in place of theirs.") % {"names": names},
        )  # fmt: skip
        return _shown(request, place, form, need=_own(place, key or 0), status=409)
    except RuleBroken as refusal:
        form.add_error(None, str(refusal))
        return _shown(request, place, form, need=need, status=422)
    messages.success(request, _("Saved."))
    return redirect("need", place.edition.slug, place.organization.pk, saved.pk)


def _read(place: Place, pasted: str) -> dict[str, Any]:
    scheme = place.edition.category_scheme
    return {"initial": initial_of(draft_need(pasted, headings(scheme)), scheme), "scheme": scheme}


def _found(
    request: HttpRequest, place: Place, form: NeedForm, need: SourcingNeed | None
) -> HttpResponse:
    """Without JavaScript: the form as it was written, with the categories found."""
    ticked = numbers(request.POST.getlist("categories"))
    rows = Category.objects.filter(scheme=place.edition.category_scheme, pk__in=ticked)
    form.offer(dict.fromkeys([*rows, *_categories(request, place)]))
    form.errors.clear()
    return _shown(request, place, form, need=need, pasted=request.POST.get("pasted", ""))


def _categories(request: HttpRequest, place: Place) -> list[Category]:
    text = (request.POST.get("find_category") or request.GET.get("find_category") or "")[:200]
    scheme = place.edition.category_scheme
    if text.strip().isalnum() and text.strip().isascii() and text.strip()[:1].isdigit():
        return categories_by_code(scheme, [text.strip()])
    return categories_by_code(scheme, [heading.code for heading in suggested(scheme, text)])


@require_safe
@at_place(side="buyer")
def find_categories(request: HttpRequest, place: Place) -> HttpResponse:
    """Boxes to tick, for the form's search."""
    ticked = set(request.GET.getlist("categories"))
    rows = [row for row in _categories(request, place) if str(row.pk) not in ticked]
    return render(request, "portal/need_categories.html", {"found": rows})


def _shown(
    request: HttpRequest,
    place: Place,
    form: NeedForm,
    *,
    need: SourcingNeed | None = None,
    pasted: str = "",
    status: int = 200,
) -> HttpResponse:
    """The form; where it began with a text, with what is still as it was read."""
    said: dict[str, str] = {}
    if pasted:
        scheme = place.edition.category_scheme
        draft = draft_need(pasted, headings(scheme))
        initial = initial_of(draft, scheme)
        first = NeedForm(initial=initial, scheme=scheme)
        told = guesses(draft, initial).items()
        said = {name: words for name, words in told if _same(form, first, name)}
    context = {
        "form": form,
        "need": need,
        "pasted": pasted,
        "guesses": said,
        "seen": seal(seen_of(need)) if need else "",
    }
    return page(request, place, "need_form.html", context, status)


def _same(form: NeedForm, first: NeedForm, name: str) -> bool:
    """Whether a field holds what was read."""
    if not form.is_bound:
        return True
    here, there = form[name].value(), first[name].value()
    return str(here if here is not None else "") == str(there if there is not None else "")


@require_safe
@at_place(side="buyer")
def need(request: HttpRequest, place: Place, key: int) -> HttpResponse:
    """Its terms and its best matches; with htmx only the matches, until they are there."""
    found = _own(place, key)
    buyer = _buyer(place)
    waits = found.state == SourcingNeed.State.OPEN and matching(buyer)
    rows = matches_of(buyer, Wanted(need=found.pk))
    context = {
        "need": found,
        "terms": need_terms(found, own=True),
        "waits": waits,
        "cards": [] if waits else cards_of(buyer, list(rows[:SHOWN]), need=found.pk),
        "count": rows.count(),
        "begun": matched_at_all(place.edition),
        "side": "buyer",
    }
    if getattr(request, "htmx", False):
        return render(request, "portal/need_matches.html", {**context, "place": place})
    return page(request, place, "need.html", context)


@require_POST
@at_place(role=Role.EDITOR, side="buyer")
def state(request: HttpRequest, place: Place, key: int) -> HttpResponse:
    """Open, pause or close it."""
    found = _own(place, key)
    try:
        set_need_state(_buyer(place), found.pk, request.POST.get("state", ""))
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("need", place.edition.slug, place.organization.pk, found.pk)


@require_POST
@at_place(role=Role.EDITOR, side="buyer")
def copy(request: HttpRequest, place: Place, key: int) -> HttpResponse:
    """A second one, to be changed."""
    made = copy_need(_buyer(place), _own(place, key).pk)
    messages.success(request, _("This is the copy; it is paused until you open it."))
    return redirect("need-edit", place.edition.slug, place.organization.pk, made.pk)


def _buyer(place: Place) -> Buyer:
    return cast("Buyer", place.buyer)


def _own(place: Place, key: int) -> SourcingNeed:
    found = need_of(_buyer(place), key)
    if found is None:
        raise Http404
    return found
