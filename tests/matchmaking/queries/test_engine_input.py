"""What the engine reads: open needs and who takes part."""

import pytest

from buyers.models import SourcingNeed
from matchmaking.queries.engine_input import load_inputs
from tests.factories.buyers import BuyerFactory, SourcingNeedFactory
from tests.factories.exhibitors import ExhibitorFactory, ProductFactory

pytestmark = pytest.mark.django_db


def test_only_open_needs_and_who_is_let_in_are_matched():
    buyer = BuyerFactory()
    needs = [
        SourcingNeedFactory(buyer=buyer, state=state, certificates_nice=["fairtrade"])
        for state in SourcingNeed.State.values
    ]
    product = ProductFactory(exhibitor=ExhibitorFactory(edition=buyer.edition))
    waiting = BuyerFactory(edition=buyer.edition, state="applied")
    SourcingNeedFactory(buyer=waiting)
    ProductFactory(exhibitor=ExhibitorFactory(edition=buyer.edition, state="refused"))
    inputs = load_inputs(buyer.edition)
    assert [(need.id, need.certificates_nice) for need in inputs.needs] == [
        (needs[0].pk, ("fairtrade",))
    ]
    assert [each.id for each in inputs.buyers] == [buyer.pk]
    assert [each.id for each in inputs.products] == [product.pk]
    assert [each.id for each in inputs.suppliers] == [product.exhibitor_id]
