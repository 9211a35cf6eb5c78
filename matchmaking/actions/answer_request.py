"""Accept, decline, withdraw a request, or propose another time for it."""

from collections.abc import Callable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from expo.models import Participant, TimeSlot
from foundation.errors import RuleBroken
from foundation.texts import Text
from matchmaking.actions.tell import Said, tell
from matchmaking.links import sign
from matchmaking.models import Meeting, MeetingRequest
from matchmaking.models.notice import Kind
from matchmaking.models.request import other_side
from matchmaking.queries.people import people_of
from matchmaking.queries.rules import rules_of
from matchmaking.queries.times import common_slots

State = MeetingRequest.State


@transaction.atomic
def accept_request(request_id: int, side: str, *, seen: int | None = None) -> MeetingRequest:
    """The side whose turn it is agrees, to the time proposed if there is one; twice is once.

    `seen` is the slot's key that was read as proposed, 0 for none. RuleBroken where another one is
    by now, where a rule keeps the two apart, and for a time that does not serve both any more or a
    meeting that has one already.
    """
    request = _locked(request_id)
    if request.state == State.ACCEPTED and not request.proposed_by:
        _as_seen(request.fixed_slot_id or 0, seen or None)
        return request
    _turn(request, side)
    _as_seen(request.proposed_slot_id or 0, seen)
    if rules_of(request.edition).forbids(request.exhibitor, request.buyer):
        raise RuleBroken(_("The organizer arranges no meetings between these two."))
    if request.proposed_by:
        _no_meeting_yet(request)
        if request.proposed_slot not in common_slots(request):
            raise RuleBroken(_("That time does not serve both sides any more: propose another."))
        request.fixed_slot, request.proposed_slot = request.proposed_slot, None
        request.proposed_by = ""
    _answered(request, State.ACCEPTED)
    request.save()
    _tell(request, side, lambda me: _("%(who)s agrees to meet you") % {"who": me})
    return request


@transaction.atomic
def decline_request(
    request_id: int, side: str, *, reason: str = "", language: str = "en"
) -> MeetingRequest:
    """The side whose turn it is does not want it; a time proposed for an agreed meeting is
    refused without ending the agreement.
    """
    request = _locked(request_id)
    if request.state == State.DECLINED:
        return request
    _turn(request, side)
    agreed = request.state == State.ACCEPTED
    request.proposed_slot, request.proposed_by = None, ""
    if agreed:
        say = _("%(who)s cannot come at the time you proposed; the meeting stays agreed")
    else:
        _answered(request, State.DECLINED)
        request.decline_reason = Text.of({language: reason})
        say = _("%(who)s declines")
    request.save()
    _tell(request, side, lambda me: say % {"who": me}, reason)
    return request


@transaction.atomic
def withdraw_request(request_id: int, side: str) -> MeetingRequest:
    """Its asker takes it back, or either side an agreement that has no meeting yet."""
    request = _locked(request_id)
    if request.state == State.WITHDRAWN:
        return request
    mine = request.asked_by == side or request.state == State.ACCEPTED
    if not request.live or not mine:
        raise RuleBroken(_("This request is not yours to withdraw, or is over."))
    _no_meeting_yet(request)
    request.proposed_slot, request.proposed_by = None, ""
    _answered(request, State.WITHDRAWN)
    request.save()
    _tell(request, side, lambda me: _("%(who)s withdraws the meeting") % {"who": me})
    return request


@transaction.atomic
def propose_time(request_id: int, side: str, slot: TimeSlot | None) -> MeetingRequest:
    """Offer a slot in which both sides are there; it is the other side's turn then."""
    request = _locked(request_id)
    if not request.live:
        raise RuleBroken(_("This request is over."))
    _no_meeting_yet(request)
    if slot is None or slot not in common_slots(request):
        raise RuleBroken(_("Choose a time when both sides are there."))
    request.proposed_slot, request.proposed_by = slot, side
    request.save()
    when = slot.during.lower.astimezone(request.edition.zone)
    _tell(
        request,
        side,
        lambda me: _("%(who)s proposes another time") % {"who": me},
        f"{when:%Y-%m-%d %H:%M} ({request.edition.time_zone})",
    )
    return request


def _locked(request_id: int) -> MeetingRequest:
    rows = MeetingRequest.objects.select_for_update(of=("self",)).select_related("edition")
    return rows.get(pk=request_id)


def _answered(request: MeetingRequest, state: str) -> None:
    request.state = state
    request.answered_on = timezone.localdate(timezone=request.edition.zone)


def _turn(request: MeetingRequest, side: str) -> None:
    if request.awaits != side:
        said = request.get_state_display()
        raise RuleBroken(_("This request waits for no answer of yours: %(said)s.") % {"said": said})


def _as_seen(slot: int, seen: int | None) -> None:
    if seen is not None and seen != slot:
        raise RuleBroken(_("The time proposed is another one by now: read the request again."))


def _no_meeting_yet(request: MeetingRequest) -> None:
    binding = Meeting.objects.binding().filter(
        exhibitor=request.exhibitor_id, buyer=request.buyer_id
    )
    if binding.exists():
        raise RuleBroken(
            _("The meeting stands in the timetable already; ask the organizer to move it.")
        )


def _participant(request: MeetingRequest, side: str) -> Participant:
    return request.exhibitor if side == MeetingRequest.Side.EXHIBITOR else request.buyer


def _tell(
    request: MeetingRequest, side: str, subject: Callable[[Participant], str], note: str = ""
) -> None:
    me = _participant(request, side)
    them = _participant(request, other_side(side))

    def say(person: User) -> Said:
        asked = request.awaits == other_side(side)
        link = reverse("link-answer", args=[sign("answer", request.pk, person.pk)])
        return Said(
            subject=subject(me),
            body=f"{request.edition}: {subject(me)}." + (f"\n\n“{note}”" if note else ""),
            path=reverse("requests", args=[request.edition.slug, them.organization_id]),
            link=link if asked else "",
        )

    tell(people_of(them), request.edition, Kind.ANSWER, say)
