"""Times of an edition: reading and writing availability, and cutting days into slots."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

_TIMES = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:[ T]+(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2}))?")
_MIDNIGHT = "24:00"
UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class Clock:
    """An edition's time zone, main language and opening hours (none: any time is accepted)."""

    zone: ZoneInfo = UTC
    language: str = "en"
    hours: tuple[DateTimeTZRange, ...] = ()

    def moment(self, day: date, clock: str) -> datetime:
        """`24:00` is the next midnight. ValueError for what is no time of day."""
        if clock == _MIDNIGHT:
            return datetime.combine(day + timedelta(days=1), time(), self.zone)
        return datetime.combine(day, time.fromisoformat(clock.zfill(5)), self.zone)

    def read(self, text: str) -> DateTimeTZRange:
        """`2027-05-10 09:00-12:00`; a date alone is the whole day; else ValueError."""
        found = _TIMES.fullmatch(text)
        try:
            if not found:
                raise ValueError  # noqa: TRY301 (one message for all shapes)
            day = date(*map(int, found[1].split("-")))
            start = self.moment(day, found[2] or "00:00")
            end = self.moment(day, found[3] or _MIDNIGHT)
        except ValueError:
            shape = "2027-05-10 or 2027-05-10 09:00-12:00"
            advice = _("write times like %(shape)s, separated by ;") % {"shape": shape}
            raise ValueError(advice) from None
        if end <= start:
            raise ValueError(_("“%(times)s” ends before it starts") % {"times": text})
        span = DateTimeTZRange(start, end)
        if self.hours and not any(overlap(span, opening) for opening in self.hours):
            advice = _("“%(times)s” lies outside the edition's opening hours")
            raise ValueError(advice % {"times": text})
        return span

    def write(self, span: DateTimeTZRange) -> Iterator[str]:
        """A span as one or more texts; one that passes midnight is written day by day."""
        start, end = span.lower.astimezone(self.zone), span.upper.astimezone(self.zone)
        while start < end:
            next_day = datetime.combine(start.date() + timedelta(days=1), time(), self.zone)
            until = min(end, next_day)
            if start.time() == time() and until == next_day:
                yield f"{start:%Y-%m-%d}"
            else:
                last = _MIDNIGHT if until == next_day else f"{until:%H:%M}"
                yield f"{start:%Y-%m-%d} {start:%H:%M}-{last}"
            start = until


def overlap(one: DateTimeTZRange, other: DateTimeTZRange) -> bool:
    """They share some time."""
    return bool(one.lower < other.upper and other.lower < one.upper)


def cut_slots(
    hours: DateTimeTZRange, breaks: Iterable[DateTimeTZRange], minutes: int
) -> Iterator[DateTimeTZRange]:
    """Slots of `minutes` from opening to closing; one that would touch a break starts after it."""
    length = timedelta(minutes=minutes)
    pauses = sorted(breaks, key=lambda pause: pause.lower)
    start = hours.lower
    while start + length <= hours.upper:
        slot = DateTimeTZRange(start, start + length)
        pause = next((pause for pause in pauses if overlap(slot, pause)), None)
        if pause is None:
            yield slot
        start = pause.upper if pause else slot.upper
