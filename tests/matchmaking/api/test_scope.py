"""Every endpoint × method × role of the OpenAPI document, against one reviewed table.

`answers.csv` holds the status of each, and for lists how many rows are seen. After a change that is
meant: `ANSWERS=write pytest tests/matchmaking/api/test_scope.py`, then read the difference.
"""

import csv
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import FileResponse
from drf_spectacular.generators import SchemaGenerator

from matchmaking.models import (
    ExportRecord,
    Meeting,
    Registration,
    RegistrationSource,
    WebhookDelivery,
    WebhookEndpoint,
)
from tests.factories.matchmaking import (
    HostedOnlyFactory,
    MeetingLimitFactory,
    NoticeFactory,
    OutcomeStepFactory,
    PairRuleFactory,
    QuietTimeFactory,
    ScheduleFactory,
)
from tests.factories.pictures import drawn
from tests.matchmaking.api.conftest import ROLES

TABLE = Path(__file__).with_name("answers.csv")
PHOTO = drawn()
METHODS = ("get", "post", "put", "patch", "delete")


def operations():
    paths = SchemaGenerator().get_schema(public=True)["paths"]
    return [(m, path) for path in sorted(paths) for m in METHODS if m in paths[path]]


@pytest.fixture
def whole_world(world, people):
    """One row of every kind besides; the meeting was held."""
    Meeting.objects.filter(pk=world.meeting.pk).update(status=Meeting.Status.HELD)
    world.webhook = WebhookEndpoint.objects.create(
        edition=world.edition, organization=world.exhibitor.organization,
        url="https://crm.example/", topics=["request.accepted"],
    )  # fmt: skip
    world.delivery = WebhookDelivery.objects.create(
        endpoint=world.webhook, event="request.accepted", subject="request:1", payload={}
    )
    world.source = RegistrationSource.objects.create(edition=world.edition, name="shop")
    world.registration = Registration.objects.create(
        source=world.source, code="a", state="taken", digest=""
    )
    ExportRecord.objects.all().delete()
    ScheduleFactory(edition=world.edition)  # to compare with
    for role in ("exhibitor", "buyer"):
        for kind in ("request", "entry"):  # entries are e-mails only
            NoticeFactory(edition=world.edition, user=people[role], kind=kind)
    world.step = OutcomeStepFactory(outcome=world.outcome)
    for stored in (world.picture.file, world.picture.thumbnail):
        default_storage.save(stored, ContentFile(drawn("WEBP")))
    add_rules(world)
    return world


def add_rules(world):
    """One of each kind."""
    at = {"edition": world.edition}
    never = {"one": world.exhibitor.organization, "other": world.rival.organization}
    world.pair_rule = PairRuleFactory(**at, **never)
    world.limit, world.quiet = MeetingLimitFactory(**at), QuietTimeFactory(**at)
    type(world.buyer).objects.filter(pk=world.buyer.pk).update(hosted=True)
    world.hosted_only = HostedOnlyFactory(exhibitor=world.exhibitor)


def keys(world):
    """The row that each kind's address is filled with."""
    return {
        "buyers": world.buyer, "categories": world.category, "certificates": world.certificate,
        "delegations": world.delegation, "deliveries": world.delivery,
        "exhibitors": world.exhibitor, "matches": world.match, "meetings": world.meeting,
        "needs": world.need, "outcomes": world.outcome, "plans": world.plan,
        "pictures": world.picture, "products": world.product, "registrations": world.registration,
        "requests": world.request, "runs": world.run, "schedules": world.schedule,
        "sources": world.source, "webhooks": world.webhook,
        "pair-rules": world.pair_rule, "meeting-limits": world.limit,
        "quiet-times": world.quiet, "hosted-only": world.hosted_only,
    }  # fmt: skip


def bodies(world):
    """What is sent, by kind and verb; an empty object elsewhere."""
    slug = world.edition.slug
    party = {"exhibitor": world.exhibitor.pk, "buyer": world.buyer.pk}
    organization = {"name": {"en": "Lakeside"}, "country": "KE"}
    side = {"edition": slug, "ref": "new", "organization": organization}
    product = {"edition": slug, "exhibitor": world.exhibitor.pk, "ref": "new", "name": {"en": "X"}}
    need = {"edition": slug, "buyer": world.buyer.pk, "ref": "new", "text": {"en": "X"}}
    paper = {"edition": slug, "exhibitor": world.exhibitor.pk, "ref": "new", "standard": "halal"}
    slots = {"slots": [slot.pk for slot in world.edition.slots.all()]}
    return {
        ("post", "exhibitors"): side, ("post", "buyers"): side,
        ("post", "products"): product, ("post", "needs"): need, ("post", "certificates"): paper,
        ("post", "pictures"): {
            "exhibitor": world.exhibitor.pk, "product": world.product.pk, "alt": '{"en": "X"}',
            "file": SimpleUploadedFile("a.jpg", PHOTO),
        },
        ("post", "exhibitors/bulk"): {"edition": slug, "rows": [side]},
        ("post", "buyers/bulk"): {"edition": slug, "rows": [side]},
        ("post", "products/bulk"): {"edition": slug, "rows": [product]},
        ("post", "needs/bulk"): {"edition": slug, "rows": [need]},
        ("post", "certificates/bulk"): {"edition": slug, "rows": [paper]},
        ("put", "exhibitors/availability"): slots, ("put", "buyers/availability"): slots,
        ("put", "matches/mark"): {"kind": "hidden", "reason": "too_small"},
        ("post", "requests"): party,
        ("post", "requests/propose"): {"slot": slots["slots"][-1]},
        ("post", "meetings/attendance"): {"status": "held"},
        ("post", "meetings/pin"): {"pinned": True},
        ("post", "outcomes"): {"meeting": world.meeting.pk},
        ("post", "outcomes/steps"): {"rung": "intent", "reached_on": "2026-11-06"},
        ("post", "plans"): {"edition": slug}, ("post", "runs"): {"edition": slug},
        ("post", "webhooks"): {
            "edition": slug, "organization": world.exhibitor.organization_id,
            "url": "https://crm.example/2", "topics": ["request.accepted"],
        },
        ("post", "sources"): {"edition": slug, "name": "new"},
        ("post", "sources/push"): {"code": "n1", "name": "Hill", "country": "KE"},
        ("put", "me/notice-settings"): {"request": "digest"},
        ("post", "me/consents"): {"purpose": "news", "given": True},
        **changes(world), **rules(world),
    }  # fmt: skip


def rules(world):
    """The organizers'."""
    at = {"edition": world.edition.slug}
    pair = {"one": world.exhibitor.organization_id, "other": world.buyer.organization_id}
    return {
        ("post", "pair-rules"): {**at, **pair, "kind": "must", "reason": "promised"},
        ("patch", "pair-rules"): {"note": "Until the dispute is settled."},
        ("post", "meeting-limits"): {**at, "group": "hosted", "minimum": 2, "maximum": 12},
        ("patch", "meeting-limits"): {"maximum": 8},
        ("post", "quiet-times"): {
            **at, "who": "everybody", "note": "Opening ceremony",
            "starts": "2026-11-05T09:00:00+08:00", "ends": "2026-11-05T10:00:00+08:00",
        },
        ("patch", "quiet-times"): {"note": "Opening ceremony"},
        ("post", "delegations"): {**at, "ref": "rw-2", "name": {"en": "Coffee growers"},
                                  "country": "RW", "parent": world.delegation.pk},
        ("patch", "delegations"): {"meeting_quota": 40},
        ("post", "hosted-only"): {"exhibitor": world.exhibitor.pk},
    }  # fmt: skip


def changes(world):
    """Of rows that are there."""
    taken = world.meeting
    text = {"en": "A container of green coffee, samples in May."}
    return {
        ("patch", "exhibitors"): {"languages": ["en", "fr"]},
        ("patch", "buyers"): {"description": {"en": "Supermarkets in the south."}},
        ("patch", "products"): {"origin": "KE", "moq": "500", "moq_unit": "kg"},
        ("patch", "needs"): {"priority": "high"},
        ("patch", "pictures"): {"alt": {"fr": "Café vert"}},
        ("patch", "certificates"): {"number": "A-7"},
        ("patch", "outcomes"): {"talked_about": text, "value": "9000", "value_currency": "USD"},
        ("patch", "sources"): {"approve": True},
        ("patch", "webhooks"): {"active": False},
        ("post", "exhibitors/delegate"): {"acts": False},
        ("post", "buyers/delegate"): {"acts": True},
        ("post", "exhibitors/decide"): {"decision": "approve"},
        ("post", "buyers/decide"): {"decision": "hosted"},
        ("post", "needs/read"): {
            "edition": world.edition.slug,
            "text": "We look for 20 t of green coffee from Rwanda a month, FOB Mombasa, organic.",
        },
        ("post", "needs/state"): {"state": "paused"},
        ("post", "requests/decline"): {"reason": "Sold out until May.", "language": "en"},
        ("post", "meetings/move"): {"slot": taken.slot_id, "table": taken.table_id, "seen": 0},
        ("post", "meetings/swap"): {"meeting": taken.pk, "seen": 0},
        ("post", "meetings/cancel"): {"seen": 0},
        ("post", "schedules/approve"): {"day": None, "seen": 0},
        ("post", "schedules/undo"): {"change": 1, "seen": 0},
        ("post", "schedules/copy"): {"label": "What if hall B closes?"},
        ("post", "plans/stop"): {"take": False},
        ("post", "me/erase"): {"email": "somebody@kivu.example"},
    }


def ask(client, method, path, world):
    kind, *rest = [part for part in path.removeprefix("/api/v1/").split("/") if part]
    verb = "/".join([kind, *(part for part in rest if not part.startswith("{"))])
    row = keys(world).get(kind)
    parts = {"id": row.pk if row else 0, "slug": world.edition.slug, "step": world.step.pk}
    address = path.format(**parts)
    body = bodies(world).get((method, verb), {})
    form = "multipart" if (method, kind) == ("post", "pictures") else "json"
    with transaction.atomic():
        answer = getattr(client, method)(address, *([] if method == "get" else [body]), format=form)
        transaction.set_rollback(True)
    if isinstance(answer, FileResponse):
        b"".join(answer)  # read to its end, the file is closed
    seen = str(answer.status_code)
    if method == "get" and answer.status_code == 200 and "json" in answer["Content-Type"]:
        data = answer.json()
        rows = data.get("results") if isinstance(data, dict) else None
        seen += f":{len(rows)}" if rows is not None else ""
    return seen


def test_the_table_of_answers(whole_world, as_role):
    found = [["method", "address", *ROLES]]
    for method, path in operations():
        found.append([method, path, *(ask(as_role[r], method, path, whole_world) for r in ROLES)])
    if os.environ.get("ANSWERS") == "write":
        with TABLE.open("w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(found)
    with TABLE.open(newline="") as file:
        reviewed = list(csv.reader(file))
    assert found == reviewed
    assert not [row for row in found[1:] if any(cell.startswith("5") for cell in row[2:])]


def test_nobody_sees_anything_but_the_document():
    with TABLE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    answers = {row["nobody"] for row in rows if not row["address"].endswith(("schema/", "docs/"))}
    assert answers == {"401"}
