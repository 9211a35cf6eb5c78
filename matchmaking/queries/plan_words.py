"""Why there is no timetable, in the names that the organizer knows."""

import re

from django.utils.translation import gettext as _

from matchmaking.queries.planning_input import Planning
from matchmaking.queries.wishes import Wanted
from matchmaking.scheduling.problem import ProblemError, Solution

PLACE = re.compile(r"\$\.(wishes|parties|kept)\[(\d+)\]")
MOST_NAMED = 20


def no_timetable(planning: Planning, solution: Solution) -> str:
    """For a solution without one."""
    if solution.status == "UNKNOWN":
        return _("No timetable was found in the time given; give the solver more.")
    found = [planning.wanted[left.wish] for left in solution.unscheduled]
    if not found:
        return _(
            "What must be held cannot be, all together; no smaller conflict was found in time."
        )
    return _("These meetings must be held but cannot be, all together: %(meetings)s") % {
        "meetings": "; ".join(_pair(wanted) for wanted in found[:MOST_NAMED])
    }


def said(planning: Planning, error: ProblemError) -> str:
    """A contradiction that the solver found in its input, with the pair or party that it names."""
    place = PLACE.match(error.where)
    words = str(error).removeprefix(f"{error.where}: ")
    named = _named(planning, place[1], int(place[2])) if place else ""
    return _("The edition contradicts itself: %(what)s") % {
        "what": f"{named}: {words}" if named else words
    }


def _named(planning: Planning, kind: str, number: int) -> str:
    problem = planning.problem
    if kind == "parties":
        party = problem.parties[number].id
        sides = (side for w in planning.wanted.values() for side in (w.exhibitor, w.buyer))
        return next((str(side) for side in sides if str(side.organization_id) == party), "")
    wish = problem.wishes[number].id if kind == "wishes" else problem.kept[number].wish
    return _pair(planning.wanted[wish])


def _pair(wanted: Wanted) -> str:
    return f"{wanted.exhibitor} – {wanted.buyer}"
