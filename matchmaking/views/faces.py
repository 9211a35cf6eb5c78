"""One side as the other sees it: an exhibitor has one face, wherever it is shown."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from exhibitors.models import Exhibitor
from expo.models import Participant
from foundation.forms import RIGHT_TO_LEFT
from matchmaking.models import MatchMark
from matchmaking.part_words import say_part
from matchmaking.queries.discreet import discreet_parts
from matchmaking.queries.places import Place
from matchmaking.queries.profiles import profile_of
from matchmaking.queries.seen import Face, face_of, sample_match
from matchmaking.views.doors import at_place, page
from matchmaking.views.matches import other_party, own_side
from matchmaking.views.products import exhibitor_of

ON_A_PAGE = 24


@require_safe
@at_place(let_in=True)
def match(request: HttpRequest, place: Place, side: str, other: int) -> HttpResponse:
    """One of the other side, with what joins the two and what may be done."""
    me = own_side(place, side)
    return _joined(request, place, me, other_party(me, other))


@require_safe
@at_place(let_in=True)
def exhibitor_page(request: HttpRequest, place: Place, key: int) -> HttpResponse:
    """An exhibitor, for everybody who takes part in the edition; to a buyer as its match."""
    rows = Exhibitor.objects.filter(edition=place.edition).taking_part()
    exhibitor = get_object_or_404(rows.select_related("organization", "edition"), pk=key)
    buyer = place.buyer if "buyer" in place.let_in else None
    if buyer and exhibitor.organization_id != place.organization.pk:
        return _joined(request, place, buyer, exhibitor)
    context = {"other": exhibitor, "face": _face(request, exhibitor)}
    return page(request, place, "participant.html", context)


def _joined(request: HttpRequest, place: Place, me: Participant, them: Participant) -> HttpResponse:
    found = profile_of(me, them)
    parts = discreet_parts(found.card.match.parts, found.side) if found.card else {}
    context = {
        "side": found.side,
        "profile": found,
        "card": found.card,
        "other": them,
        "face": _face(request, them) if isinstance(them, Exhibitor) else None,
        "parts": [
            (say_part(name), round(100 * part))
            for name, part in parts.items()
            if isinstance(part, int | float) and name not in ("buyer_view", "exhibitor_view")
        ],
        "why_hidden": MatchMark.Reason.choices,
    }
    return page(request, place, "participant.html", context)


@require_safe
@at_place(side="exhibitor")
def seen(request: HttpRequest, place: Place) -> HttpResponse:
    """Card and page as a buyer with another language sees them."""
    codes = [code for code, _name in settings.LANGUAGES]
    wanted = request.GET.get("language", "")
    language = wanted if wanted in codes else translation.get_language() or "en"
    exhibitor = exhibitor_of(place)
    with translation.override(language):
        face = _face(request, exhibitor)
        context = {"place": place, "face": face, "match": sample_match(exhibitor), "preview": True}
        shown = render_to_string("portal/exhibitor/face.html", context, request)
        card = render_to_string("portal/exhibitor/face_card.html", context, request)
    return page(
        request,
        place,
        "exhibitor/seen.html",
        {
            # Made by the templates above, which escape what they fill in.
            "shown": mark_safe(shown),  # noqa: S308
            "card": mark_safe(card),  # noqa: S308
            "spoken": language,
            "direction": "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr",
        },
    )


def _face(request: HttpRequest, exhibitor: Exhibitor) -> Face:
    return face_of(
        exhibitor, lambda rows: Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    )
