"""Who has met whom, by organizations, at this edition and before."""

import pytest

from matchmaking.queries.acquainted import met_pairs
from tests.factories.buyers import BuyerFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import EditionFactory
from tests.factories.matchmaking import MeetingFactory, MeetingRequestFactory

pytestmark = pytest.mark.django_db


def test_pairs_of_all_buyers_and_of_some() -> None:
    asked = MeetingRequestFactory()
    edition = asked.edition
    other, seller = BuyerFactory(edition=edition), ExhibitorFactory(edition=edition)
    former = EditionFactory()
    before = BuyerFactory(edition=former, organization=other.organization)
    MeetingFactory(
        schedule__edition=former,
        buyer=before,
        exhibitor=ExhibitorFactory(edition=former, organization=seller.organization),
    )
    MeetingRequestFactory(edition=edition, buyer=other, exhibitor=asked.exhibitor)
    # Somebody whom only the former edition knew is nobody's acquaintance here.
    MeetingRequestFactory(edition=former, buyer=before)
    here = {(other.pk, seller.pk), (other.pk, asked.exhibitor_id)}
    assert met_pairs(edition) == {(asked.buyer_id, asked.exhibitor_id), *here}
    assert met_pairs(edition, [other.pk]) == here
    assert met_pairs(edition, []) == set()
