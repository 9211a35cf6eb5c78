"""Requests: one live of a pair and direction, fixed slots, which comes after which."""

from datetime import datetime
from typing import Any

from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import TimeSlot
from matchmaking.exchange.loading.load import Load, rows_of
from matchmaking.exchange.loading.upsert import Loader
from matchmaking.exchange.rows import Row
from matchmaking.exchange.sheets import REQUESTS
from matchmaking.models import MeetingRequest

Pair = tuple[int, int, str]


class RequestLoading:
    """What one import remembers of requests."""

    def __init__(self) -> None:
        self._live: dict[Pair, str] | None = None
        self._pair_of: dict[str, Pair] = {}
        self._slots: dict[datetime, int] = {}
        self._listed: list[tuple[Row, bool]] = []
        self._existing: set[str] = set()

    def before(self, load: Load, rows: list[Row], existing: dict[str, Any]) -> None:
        """Finds fixed slots; refuses a second live request, and one to oneself."""
        if self._live is None:
            self._read(load)
        self._existing |= set(existing)
        for row in rows:
            if "fixed_slot" in row.values:
                row.extra["fixed_slot_id"] = self._slot(load, row, row.values["fixed_slot"])
        _refuse_own(load, rows)
        for row in rows:
            self._release(row)
        for row in rows:
            self._claim(load, row, existing)

    def _read(self, load: Load) -> None:
        live = MeetingRequest.objects.filter(edition=load.edition).live()
        fields = ("ref", "exhibitor_id", "buyer_id", "asked_by")
        self._pair_of = {ref: (a, b, side) for ref, a, b, side in live.values_list(*fields)}
        self._live = {pair: ref for ref, pair in self._pair_of.items()}
        slots = TimeSlot.objects.filter(edition=load.edition)
        self._slots = {slot.during.lower.astimezone(load.clock.zone): slot.pk for slot in slots}

    def _slot(self, load: Load, row: Row, cell: str) -> int | None:
        if not cell:
            return None
        if "edition" in load.unread:  # without its days no slot is known
            row.bad = True
            return None
        try:
            moment = datetime.strptime(cell, "%Y-%m-%d %H:%M").replace(tzinfo=load.clock.zone)
            return self._slots[moment]
        except (ValueError, KeyError):
            advice = "is the start of no slot; write it like 2027-05-10 09:30"
            load.report(row, "fixed_slot", cell, advice)
            return None

    def _release(self, row: Row) -> None:
        pair = self._pair_of.get(row.key)
        if self._live and pair and self._live.get(pair) == row.key:
            del self._live[pair]

    def _claim(self, load: Load, row: Row, existing: dict[str, Any]) -> None:
        there = existing.get(row.key)
        state = row.values.get("state") or (
            there.state if there and "state" not in row.values else ""
        )
        pair = (row.values["exhibitor"], row.values["buyer"], row.values["asked_by"])
        if row.bad or self._live is None or (state or "pending") not in MeetingRequest.LIVE:
            return
        other = self._live.setdefault(pair, row.key)
        self._pair_of[row.key] = pair
        if other != row.key:
            advice = f"{other} is a live request of the same two and the same side; keep one"
            load.report(row, "ref", row.key, advice)

    def note(self, load: Load, rows: list[Row], instances: dict[str, Any]) -> None:  # noqa: ARG002
        """Remembers what comes after what until all requests have ids."""
        listed = [row for row in rows if "after" in row.values]
        self._listed += [(row, row.touched) for row in listed]

    def write(self, load: Load) -> None:
        """Writes the order; a circle is a problem."""
        wanted: dict[int, set[int]] = {}
        for row, _counted in self._listed:
            earlier = {load.link(row, "after", "requests", ref) for ref in row.values["after"]}
            own = load.ids("requests")[row.key]
            if own is not None and not row.bad:
                wanted[own] = {each for each in earlier if each is not None}
        between = MeetingRequest.after.through
        links = rows_of(between).filter(from_meetingrequest__edition=load.edition)
        there: dict[int, set[int]] = {}
        for later, earlier_id in links.values_list(
            "from_meetingrequest_id", "to_meetingrequest_id"
        ):
            there.setdefault(later, set()).add(earlier_id)
        self._report_circles(load, there | wanted)
        changed = {own for own, earlier in wanted.items() if earlier != there.get(own, set())}
        if load.problems or not changed:
            return
        rows_of(between).filter(from_meetingrequest__in=changed).delete()
        rows_of(between).bulk_create(
            between(from_meetingrequest_id=own, to_meetingrequest_id=each)
            for own in sorted(changed)
            for each in sorted(wanted[own])
        )
        self._recount(load, changed)

    def _recount(self, load: Load, changed: set[int]) -> None:
        ids = load.ids("requests")
        for row, counted in self._listed:
            if ids[row.key] in changed and row.key in self._existing and not counted:
                load.counts["requests"].unchanged -= 1
                load.counts["requests"].updated += 1

    def _report_circles(self, load: Load, earlier: dict[int, set[int]]) -> None:
        in_circle = circular(earlier)
        ids = load.ids("requests")
        for row, _counted in self._listed:
            if ids[row.key] in in_circle:
                refs = ";".join(row.values["after"])
                load.report(row, "after", refs, "comes after itself, perhaps through others")


def _refuse_own(load: Load, rows: list[Row]) -> None:
    """An organization that exhibits and buys has nobody to meet in itself."""
    sides = {name: {row.values[name] for row in rows} for name in ("exhibitor", "buyer")}
    exhibitors = Exhibitor.objects.filter(pk__in=sides["exhibitor"])
    seller = dict(exhibitors.values_list("pk", "organization"))
    buyers = Buyer.objects.filter(pk__in=sides["buyer"]).values_list("pk", "organization", "ref")
    buyer = {pk: (organization, ref) for pk, organization, ref in buyers}
    for row in rows:
        organization, ref = buyer[row.values["buyer"]]
        if organization == seller[row.values["exhibitor"]]:
            advice = "is the same organization as the exhibitor; name another, or drop the row"
            load.report(row, "buyer", ref, advice)


def circular(earlier: dict[int, set[int]]) -> set[int]:
    """What stands in a circle or waits for one: everything that peeling leaves."""
    waiting = {node: set(before) for node, before in earlier.items() if before}
    while True:
        free = [node for node, before in waiting.items() if not before & waiting.keys()]
        if not free:
            return set(waiting)
        for node in free:
            del waiting[node]


def request_loader() -> Loader:
    """For one import."""
    loading = RequestLoading()
    return Loader(REQUESTS, MeetingRequest, loading.before, loading.note, loading.write)
