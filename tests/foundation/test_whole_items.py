"""Items of lists hold nothing that a file would take for the end of an item."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from foundation.constraints import mended_items
from tests.factories.buyers import BuyerFactory

pytestmark = pytest.mark.django_db
WORDS = ["East, West", "North;South", "华东；华南"]


@pytest.mark.parametrize("word", WORDS[1:])
def test_the_database_refuses_it_and_the_model_says_why(word):
    buyer = BuyerFactory(regions=WORDS[:1])
    buyer.regions = [word]
    with pytest.raises(ValidationError, match="no semicolon"):
        buyer.full_clean()
    with pytest.raises(IntegrityError, match="buyer_whole_items"):
        buyer.save()


def test_former_items_are_written_as_an_export_has_written_them():
    buyer, other = BuyerFactory(), BuyerFactory(regions=["Kigali"])
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE buyers_buyer DROP CONSTRAINT buyer_whole_items")
        type(buyer).objects.filter(pk=buyer.pk).update(regions=WORDS)
        for statement in mended_items("buyers_buyer", "regions").sql:
            cursor.execute(str(statement))
        for row in (buyer, other):
            row.refresh_from_db()
    assert buyer.regions == ["East, West", "North,South", "华东,华南"]
    assert other.regions == ["Kigali"]
