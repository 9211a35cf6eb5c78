"""Where and when: editions and their time, floor, categories, people and missions."""

from expo.models.category import Category
from expo.models.delegation import Delegation
from expo.models.edition import Edition, OpeningDay, TimeSlot
from expo.models.floor import Booth, Hall, HallDistance, MeetingTable
from expo.models.glossary import GlossaryTerm
from expo.models.interpreter import Interpreter
from expo.models.organizer import Organizer
from expo.models.participant import LARGEST_TEAM, Participant

__all__ = [
    "LARGEST_TEAM",
    "Booth",
    "Category",
    "Delegation",
    "Edition",
    "GlossaryTerm",
    "Hall",
    "HallDistance",
    "Interpreter",
    "MeetingTable",
    "OpeningDay",
    "Organizer",
    "Participant",
    "TimeSlot",
]
