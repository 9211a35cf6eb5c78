"""What comes of supply and demand."""

from datetime import date
from typing import Any

from foundation.texts import Text
from matchmaking.models import (
    ExportRecord,
    ExposureFloor,
    HostedOnly,
    Match,
    MatchMark,
    Meeting,
    MeetingLimit,
    MeetingRequest,
    Notice,
    Outcome,
    OutcomeStep,
    PairRule,
    PlanningRun,
    PlanningSettings,
    QuietTime,
    Registration,
    RegistrationSource,
    Schedule,
    ScoringChunk,
    ScoringRun,
    WebhookDelivery,
    WebhookEndpoint,
)
from tests.factories.base import ModelFactory, factory
from tests.factories.buyers import BuyerFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import (
    FIRST_DAY,
    OPENS,
    EditionFactory,
    MeetingTableFactory,
    OpeningDayFactory,
    TimeSlotFactory,
    hours,
)


class ScoringRunFactory(ModelFactory):
    """Finished."""

    class Meta:
        model = ScoringRun

    edition = factory.SubFactory(EditionFactory)
    state = ScoringRun.State.DONE


class ScoringChunkFactory(ModelFactory):
    """A part of a run, done."""

    class Meta:
        model = ScoringChunk

    run = factory.SubFactory(ScoringRunFactory)
    number = factory.Sequence(int)
    buyers: Any = []
    done = True


class MatchFactory(ModelFactory):
    """With a reason and a block."""

    class Meta:
        model = Match

    run = factory.SubFactory(ScoringRunFactory)
    edition = factory.SelfAttribute("run.edition")
    exhibitor = factory.SubFactory(ExhibitorFactory, edition=factory.SelfAttribute("..edition"))
    buyer = factory.SubFactory(BuyerFactory, edition=factory.SelfAttribute("..edition"))
    score = 82.5
    parts = {"text": 0.8, "category": 1.0, "price": 0.55, "market": None}
    reasons = [{"code": "origin_wanted", "params": {"origin": "RW"}}]
    blocks = [{"code": "certificate_missing", "params": {"standard": "fairtrade"}}]


class MatchMarkFactory(ModelFactory):
    """The buyer keeps it for later."""

    class Meta:
        model = MatchMark

    edition = factory.SubFactory(EditionFactory)
    exhibitor = factory.SubFactory(ExhibitorFactory, edition=factory.SelfAttribute("..edition"))
    buyer = factory.SubFactory(BuyerFactory, edition=factory.SelfAttribute("..edition"))
    side = MeetingRequest.Side.BUYER
    kind = MatchMark.Kind.SAVED


class MeetingRequestFactory(ModelFactory):
    """The buyer asked, the exhibitor accepted."""

    class Meta:
        model = MeetingRequest
        skip_postgeneration_save = True

    edition = factory.SubFactory(EditionFactory)
    exhibitor = factory.SubFactory(ExhibitorFactory, edition=factory.SelfAttribute("..edition"))
    buyer = factory.SubFactory(BuyerFactory, edition=factory.SelfAttribute("..edition"))
    ref = factory.Sequence(lambda n: f"rq-{n}")
    asked_by = MeetingRequest.Side.BUYER
    state = MeetingRequest.State.ACCEPTED
    asked_on = date(2026, 10, 1)
    answered_on = factory.LazyAttribute(
        lambda row: None if row.state == MeetingRequest.State.PENDING else date(2026, 10, 3)
    )


class ScheduleFactory(ModelFactory):
    """A draft."""

    class Meta:
        model = Schedule

    edition = factory.SubFactory(EditionFactory)
    version = factory.LazyAttribute(lambda row: row.edition.schedules.count() + 1)
    solver_status = "FEASIBLE"
    objective = 9960
    bound = 10000
    gap = 0.004
    seconds = 12.3


class PlanningRunFactory(ModelFactory):
    """Waiting."""

    class Meta:
        model = PlanningRun

    edition = factory.SubFactory(EditionFactory)
    time_limit = 3


class PlanningSettingsFactory(ModelFactory):
    """As the solver has them."""

    class Meta:
        model = PlanningSettings

    edition = factory.SubFactory(EditionFactory)


class ExposureFloorFactory(ModelFactory):
    """Five meetings for first-time exhibitors."""

    class Meta:
        model = ExposureFloor

    settings = factory.SubFactory(PlanningSettingsFactory)
    edition = factory.SelfAttribute("settings.edition")
    group = ExposureFloor.Group.FIRST_TIME
    minimum = 5


class MeetingFactory(ModelFactory):
    """Proposed by a draft: new parties, a new table, the first slot of the edition or a new one."""

    class Meta:
        model = Meeting

    class Params:
        edition = factory.SelfAttribute("schedule.edition")

    schedule = factory.SubFactory(ScheduleFactory)
    exhibitor = factory.SubFactory(ExhibitorFactory, edition=factory.SelfAttribute("..edition"))
    buyer = factory.SubFactory(BuyerFactory, edition=factory.SelfAttribute("..edition"))
    table = factory.SubFactory(MeetingTableFactory, edition=factory.SelfAttribute("..edition"))
    slot = factory.LazyAttribute(
        lambda row: (
            row.edition.slots.first() or TimeSlotFactory(day=OpeningDayFactory(edition=row.edition))
        )
    )
    score = 82.5
    reasons = [{"code": "words_in_common", "params": {"words": "arabica, washed"}}]

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        meeting = model_class(*args, **kwargs)
        meeting.fill_copies()
        meeting.save()
        return meeting


class OutcomeFactory(ModelFactory):
    """The buyer's word."""

    class Meta:
        model = Outcome

    meeting = factory.SubFactory(MeetingFactory)
    side = MeetingRequest.Side.BUYER
    talked_about = Text({"en": "A trial container"})


class OutcomeStepFactory(ModelFactory):
    """An intent."""

    class Meta:
        model = OutcomeStep

    outcome = factory.SubFactory(OutcomeFactory)
    rung = "intent"
    reached_on = date(2026, 11, 6)


class NoticeFactory(ModelFactory):
    """Waiting."""

    class Meta:
        model = Notice

    edition = factory.SubFactory(EditionFactory)
    email = "sales@example.org"
    subject = "Your meetings"
    body = "Your timetable is fixed."


class PairRuleFactory(ModelFactory):
    """Two organizations that never meet."""

    class Meta:
        model = PairRule

    edition = factory.SubFactory(EditionFactory)
    one = factory.LazyAttribute(lambda row: ExhibitorFactory(edition=row.edition).organization)
    other = factory.LazyAttribute(lambda row: BuyerFactory(edition=row.edition).organization)


class MeetingLimitFactory(ModelFactory):
    """Four meetings at most for every buyer."""

    class Meta:
        model = MeetingLimit

    edition = factory.SubFactory(EditionFactory)
    group = MeetingLimit.Group.BUYERS
    maximum = 4


class QuietTimeFactory(ModelFactory):
    """The first hour of the first day."""

    class Meta:
        model = QuietTime

    edition = factory.SubFactory(EditionFactory)
    during = factory.LazyFunction(lambda: hours(FIRST_DAY, OPENS, OPENS + 1))


class HostedOnlyFactory(ModelFactory):
    """An exhibitor."""

    class Meta:
        model = HostedOnly

    exhibitor = factory.SubFactory(ExhibitorFactory)
    edition = factory.SelfAttribute("exhibitor.edition")


class WebhookEndpointFactory(ModelFactory):
    """The organizers'."""

    class Meta:
        model = WebhookEndpoint

    edition = factory.SubFactory(EditionFactory)
    url = "https://crm.example/hook"
    topics = ["request.accepted"]


class WebhookDeliveryFactory(ModelFactory):
    """Waiting."""

    class Meta:
        model = WebhookDelivery

    endpoint = factory.SubFactory(WebhookEndpointFactory)
    event = "request.accepted"
    subject = "request:1"
    payload: Any = {"type": "request.accepted"}


class RegistrationSourceFactory(ModelFactory):
    """Plain rows."""

    class Meta:
        model = RegistrationSource

    edition = factory.SubFactory(EditionFactory)
    name = factory.Sequence(lambda n: f"shop-{n}")


class RegistrationFactory(ModelFactory):
    """Taken."""

    class Meta:
        model = Registration

    source = factory.SubFactory(RegistrationSourceFactory)
    code = factory.Sequence(lambda n: f"c{n}")
    state = Registration.State.TAKEN


class ExportRecordFactory(ModelFactory):
    """All products."""

    class Meta:
        model = ExportRecord

    what = "exhibitors.product"
    rows = 3
