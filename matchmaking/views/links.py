"""What a link in an e-mail opens, for people without a password at hand."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership, User
from foundation.errors import RuleBroken
from foundation.texts import language_keys
from matchmaking.actions import answer_request as answering
from matchmaking.actions.choose_notices import choose_notices
from matchmaking.links import EVERY_DAY, Errand, read
from matchmaking.models import MeetingRequest, NoticeSetting
from matchmaking.models.notice import Kind
from matchmaking.queries.places import place_of
from matchmaking.queries.requests import Item, request_of
from matchmaking.queries.times import common_slots
from matchmaking.views.calendar import sheets_of
from matchmaking.views.requests import seen_in

if TYPE_CHECKING:
    from collections.abc import Callable

GONE = 410


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Accept, decline or move one request: GET shows it, the buttons post."""
    errand, person, over = _errand(token, "answer")
    with translation.override(person.language):
        item = None if over else _item(errand, person)
        if item is None:
            return render(request, "links/over.html", status=GONE)
        said = _act(request, item) if request.method == "POST" else {}
        item = _item(errand, person) or item
        slots = common_slots(item.request) if item.my_turn else []
        context = {"item": item, "person": person, "slots": slots, **said}
        return render(request, "links/answer.html", context, status=409 if "error" in said else 200)


@csrf_exempt  # mail programs post it themselves (RFC 8058); all it can do is stop one kind of mail
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop e-mails of one kind; they stay in the portal."""
    errand, person, _over = _errand(token, "unsubscribe")
    if errand.key not in (*Kind.values, EVERY_DAY):
        raise Http404
    with translation.override(person.language):
        if request.method == "POST":
            kinds = _kinds(errand.key, person)
            choose_notices(person, dict.fromkeys(kinds, NoticeSetting.Way.PORTAL))
        every_day = errand.key == EVERY_DAY
        kind = _("What happened since yesterday") if every_day else str(Kind(errand.key).label)
        context = {"kind": kind, "done": request.method == "POST"}
        return render(request, "links/unsubscribe.html", context)


@require_safe
def day(request: HttpRequest, token: str) -> HttpResponse:
    """The day sheet, for the person and the place that the link names; it shows and does nothing.

    Its key is `edition/organization`.
    """
    errand, person, over = _errand(token, "day")
    slug, _slash, organization = errand.key.partition("/")
    with translation.override(person.language):
        place = None if over else place_of(person, slug, int(organization))
        if place is None:
            return render(request, "links/over.html", status=GONE)
        context = {"sheets": sheets_of(place), "place": place, "layout": "base.html"}
        response = render(request, "portal/day_sheet.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _kinds(key: str, reader: User) -> list[str]:
    """The kinds that a link stops: one, or all that come in the day's digest."""
    if key != EVERY_DAY:
        return [key]
    rows = reader.notice_settings.filter(way=NoticeSetting.Way.DIGEST)
    return list(rows.values_list("kind", flat=True))


def _errand(token: str, verb: str) -> tuple[Errand, User, bool]:
    """404 for what no link of ours says, or for a person who is gone."""
    errand, over = read(token, verb)
    person = User.objects.filter(pk=errand.user, is_active=True).first() if errand else None
    if errand is None or person is None:
        raise Http404
    return errand, person, over


def _item(errand: Errand, person: User) -> Item | None:
    """The request as the person's side sees it, if they may still act for it."""
    row = MeetingRequest.objects.select_related("edition", "exhibitor", "buyer").filter(
        pk=errand.key
    ).first()  # fmt: skip
    for side in (row.exhibitor, row.buyer) if row else ():
        place = place_of(person, row.edition.slug, side.organization_id) if row else None
        if place and row and place.may(Membership.Role.EDITOR):
            return request_of(place, row.pk)
    return None


def _act(request: HttpRequest, item: Item) -> dict[str, str]:
    key, side, post = item.request.pk, item.side, request.POST
    slots = {str(slot.pk): slot for slot in common_slots(item.request)}
    verbs: dict[str, tuple[Callable[[], object], str]] = {
        "accept": (
            lambda: answering.accept_request(key, side, seen=seen_in(request)),
            _("Accepted."),
        ),
        "decline": (
            lambda: answering.decline_request(
                key, side, reason=post.get("reason", "")[:2000],
                language=language_keys(translation.get_language() or "en")[-1],
            ),
            _("Declined."),
        ),
        "propose": (
            lambda: answering.propose_time(key, side, slots.get(post.get("slot", ""))),
            _("The other side is asked."),
        ),
    }  # fmt: skip
    verb = next((name for name in verbs if name in post), None)
    if verb is None:
        raise Http404
    try:
        verbs[verb][0]()
    except RuleBroken as refusal:
        return {"error": str(refusal)}
    return {"done": verbs[verb][1]}
