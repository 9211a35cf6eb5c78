"""The organizer's desk: runs, matches, requests, timetables, meetings, outcomes, notices."""

from matchmaking.admin.mark import MatchMarkAdmin
from matchmaking.admin.match import MatchAdmin
from matchmaking.admin.meeting import MeetingAdmin
from matchmaking.admin.notice import NoticeAdmin
from matchmaking.admin.outcome import OutcomeAdmin
from matchmaking.admin.request import MeetingRequestAdmin
from matchmaking.admin.run import ScoringRunAdmin
from matchmaking.admin.schedule import ScheduleAdmin

__all__ = [
    "MatchAdmin",
    "MatchMarkAdmin",
    "MeetingAdmin",
    "MeetingRequestAdmin",
    "NoticeAdmin",
    "OutcomeAdmin",
    "ScheduleAdmin",
    "ScoringRunAdmin",
]
