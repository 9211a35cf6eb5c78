"""A participant's day sheet as PDF, or as a page where no font can set it."""

import io
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import segno
import typst
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from expo.models import Edition
from matchmaking.exchange.reports.tables import isolated, moment
from matchmaking.exchange.reports.typeset import NoFontError, typeset
from matchmaking.models import Meeting
from matchmaking.queries.days import Stop
from matchmaking.queries.reports.sheets import Sheet
from matchmaking.wording import full_day

NOT_IN_NAMES = re.compile(r"[^\w .()&,+-]+")
LONGEST_NAME = 60
LEFT_TO_RIGHT, POP = "\u2066", "\u2069"  # a span of time reads so in every script
Link = Callable[[Meeting], str]


def sheet_file(
    sheet: Sheet, edition: Edition, made_at: datetime, link: Link, fonts: typst.Fonts | None = None
) -> tuple[str, bytes]:
    """Name and content, in the language in force; `link` gives a meeting's check-in address."""
    data = _data(sheet, edition, made_at, link)
    try:
        return f"{_stem(sheet)}.pdf", typeset("day_sheet.typ", data, fonts)
    except NoFontError:
        context = {"data": data, "bidi": translation.get_language_bidi()}
        page = render_to_string("reports/day_sheet.html", context)
        return f"{_stem(sheet)}.html", page.encode()


def _stem(sheet: Sheet) -> str:
    """Folder and name; no name of anybody's leads out of the folder."""
    words = NOT_IN_NAMES.sub(" ", str(sheet.who.organization)).split()
    name = " ".join(words)[:LONGEST_NAME].strip(" .")
    return f"{sheet.side}/{sheet.who.ref} {name}".rstrip()


def _data(sheet: Sheet, edition: Edition, made_at: datetime, link: Link) -> dict[str, Any]:
    booth = getattr(sheet.who, "booth", None)
    titles = [_("Time"), _("With"), _("Where"), _("Check-in")]
    return {
        "lang": translation.get_language() or "en",
        "title": isolated(sheet.who.organization),
        "kind": _("Day sheet"),
        "edition": isolated(edition),
        "zone": edition.time_zone,
        "booth": _("Booth %(booth)s") % {"booth": isolated(booth)} if booth else "",
        "asOf": _("As of %(moment)s") % {"moment": moment(made_at)},
        "titles": titles,
        "days": [
            {
                "day": full_day(day),
                "stops": [_stop(stop, edition, link) for stop in stops],
            }
            for day, stops in sheet.days
        ],
    }


def _stop(stop: Stop, edition: Edition, link: Link) -> dict[str, str]:
    meeting, table = stop.meeting, stop.meeting.table
    starts = meeting.during.lower.astimezone(edition.zone)
    ends = meeting.during.upper.astimezone(edition.zone)
    where = [_("table %(table)s") % {"table": isolated(table.ref)}]
    if table.booth:
        where.insert(0, _("booth %(booth)s") % {"booth": isolated(table.booth.code)})
    walk = ""
    if stop.walk is not None:
        said = ngettext("%(minutes)s minute on foot to the next",
                        "%(minutes)s minutes on foot to the next", stop.walk)  # fmt: skip
        walk = said % {"minutes": stop.walk}
    helper = meeting.interpreter
    return {
        "time": f"{LEFT_TO_RIGHT}{starts:%H:%M}–{ends:%H:%M}{POP}",
        "with": isolated(stop.other),
        "interpreter": _("Interpreter: %(name)s") % {"name": isolated(helper.name)}
        if helper
        else "",
        "hall": isolated(table.hall),
        "where": " · ".join(where),
        "walk": walk,
        "code": code_of(link(meeting)),
    }


def code_of(address: str) -> str:
    """A QR code as an SVG of its own."""
    out = io.BytesIO()
    segno.make(address, micro=False).save(out, kind="svg", xmldecl=False, border=0, omitsize=True)
    return out.getvalue().decode()
