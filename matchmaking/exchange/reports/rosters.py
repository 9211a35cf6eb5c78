"""Interpreters' rosters in words."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from expo.models import Edition
from matchmaking.exchange.reports.tables import Column, Kind, Report, Row, Table
from matchmaking.exchange.reports.words import TITLES
from matchmaking.models import Meeting
from matchmaking.queries.reports.rosters import Day, days_of_interpreters, duties_of
from matchmaking.wording import language_names

NAME = 28


def rosters(edition: Edition, interpreter: int | None = None, *, listed: bool = True) -> Report:
    """Everybody's days, and the meetings one by one: everybody's or one's, none unless `listed`."""
    days, idle = days_of_interpreters(edition)
    shown = [day for day in days if interpreter in (None, day.person.pk)]
    tables = [_days(edition, shown)]
    if listed:
        tables.append(_duties(edition, interpreter))
    definitions = [
        (
            _("From – to"),
            _("From the start of the first meeting of the day to the end of the last."),
        ),
        (_("Hours"), _("Meetings of the day times the edition's slot length.")),
    ]
    notes = []
    if idle and interpreter is None:
        names = ", ".join(person.name for person in idle)
        notes.append(_("Without a meeting: %(names)s.") % {"names": names})
    made_at = timezone.now().astimezone(edition.zone)
    title = str(TITLES["rosters"])
    return Report("rosters", title, edition, made_at, tables, definitions, notes)


def _days(edition: Edition, days: list[Day]) -> Table:
    columns = [
        Column("interpreter", _("Interpreter"), Kind.TEXT, NAME),
        Column("languages", _("Languages"), Kind.TEXT, 30),
        Column("day", _("Day"), Kind.DATE, 12),
        Column("meetings", _("Meetings")),
        Column("hours", _("Hours"), Kind.RATIO),
        Column("from", _("From"), Kind.TIME, 8),
        Column("to", _("To"), Kind.TIME, 8),
    ]
    rows = [
        Row(
            [
                each.person.name,
                language_names(",".join(each.person.languages)),
                each.day,
                each.meetings,
                each.meetings * edition.slot_minutes / 60,
                each.first.astimezone(edition.zone).time(),
                each.last.astimezone(edition.zone).time(),
            ],
            link=f"?interpreter={each.person.pk}",
        )
        for each in days
    ]
    return Table("days", _("Days"), columns, rows)


def _duties(edition: Edition, interpreter: int | None) -> Table:
    columns = [
        Column("interpreter", _("Interpreter"), Kind.TEXT, NAME),
        Column("day", _("Day"), Kind.DATE, 12),
        Column("from", _("From"), Kind.TIME, 8),
        Column("to", _("To"), Kind.TIME, 8),
        Column("hall", _("Hall"), Kind.TEXT, 24),
        Column("table", _("Table"), Kind.TEXT, 10),
        Column("exhibitor", _("Exhibitor"), Kind.TEXT, 34),
        Column("buyer", _("Buyer"), Kind.TEXT, 34),
        Column("status", _("Status"), Kind.TEXT, 12),
    ]
    words: dict[Any, Any] = dict(Meeting.Status.choices)
    rows = []
    for duty in duties_of(edition, interpreter):
        starts, ends = duty.starts.astimezone(edition.zone), duty.ends.astimezone(edition.zone)
        rows.append(
            Row(
                [
                    duty.person, starts.date(), starts.time(), ends.time(),
                    f"{duty.hall} {duty.hall_name}", duty.table, str(duty.exhibitor),
                    str(duty.buyer), str(words[duty.status]),
                ]
            )
        )  # fmt: skip
    return Table("meetings", _("Meetings one by one"), columns, rows, wide=True)
