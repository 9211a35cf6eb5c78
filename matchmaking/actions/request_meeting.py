"""One side asks the other for a meeting."""

import uuid

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Edition, Participant
from foundation.errors import RuleBroken
from foundation.texts import Text
from matchmaking.actions.tell import Said, tell
from matchmaking.links import sign
from matchmaking.models import MeetingRequest
from matchmaking.models.notice import Kind
from matchmaking.queries.people import people_of
from matchmaking.queries.rules import rules_of
from matchmaking.queries.times import is_over

Side = MeetingRequest.Side
Priority = MeetingRequest.Priority


@transaction.atomic
def request_meeting(
    exhibitor: Exhibitor,
    buyer: Buyer,
    *,
    asked_by: str,
    priority: str = Priority.SHOULD,
    message: str = "",
    language: str = "en",
    session: str = "",
) -> MeetingRequest:
    """A pending request, told to the other side. It holds no slot.

    RuleBroken if one of them is not let in, the pair has a live request already, the asking side
    has as many unanswered ones as the edition allows, both sides are one organization, or the expo
    is over. `must` is only the organizer's to give.
    """
    edition = exhibitor.edition
    mine = exhibitor if asked_by == Side.EXHIBITOR else buyer
    _refuse(edition, exhibitor, buyer, priority)
    type(mine)._default_manager.select_for_update().get(pk=mine.pk)  # noqa: SLF001 (Django's name)
    _cap(edition, mine, asked_by)
    _only_one(exhibitor, buyer, asked_by)
    try:
        with transaction.atomic():
            request = MeetingRequest.objects.create(
                edition=edition,
                exhibitor=exhibitor,
                buyer=buyer,
                ref=f"p{uuid.uuid4().hex[:12]}",
                asked_by=asked_by,
                priority=priority,
                message=Text.of({language: message}),
                language=language,
                session=session,
                asked_on=timezone.localdate(timezone=edition.zone),
            )
    except IntegrityError as error:
        raise RuleBroken(_("This meeting has been asked for already.")) from error
    _tell_other(request)
    return request


def _refuse(edition: Edition, exhibitor: Exhibitor, buyer: Buyer, priority: str) -> None:
    if exhibitor.organization_id == buyer.organization_id:
        raise RuleBroken(_("Both sides are the same organization."))
    for side in (exhibitor, buyer):
        if side.state != Participant.State.APPROVED:
            raise RuleBroken(_("The organizer has not let %(who)s in yet.") % {"who": side})
    if priority not in (Priority.SHOULD, Priority.MAY):
        raise RuleBroken(_("Only the organizer can make a meeting a must."))
    if rules_of(edition).forbids(exhibitor, buyer):
        raise RuleBroken(_("The organizer arranges no meetings between these two."))
    if is_over(edition):
        raise RuleBroken(_("The expo is over."))


def _cap(edition: Edition, mine: Exhibitor | Buyer, asked_by: str) -> None:
    pending = mine.requests.filter(state=MeetingRequest.State.PENDING, asked_by=asked_by).count()
    if pending >= edition.pending_cap:
        raise RuleBroken(
            _("%(count)d of your requests are unanswered, as many as this expo allows. "
              "Withdraw one, or wait for an answer.")
            % {"count": pending}
        )  # fmt: skip


def _only_one(exhibitor: Exhibitor, buyer: Buyer, asked_by: str) -> None:
    live = MeetingRequest.objects.live().filter(exhibitor=exhibitor, buyer=buyer).first()
    if live is None:
        return
    if live.asked_by != asked_by and live.state == MeetingRequest.State.PENDING:
        raise RuleBroken(_("They have asked you already: accept their request."))
    raise RuleBroken(_("This meeting has been asked for already."))


def _tell_other(request: MeetingRequest) -> None:
    asker, asked = request.exhibitor, request.buyer
    if request.asked_by == Side.BUYER:
        asker, asked = asked, asker  # type: ignore[assignment]

    def say(person: User) -> Said:
        message = str(request.message)
        return Said(
            subject=_("%(who)s asks for a meeting") % {"who": asker},
            body=_("%(who)s would like to meet you at %(edition)s.")
            % {"who": asker, "edition": request.edition}
            + (f"\n\n“{message}”" if message else ""),
            path=reverse("requests", args=[request.edition.slug, asked.organization_id]),
            link=reverse("link-answer", args=[sign("answer", request.pk, person.pk)]),
        )

    tell(people_of(asked), request.edition, Kind.REQUEST, say)
