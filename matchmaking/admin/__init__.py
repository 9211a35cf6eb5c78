"""The organizer's desk: runs, matches, requests, timetables, meetings, outcomes, notices."""

from matchmaking.admin.edition import DeskEditionAdmin
from matchmaking.admin.fresh import FreshMixin
from matchmaking.admin.mark import MatchMarkAdmin
from matchmaking.admin.match import MatchAdmin
from matchmaking.admin.meeting import MeetingAdmin
from matchmaking.admin.notice import NoticeAdmin
from matchmaking.admin.outcome import OutcomeAdmin
from matchmaking.admin.planning import PlanningRunAdmin
from matchmaking.admin.planning_settings import PlanningSettingsAdmin
from matchmaking.admin.request import MeetingRequestAdmin
from matchmaking.admin.rules import (
    HostedOnlyAdmin,
    MeetingLimitAdmin,
    PairRuleAdmin,
    QuietTimeAdmin,
)
from matchmaking.admin.run import ScoringRunAdmin
from matchmaking.admin.schedule import ScheduleAdmin
from matchmaking.admin.telling import (
    ExportRecordAdmin,
    RegistrationAdmin,
    RegistrationSourceAdmin,
    WebhookDeliveryAdmin,
    WebhookEndpointAdmin,
)

__all__ = [
    "DeskEditionAdmin",
    "ExportRecordAdmin",
    "FreshMixin",
    "HostedOnlyAdmin",
    "MatchAdmin",
    "MatchMarkAdmin",
    "MeetingAdmin",
    "MeetingLimitAdmin",
    "MeetingRequestAdmin",
    "NoticeAdmin",
    "OutcomeAdmin",
    "PairRuleAdmin",
    "PlanningRunAdmin",
    "PlanningSettingsAdmin",
    "QuietTimeAdmin",
    "RegistrationAdmin",
    "RegistrationSourceAdmin",
    "ScheduleAdmin",
    "ScoringRunAdmin",
    "WebhookDeliveryAdmin",
    "WebhookEndpointAdmin",
]
