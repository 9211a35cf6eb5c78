"""Nobody asks, or is asked by, whom the organizer has not let in."""

import pytest

from foundation.errors import RuleBroken
from matchmaking.actions.request_meeting import request_meeting
from tests.factories.buyers import BuyerFactory
from tests.factories.exhibitors import ExhibitorFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("sells", "buys"), [("applied", "approved"), ("approved", "refused")])
def test_who_is_not_let_in_does_not_meet(sells, buys):
    exhibitor = ExhibitorFactory(state=sells)
    buyer = BuyerFactory(edition=exhibitor.edition, state=buys)
    with pytest.raises(RuleBroken, match="not let"):
        request_meeting(exhibitor, buyer, asked_by="buyer")
