"""`python -m tests.browser.edition`: the demo edition, matched and planned without workers.

For the database in the settings; prints what the browser's tests need to know as JSON.
"""

import json
import sys
import time
from http import HTTPStatus
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 (needs the settings)
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.mail import send_mail  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.actions.consent import say_consent  # noqa: E402
from accounts.models import User  # noqa: E402
from buyers.models import Buyer  # noqa: E402
from config import mailbox  # noqa: E402
from expo.models import Edition, Participant  # noqa: E402
from matchmaking.actions.approve_schedule import approve_schedule  # noqa: E402
from matchmaking.actions.import_edition import import_edition  # noqa: E402
from matchmaking.actions.open_demo import BUYER, DELEGATION, EXHIBITOR, open_demo  # noqa: E402
from matchmaking.actions.plan_edition import plan_edition  # noqa: E402
from matchmaking.actions.request_meeting import request_meeting  # noqa: E402
from matchmaking.actions.score_chunk import score_chunk  # noqa: E402
from matchmaking.actions.send_notices import send_notices  # noqa: E402
from matchmaking.actions.start_planning import start_planning  # noqa: E402
from matchmaking.actions.start_scoring import start_scoring  # noqa: E402
from matchmaking.models import Meeting, MeetingRequest, Notice  # noqa: E402
from matchmaking.queries.matches import Wanted, matches_of  # noqa: E402
from matchmaking.views.matches import A_PAGE  # noqa: E402
from tests.factories.matchmaking import MeetingRequestFactory  # noqa: E402
from tests.matchmaking.views.scene import Scene, addresses, args_of  # noqa: E402
from tests.matchmaking.views.table import ROLES, lines  # noqa: E402

LETTERS = 2
HOURS = 6 * 3600  # for which a password given at the start is a moment ago
NEED_MORE = {"account_confirm_email", "account_reset_password_from_key"}  # a key in the address
SECOND_FACTOR = ("mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn",
                 "mfa_generate_recovery_codes")  # fmt: skip
# Which sign-in of the demo stands for a column of the table.
SIGN_INS = {"anonymous": "", "owner": "buyer", "lead": "delegation lead", "organizer": "organizer",
            "other": "exhibitor"}  # fmt: skip


def made() -> tuple[Edition, dict[str, dict[str, str]]]:
    """The edition and its sign-ins, by role."""
    import_edition(settings.BASE_DIR / "demo" / "harbour-2027")
    edition = Edition.objects.get()
    for chunk in start_scoring(edition).chunks.order_by("number"):
        score_chunk(chunk.pk)
    schedule = plan_edition(start_planning(edition.pk, time_limit=2, send=False).pk).schedule
    assert schedule
    approve_schedule(schedule.pk)
    Notice.objects.all().delete()
    for user in User.objects.filter(email__in=edition.exhibitors.values("contact_email")):
        say_consent(user, "share_contact", given=True)
    return edition, {person["role"]: person for person in open_demo(edition)}


def letters(edition: Edition) -> None:
    """Exhibitors ask the buyer: that many e-mails with a link, written as files."""
    buyer = edition.buyers.get(ref=BUYER)
    asked = MeetingRequest.objects.filter(buyer=buyer).values("exhibitor")
    for exhibitor in edition.exhibitors.exclude(pk__in=asked).order_by("ref")[:LETTERS]:
        request_meeting(exhibitor, buyer, asked_by="exhibitor", message="Samples are at our booth.")
    # Words and an address without a place to break.
    send_mail("W" * 60, "", None, [f"{'w' * 60}@example.com"])
    send_notices()


def scene_of(edition: Edition, sign_ins: dict[str, dict[str, str]]) -> Scene:
    """The demo's buyer as the scene of the table of addresses."""
    buyer = edition.buyers.get(ref=BUYER)
    people = {role: User.objects.filter(email=sign_ins[one]["email"]).first() if one else None
              for role, one in SIGN_INS.items()}  # fmt: skip
    asked = MeetingRequestFactory(
        edition=edition,
        buyer=buyer,
        exhibitor=edition.exhibitors.exclude(requests__buyer=buyer).order_by("-ref")[0],
        asked_by="exhibitor",
        state="pending",
    )
    meetings = Meeting.objects.binding().filter(buyer=buyer).order_by("pk")
    talked = meetings[1]
    Meeting.objects.filter(pk=talked.pk).update(status=Meeting.Status.HELD)
    exhibits = edition.exhibitors.get(ref=EXHIBITOR)
    return Scene(
        edition=edition,
        company=buyer.organization,
        mission=edition.delegations.get(ref=DELEGATION),
        meeting=meetings[0],
        talked=talked,
        asked=asked,
        need=buyer.needs.order_by("pk")[0],
        exhibits=exhibits,
        product=exhibits.products.order_by("pk")[0],
        people={"viewer": None, "editor": None, **people},
    )


def pages(scene: Scene) -> list[tuple[str, str, str]]:
    """Name, sign-in and address of every page that somebody may read."""
    args = args_of(scene)
    args["letter"] = [letter_keys()[-1]]
    own = [scene.edition.slug, scene.exhibits.organization_id]
    places = {name for name, values in args.items() if values[:2] == own} | {"paper"}
    found = [("home", "delegation lead", "/"), ("today", "exhibitor", "/")]
    for (name, how), answers in sorted(lines().items()):
        reader = next((SIGN_INS[role] for role, answer in zip(ROLES, answers, strict=True)
                       if answer == "ok" and role in SIGN_INS), None)  # fmt: skip
        if reader == "buyer" and name in places:
            reader = "exhibitor"
        if how == "GET" and (reader is not None or name == "letter"):
            found.append((name, reader or "", reverse(name, args=args[name])))
    for name in sorted(set(addresses("account_")) - NEED_MORE):
        reader = "buyer" if name in {"account_email", "account_change_password"} else ""
        found.append((name, reader, reverse(name)))
    found += [(name, "buyer", reverse(name)) for name in SECOND_FACTOR]
    # The same pages with more in them, or with nothing.
    start = place_of(scene.asked.buyer)
    with_two = "&".join(f"with={each['pk']}" for each in askable(scene.asked.buyer)[:2])
    found += [(f"{name}-more", "buyer", f"{start}{path}") for name, path in (
        ("compare", f"matches/buyer/compare/?{with_two}"), ("need", "needs/new/?empty"),
        ("matches", "matches/?show=saved"), ("search", "search/?q=qqqq"),
        ("requests", "requests/past/"),
    )]  # fmt: skip
    return found


def desk(edition: Edition) -> list[str]:
    """The desk's pages that are drawn by us."""
    schedule = edition.schedules.get(state="approved")
    meeting = schedule.meetings.filter(status="confirmed", pinned=False).order_by("pk")[0]
    run, plan = edition.runs.get(), edition.planning_runs.get()
    below: dict[str, list[tuple[Any, ...]]] = {
        "expo_edition": [("front", edition.pk), ("floor", edition.pk), ("queues", edition.pk),
                         ("preview", edition.pk)],
        "matchmaking_schedule": [("timetable", schedule.pk), ("approve", schedule.pk),
                                 ("compare", schedule.pk), ("changes", schedule.pk),
                                 ("adjust", schedule.pk, meeting.pk)],
        "matchmaking_scoringrun": [("progress", run.pk), ("compare", run.pk)],
        "matchmaking_planningrun": [("progress", plan.pk)],
    }  # fmt: skip
    found = [
        reverse(f"admin:{start}_{name}", args=args)
        for start, pages in below.items()
        for name, *args in pages
    ]
    left = f"{reverse('admin:matchmaking_schedule_timetable', args=[schedule.pk])}?view=left"
    start = f"{reverse('admin:matchmaking_planningrun_start')}?edition={edition.pk}"
    return [*found, left, start]


def askable(buyer: Buyer) -> list[dict[str, Any]]:
    """Exhibitors on the first page of the buyer's matches who have nothing to do with it yet."""
    met = MeetingRequest.objects.filter(buyer=buyer).values("exhibitor")
    first = [match.exhibitor_id for match in matches_of(buyer, Wanted())[:A_PAGE]]
    found = buyer.edition.exhibitors.filter(pk__in=first).exclude(pk__in=met).order_by("pk")
    people = [
        (each, each.organization.memberships.filter(role="owner").select_related("user").first())
        for each in found.exclude(meetings__in=Meeting.objects.binding().filter(buyer=buyer))
    ]
    return [
        {"pk": each.pk, "place": place_of(each), "session": session(owner.user.email)}
        for each, owner in people
        if owner
    ]


def place_of(side: Participant) -> str:
    return reverse("today", args=[side.edition.slug, side.organization_id])


def is_page(reader: User | None, path: str) -> bool:
    """Neither a file nor a piece for htmx; AssertionError for what cannot be read."""
    client = Client(SERVER_NAME="127.0.0.1")
    if reader:
        client.force_login(reader)
    answer = client.get(path, follow=True)
    assert answer.status_code == HTTPStatus.OK, f"{path}: {answer.status_code}"
    html = answer["Content-Type"].startswith("text/html")
    return html and b"<html" in answer.content


def letter_keys() -> list[str]:
    """Of the e-mails that ask for an answer."""
    return [letter.key for letter in mailbox.letters() if "/answer/" in letter.text]


def session(email: str) -> str:
    """A sign-in that needs no form."""
    person = User.objects.get(email=email)
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    # Pages of the second factor want a password that was given a moment ago.
    store["account_authentication_methods"] = [{"method": "password", "at": time.time() + HOURS}]
    store.create()
    return str(store.session_key)


def main() -> None:
    edition, sign_ins = made()
    letters(edition)
    buyer = edition.buyers.get(ref=BUYER)
    answer: dict[str, Any] = {
        "people": {role: [one["email"], one["password"]] for role, one in sign_ins.items()},
        "sessions": {role: session(one["email"]) for role, one in sign_ins.items()},
        "pages": [
            (name, role, path)
            for name, role, path in pages(scene_of(edition, sign_ins))
            if is_page(User.objects.get(email=sign_ins[role]["email"]) if role else None, path)
        ],
        "place": place_of(buyer),
        "exhibits": place_of(edition.exhibitors.get(ref=EXHIBITOR)),
        "askable": askable(buyer),
        "desk": desk(edition),
        "letters": [reverse("letter", args=[key]) for key in letter_keys()],
    }
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
