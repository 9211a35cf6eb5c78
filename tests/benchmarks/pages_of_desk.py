"""The organizer's pages to measure: every list, the pages of an edition and of its timetable.

Imported once Django is set up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.urls import reverse

from accounts.models import User
from expo.models import Edition, Organizer
from tests.benchmarks.pages import Page, signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

OTHER_APPS = {"account", "mfa", "socialaccount", "axes"}
SEARCHED = ("coffee", "咖啡", "Ltd")
# Fields of forms that complete a name while one types.
COMPLETED = (
    ("exhibitors", "product", "exhibitor"),
    ("exhibitors", "certificate", "product"),
    ("buyers", "sourcingneed", "buyer"),
    ("buyers", "sourcingneed", "categories"),
    ("buyers", "buyer", "organization"),
    ("exhibitors", "exhibitor", "booth"),
    ("matchmaking", "outcome", "meeting"),
    ("matchmaking", "meetingrequest", "after"),
    ("exhibitors", "certificate", "checked_by"),
)


def pages(edition: Edition, clients: dict[str, Client]) -> Iterator[Page]:
    """As the edition's owner, and as somebody who may see all editions."""
    owner = _person("bench-owner@example.org", superuser=False)
    Organizer.objects.get_or_create(
        user=owner, edition=edition, defaults={"role": Organizer.Role.OWNER}
    )
    everything = _person("bench-all@example.org", superuser=True)
    people = {signed_in(clients, "owner", owner): owner}
    people[signed_in(clients, "all", everything)] = everything
    signed_in(clients, "", None)
    yield Page("desk: front page", _both(reverse("admin:expo_edition_front", args=[edition.pk])))
    yield Page("desk: menu", (("all", reverse("admin:index") + "?all"),))
    for name in ("floor", "preview"):
        address = reverse(f"admin:expo_edition_{name}", args=[edition.pk])
        yield Page(f"desk: {name}", _both(address))
    queues = reverse("admin:expo_edition_queues", args=[edition.pk])
    asked = [f"{queues}?queue={name}" for name in ("exhibitors", "buyers", "papers")]
    yield Page("desk: queues", _both(*asked, f"{queues}?queue=papers&page=99999"))
    yield from _timetable(edition)
    for model, page in sorted(admin.site._registry.items(), key=lambda each: each[0]._meta.label):
        if model._meta.app_label not in OTHER_APPS:
            yield _list(model, page, edition, people)
    yield Page("desk: names completed", _both(*_completed()))


def _person(email: str, *, superuser: bool) -> User:
    there = {"is_staff": True, "is_superuser": superuser, "name": email.partition("@")[0]}
    return User.objects.get_or_create(email=email, defaults=there)[0]


def _both(*addresses: str) -> tuple[tuple[str, str], ...]:
    return tuple((who, address) for who in ("owner", "all") for address in addresses)


def _list(model: Any, page: Any, edition: Edition, people: dict[str, User]) -> Page:
    """Plain, of one edition, searched, sorted by each column, the last page."""
    label = model._meta.label_lower
    address = reverse(f"admin:{label.replace('.', '_')}_changelist")
    ways = [address]
    if "edition" in page.list_filter:
        ways.append(f"{address}?edition__id__exact={edition.pk}")
    if page.search_fields:
        ways += [f"{address}?q={text}" for text in SEARCHED]
    columns = list(page.list_display)
    clicked = columns if page.sortable_by is None else list(page.sortable_by)
    sortable = [n for n, c in enumerate(columns, start=1) if c in clicked and _sorts(page, c)]
    ways += [f"{address}?o={column}" for column in sortable]
    last = -(-model.objects.count() // page.list_per_page)
    if last > 1:
        ways.append(f"{address}?p={last}")
    allowed = {who: user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
               for who, user in people.items()}  # fmt: skip
    # A page of the last number is the whole table's: only who sees all of it can turn to it.
    return Page(
        f"list: {label}",
        tuple(
            (who, way)
            for who in people
            if allowed[who]
            for way in ways
            if who == "all" or "?p=" not in way
        ),
    )


def _sorts(page: Any, name: str) -> bool:
    """Whether a click on the column's head sorts the list."""
    try:
        page.model._meta.get_field(name)
    except Exception:  # noqa: BLE001 (FieldDoesNotExist and what a method's name brings)
        return bool(getattr(getattr(page, name, None), "admin_order_field", None))
    return True


def _timetable(edition: Edition) -> Iterator[Page]:
    schedule = edition.schedules.get(state="approved")
    review = reverse("admin:matchmaking_schedule_timetable", args=[schedule.pk])
    days = [day.date.isoformat() for day in edition.days.all()]
    busiest = schedule.meetings.live().order_by("pk")[0]
    yield Page(
        "desk: schedule review",
        _both(
            review,
            *(f"{review}?day={day}" for day in days),
            f"{review}?view=left",
            f"{review}?view=left&page=9999",
            f"{review}?slot={busiest.slot_id}&hall={busiest.table.hall_id}",
        ),
    )
    adjust = reverse("admin:matchmaking_schedule_adjust", args=[schedule.pk, busiest.pk])
    yield Page("desk: move a meeting", _both(adjust))
    changes = reverse("admin:matchmaking_schedule_changes", args=[schedule.pk])
    yield Page("desk: changes of a schedule", _both(changes))


def _completed() -> Iterator[str]:
    address = reverse("admin:autocomplete")
    for app, model, field in COMPLETED:
        asked = f"app_label={app}&model_name={model}&field_name={field}"
        yield f"{address}?{asked}&term="
        yield f"{address}?{asked}&term=co"
