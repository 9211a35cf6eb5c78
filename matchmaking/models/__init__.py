"""What comes of supply and demand: runs, matches, requests, timetables, meetings, outcomes."""

from matchmaking.models.change import ScheduleChange
from matchmaking.models.day_sheets import DaySheetPart, DaySheetRun
from matchmaking.models.export import ExportRecord
from matchmaking.models.feed import CalendarFeed
from matchmaking.models.fresh import MatchChange, MatchUpdate
from matchmaking.models.idempotency import KeptAnswer
from matchmaking.models.mark import MatchMark
from matchmaking.models.match import Match
from matchmaking.models.meeting import Meeting
from matchmaking.models.notice import Notice, NoticeSetting
from matchmaking.models.outcome import Outcome, OutcomeStep
from matchmaking.models.planning import ExposureFloor, PlanningRun, PlanningSettings
from matchmaking.models.product_import import ProductImport
from matchmaking.models.registration import Registration, RegistrationSource
from matchmaking.models.request import MeetingRequest
from matchmaking.models.rules import HostedOnly, MeetingLimit, PairRule, QuietTime
from matchmaking.models.run import RunInputs, ScoringChunk, ScoringRun
from matchmaking.models.schedule import Schedule
from matchmaking.models.vector import TextVector
from matchmaking.models.webhook import Event, WebhookDelivery, WebhookEndpoint, WebhookEvent
from matchmaking.models.word import LeadWord

__all__ = [
    "CalendarFeed",
    "DaySheetPart",
    "DaySheetRun",
    "Event",
    "ExportRecord",
    "ExposureFloor",
    "HostedOnly",
    "KeptAnswer",
    "LeadWord",
    "Match",
    "MatchChange",
    "MatchMark",
    "MatchUpdate",
    "Meeting",
    "MeetingLimit",
    "MeetingRequest",
    "Notice",
    "NoticeSetting",
    "Outcome",
    "OutcomeStep",
    "PairRule",
    "PlanningRun",
    "PlanningSettings",
    "ProductImport",
    "QuietTime",
    "Registration",
    "RegistrationSource",
    "RunInputs",
    "Schedule",
    "ScheduleChange",
    "ScoringChunk",
    "ScoringRun",
    "TextVector",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookEvent",
]
