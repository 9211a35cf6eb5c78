"""A factory for every page of the organizer's desk, and how its row comes to an edition."""

from typing import Any

from tests.factories import accounts, buyers, exhibitors, expo, matchmaking

FACTORIES: dict[str, Any] = {
    "accounts.user": accounts.UserFactory,
    "accounts.organization": accounts.OrganizationFactory,
    "expo.edition": expo.EditionFactory,
    "expo.openingday": expo.OpeningDayFactory,
    "expo.timeslot": expo.TimeSlotFactory,
    "expo.category": expo.CategoryFactory,
    "expo.hall": expo.HallFactory,
    "expo.booth": expo.BoothFactory,
    "expo.meetingtable": expo.MeetingTableFactory,
    "expo.delegation": expo.DelegationFactory,
    "expo.glossaryterm": expo.GlossaryTermFactory,
    "expo.interpreter": expo.InterpreterFactory,
    "exhibitors.exhibitor": exhibitors.ExhibitorFactory,
    "exhibitors.product": exhibitors.ProductFactory,
    "exhibitors.certificate": exhibitors.CertificateFactory,
    "buyers.buyer": buyers.BuyerFactory,
    "buyers.sourcingneed": buyers.SourcingNeedFactory,
    "matchmaking.scoringrun": matchmaking.ScoringRunFactory,
    "matchmaking.match": matchmaking.MatchFactory,
    "matchmaking.matchmark": matchmaking.MatchMarkFactory,
    "matchmaking.meetingrequest": matchmaking.MeetingRequestFactory,
    "matchmaking.planningrun": matchmaking.PlanningRunFactory,
    "matchmaking.planningsettings": matchmaking.PlanningSettingsFactory,
    "matchmaking.schedule": matchmaking.ScheduleFactory,
    "matchmaking.meeting": matchmaking.MeetingFactory,
    "matchmaking.outcome": matchmaking.OutcomeFactory,
    "matchmaking.notice": matchmaking.NoticeFactory,
    "matchmaking.pairrule": matchmaking.PairRuleFactory,
    "matchmaking.meetinglimit": matchmaking.MeetingLimitFactory,
    "matchmaking.quiettime": matchmaking.QuietTimeFactory,
    "matchmaking.hostedonly": matchmaking.HostedOnlyFactory,
    "matchmaking.webhookendpoint": matchmaking.WebhookEndpointFactory,
    "matchmaking.webhookdelivery": matchmaking.WebhookDeliveryFactory,
    "matchmaking.registrationsource": matchmaking.RegistrationSourceFactory,
    "matchmaking.registration": matchmaking.RegistrationFactory,
    "matchmaking.exportrecord": matchmaking.ExportRecordFactory,
}
# The factory's argument that gives the row its edition; `edition` where nothing is said.
EDITION_OF = {
    "expo.timeslot": "day__edition",
    "exhibitors.product": "exhibitor__edition",
    "exhibitors.certificate": "exhibitor__edition",
    "buyers.sourcingneed": "buyer__edition",
    "matchmaking.match": "run__edition",
    "matchmaking.hostedonly": "exhibitor__edition",
    "matchmaking.meeting": "schedule__edition",
    "matchmaking.outcome": "meeting__schedule__edition",
    "matchmaking.webhookdelivery": "endpoint__edition",
    "matchmaking.registration": "source__edition",
}
OF_NO_EDITION = {"expo.category"}


def row_at(label: str, edition: Any) -> Any:
    """A row of the edition; a person or organization that takes part there."""
    if label == "expo.edition":
        return edition
    if label in OF_NO_EDITION:
        return FACTORIES[label]()
    if label in {"accounts.organization", "accounts.user"}:
        organization = exhibitors.ExhibitorFactory(edition=edition).organization
        if label == "accounts.organization":
            return organization
        return accounts.MembershipFactory(organization=organization).user
    return FACTORIES[label](**{EDITION_OF.get(label, "edition"): edition})
