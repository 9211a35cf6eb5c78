"""What comes of supply and demand: runs, matches, requests, timetables, meetings, outcomes."""

from matchmaking.models.mark import MatchMark
from matchmaking.models.match import Match
from matchmaking.models.meeting import Meeting
from matchmaking.models.notice import Notice
from matchmaking.models.outcome import Outcome, OutcomeStep
from matchmaking.models.request import MeetingRequest
from matchmaking.models.run import RunInputs, ScoringChunk, ScoringRun
from matchmaking.models.schedule import Schedule
from matchmaking.models.vector import TextVector

__all__ = [
    "Match",
    "MatchMark",
    "Meeting",
    "MeetingRequest",
    "Notice",
    "Outcome",
    "OutcomeStep",
    "RunInputs",
    "Schedule",
    "ScoringChunk",
    "ScoringRun",
    "TextVector",
]
