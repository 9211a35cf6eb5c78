"""Every operation with data that nobody thought of. FUZZ_SECONDS makes it longer (`make fuzz`)."""

import os

import pytest

from accounts.actions.tokens import make_token
from accounts.models import SCOPES
from matchmaking.models import (
    Registration,
    RegistrationSource,
    WebhookDelivery,
    WebhookEndpoint,
)
from tests.matchmaking.api.conftest import make_world, people_of
from tests.matchmaking.api.fuzzing import document, fuzz
from tests.matchmaking.api.test_scope import add_rules, keys

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
LONG = int(os.environ.get("FUZZ_SECONDS") or 0)
EXAMPLES = "1000000" if LONG else "2"
BOUND = ["--max-time", str(LONG)] if LONG else []


@pytest.mark.parametrize("role", ["organizer", "exhibitor"])
def test_no_operation_breaks_and_all_answer_as_the_document_says(live_server, tmp_path, role):
    world = make_world()
    people = people_of(world)
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
    add_rules(world)
    _token, secret = make_token(people[role], "fuzz", SCOPES)
    schema = document(live_server.url, keys(world), world.edition.slug)
    status, said, cases = fuzz(
        live_server.url, schema, secret, tmp_path,
        "--phases", "examples,fuzzing", "--max-examples", EXAMPLES, *BOUND,
    )  # fmt: skip
    print(f"schemathesis as {role}: {cases} cases")  # noqa: T201 (shown by `make fuzz`)
    assert status == 0, said[-20_000:]
    assert cases > 150
