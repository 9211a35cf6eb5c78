"""History's functions, made quick, write what they wrote before."""

import pghistory
import pgtrigger
import pytest
from django.db import connection

from accounts.models import Membership
from foundation.history import FUNCTIONS, quicken_history, without_errors
from tests.factories.accounts import MembershipFactory

pytestmark = pytest.mark.django_db


def test_no_row_costs_a_subtransaction():
    quicken_history()
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = ANY(%s)", [list(FUNCTIONS)])
        sources = [source for (source,) in cursor.fetchall()]
    assert len(sources) == 2
    assert not any("EXCEPTION" in source for source in sources)


def test_who_did_it_is_written_down_where_it_is_known():
    unknown = MembershipFactory()
    with pghistory.context(user=7, command="import"):
        known = MembershipFactory()
    assert known.events.get().pgh_context.metadata == {"user": 7, "command": "import"}
    assert unknown.events.get().pgh_context is None


def test_a_trigger_is_left_out_only_where_it_is_asked_for():
    with pgtrigger.ignore("accounts.Membership:insert_insert"):
        silent = MembershipFactory()
    told = MembershipFactory()
    assert not silent.events.exists()
    Membership.objects.filter(pk=told.pk).update(role="viewer")
    assert [event.pgh_label for event in told.events.order_by("pgh_id")] == ["insert", "update"]


def test_a_function_that_is_written_otherwise_stays_as_it_is():
    other = "BEGIN SELECT INTO x CURRENT_SETTING('a.b', true); END;"
    assert without_errors(other) == other
