"""Who sees which rows: one function and one table of rules, for every endpoint of the API.

An organizer sees what the desk's permissions grant (`view_…`) at the editions where they do. Beside
that, and anybody else, sees what the rule of the row's kind says, and of a kind without a rule
nothing.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
)

from accounts.models import Consent, Organization
from buyers.models import Buyer, SourcingNeed
from exhibitors.models import Certificate, Exhibitor, Picture, Product
from expo.models import Category, Delegation, Edition, Interpreter, Participant, TimeSlot
from matchmaking.models import (
    ExportRecord,
    Match,
    Meeting,
    MeetingRequest,
    Outcome,
    PlanningRun,
    Registration,
    RegistrationSource,
    Schedule,
    ScoringRun,
    WebhookDelivery,
    WebhookEndpoint,
)
from matchmaking.models.meeting import BINDING
from matchmaking.queries.contacts import agreed_with, consents
from matchmaking.queries.readers import Reader, Side

Row = TypeVar("Row", bound=Model)
APPROVED = Participant.State.APPROVED
NOTHING = Q(pk__in=[])
EVERYTHING = ~NOTHING


def visible_to(rows: "QuerySet[Row]", reader: Reader) -> "QuerySet[Row]":
    """Those of the rows that the reader may see."""
    at = organized(reader, rows.model)
    if at is None:
        return rows
    rule = RULES.get(rows.model, _nothing)(reader)
    return rows.filter(rule | _at(rows.model, at) if at else rule)


def organized(reader: Reader, model: type[Model]) -> set[int] | None:
    """The editions whose rows of this kind the desk shows to the reader; None for all."""
    model = PART_OF.get(model, model)
    view, change = reader.granted("view", model), reader.granted("change", model)
    return None if view is None or change is None else {*view, *change}


def _at(model: type[Model], editions: set[int]) -> Q:
    if model is Organization:
        exhibitors = Exhibitor.objects.filter(edition__in=editions).values("organization")
        buyers = Buyer.objects.filter(edition__in=editions).values("organization")
        return Q(pk__in=exhibitors) | Q(pk__in=buyers)
    if model in OF_NO_EDITION:
        return NOTHING
    return Q(**{f"{EDITION_OF.get(model, 'edition')}__in": editions})


def _nothing(_reader: Reader) -> Q:
    return NOTHING


def _edition(reader: Reader) -> Q:
    """Where one takes part, has applied or interprets, and those open for registration."""
    own = {side.edition for side in (*reader.exhibitors.values(), *reader.buyers.values())}
    mine = Q(pk__in=own | reader.taking_part) | Q(registration_open=True)
    return (
        mine
        if reader.only
        else mine | Q(pk__in=Interpreter.objects.filter(user=reader.user).values("edition"))
    )


def _exhibitor(reader: Reader) -> Q:
    """The catalogue of editions that one takes part in, and one's own."""
    return Q(pk__in=reader.exhibitors) | Q(state=APPROVED, edition__in=reader.taking_part)


def _of_exhibitor(reader: Reader) -> Q:
    return Q(exhibitor__in=reader.exhibitors) | Q(
        exhibitor__state=APPROVED, edition__in=reader.taking_part
    )


def _buyer(reader: Reader) -> Q:
    """One's own, and to an exhibitor those it is matched with, asks, is asked by or meets."""
    return Q(pk__in=reader.buyers) | (known(_let_in(reader.exhibitors)) & Q(state=APPROVED))


def _need(reader: Reader) -> Q:
    """One's own, and the open ones of buyers that one may see: a paused one is still a draft."""
    shown = Q(state=SourcingNeed.State.OPEN, buyer__state=APPROVED)
    return Q(buyer__in=reader.buyers) | (known(_let_in(reader.exhibitors), "buyer") & shown)


def known(exhibitors: Collection[int], buyer: str = "pk") -> Q:
    """Buyers that one of the exhibitors is matched with, asks, is asked by or meets; or rows of
    theirs, which name them as `buyer`.
    """
    if not exhibitors:
        return NOTHING
    pair = {"buyer": OuterRef(buyer), "exhibitor__in": list(exhibitors)}
    return (
        Q(Exists(Match.objects.current().filter(**pair)))
        | Q(Exists(MeetingRequest.objects.filter(**pair)))
        | Q(Exists(Meeting.objects.binding().filter(**pair)))
    )


def _let_in(sides: Mapping[int, Side]) -> list[int]:
    return [key for key, side in sides.items() if side.approved]


def _pair(reader: Reader) -> Q:
    return Q(exhibitor__in=reader.exhibitors) | Q(buyer__in=reader.buyers)


def _match(reader: Reader) -> Q:
    """Of sides that take part: whoever was refused since reads of no others."""
    mine = Q(exhibitor__in=_let_in(reader.exhibitors)) | Q(buyer__in=_let_in(reader.buyers))
    return Q(run__current=True) & mine


def _meeting(reader: Reader) -> Q:
    """What binds; an interpreter's own, too."""
    mine = _pair(reader)
    if not reader.only:
        mine |= Q(interpreter__user=reader.user)
    return BINDING & mine


def _outcome(reader: Reader) -> Q:
    """One's own word; the other side's is its own."""
    exhibitor, buyer = MeetingRequest.Side.EXHIBITOR, MeetingRequest.Side.BUYER
    return Q(side=exhibitor, meeting__exhibitor__in=reader.exhibitors) | Q(
        side=buyer, meeting__buyer__in=reader.buyers
    )


def _delegation(reader: Reader) -> Q:
    """Those one leads, and one's own companies'."""
    return (
        Q(pk__in=reader.led)
        | Q(pk__in=Exhibitor.objects.filter(pk__in=reader.exhibitors).values("delegation"))
        | Q(pk__in=Buyer.objects.filter(pk__in=reader.buyers).values("delegation"))
    )


def _webhook(reader: Reader) -> Q:
    """Owners' business."""
    return Q(organization__in=[key for key in reader.roles if reader.owns(key)])


def _delivery(reader: Reader) -> Q:
    return Q(endpoint__organization__in=[key for key in reader.roles if reader.owns(key)])


# The way to a row's edition, where it is not `edition`.
EDITION_OF: dict[Any, str] = {
    Edition: "pk",
    Outcome: "meeting__edition",
    Registration: "source__edition",
    WebhookDelivery: "endpoint__edition",
}
# Kinds that the desk grants with another.
PART_OF: dict[Any, type[Model]] = {Picture: Product}
OF_NO_EDITION = (Category, Consent, ExportRecord)
RULES: dict[Any, Callable[[Reader], Q]] = {
    Edition: _edition,
    TimeSlot: lambda reader: Q(edition__in=Edition.objects.filter(_edition(reader)).values("pk")),
    Category: lambda _reader: EVERYTHING,
    Organization: lambda reader: Q(pk__in=reader.roles),
    Exhibitor: _exhibitor,
    Product: _of_exhibitor,
    Certificate: _of_exhibitor,
    Picture: _of_exhibitor,
    Buyer: _buyer,
    SourcingNeed: _need,
    Match: _match,
    MeetingRequest: _pair,
    Meeting: _meeting,
    Outcome: _outcome,
    Delegation: _delegation,
    ScoringRun: _nothing,
    PlanningRun: _nothing,
    Schedule: _nothing,
    WebhookEndpoint: _webhook,
    WebhookDelivery: _delivery,
    RegistrationSource: _nothing,
    Registration: _nothing,
    ExportRecord: _nothing,
    Consent: lambda reader: Q(user=reader.user) if not reader.only else NOTHING,
}


def with_contact(rows: QuerySet[Any], reader: Reader) -> Any:
    """Adds `contact_open`: whether the reader may see this exhibitor's or buyer's contact.

    It is one's own, or both sides agreed to meet and the person consents; organizers see all.
    `is_ours` leaves those out who only agreed to meet.
    """
    mine = "exhibitor" if rows.model is Exhibitor else "buyer"
    own = reader.exhibitors if mine == "exhibitor" else reader.buyers
    theirs = reader.buyers if mine == "exhibitor" else reader.exhibitors
    at = organized(reader, rows.model)
    if at is None:
        return rows.annotate(contact_open=Value(value=True), is_ours=Value(value=True))
    ours = Q(pk__in=list(own)) | Q(edition__in=at)
    shared = Q(agreed_with(mine, list(theirs))) & Q(consents())
    return rows.annotate(
        contact_open=ExpressionWrapper(ours | shared, output_field=BooleanField()),
        is_ours=ExpressionWrapper(ours, output_field=BooleanField()),
    )


def with_price(rows: QuerySet[Any], reader: Reader) -> Any:
    """Adds `price_open`: whether the reader may read the target price of the need, or in the match.

    It is the buyer's own and the organizers' to whom the desk shows the row; the exhibitors who see
    it as well do not read it.
    """
    at = organized(reader, rows.model)
    if at is None:
        return rows.annotate(price_open=Value(value=True))
    ours = Q(buyer__in=list(reader.buyers)) | Q(edition__in=at)
    return rows.annotate(price_open=ExpressionWrapper(ours, output_field=BooleanField()))
