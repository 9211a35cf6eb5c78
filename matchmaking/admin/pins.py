"""Pins, from the list of meetings and from the review."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import ngettext

from matchmaking.actions.pin_meeting import pin_meeting
from matchmaking.errors import RuleBroken

PIN = "matchmaking.change_meeting"


def pin_all(request: HttpRequest, meetings: Iterable[int], *, pinned: bool) -> None:
    """Pins or unpins each, and says how many; each refusal is said once."""
    done, refused = 0, set()
    for meeting in meetings:
        try:
            pin_meeting(meeting, pinned=pinned)
        except RuleBroken as refusal:
            refused.add(str(refusal))
        else:
            done += 1
    if pinned:
        said = ngettext("%(count)d meeting is pinned.", "%(count)d meetings are pinned.", done)
    else:
        said = ngettext(
            "%(count)d meeting is free to move.", "%(count)d meetings are free to move.", done
        )
    if done:
        messages.success(request, said % {"count": done})
    for each in sorted(refused):
        messages.warning(request, each)
