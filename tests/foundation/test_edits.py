"""What somebody else has changed since a form was opened."""

from decimal import Decimal

import pytest

from foundation.edits import OvertakenError, check_unchanged, seal, unseal, values_of
from foundation.texts import Text
from tests.factories.exhibitors import ProductFactory

pytestmark = pytest.mark.django_db
NAMES = ("name", "moq", "origin", "category", "temperature_min")


def seen_of(product):
    return unseal(seal(values_of(product, NAMES)))


def test_what_nobody_changed_is_no_change_however_it_is_written():
    product = ProductFactory(moq=Decimal(60), moq_unit="bag", temperature_min=5)
    seen = seen_of(product)
    product.refresh_from_db()
    assert product.moq == Decimal("60.0000")
    check_unchanged(product, seen)


def test_each_field_that_another_changed_is_named_with_both_values():
    product = ProductFactory(moq=Decimal(60), moq_unit="bag", origin="RW")
    seen = seen_of(product)
    product.moq, product.name = Decimal("55.5"), Text({"en": "Natural"})
    with pytest.raises(OvertakenError) as caught:
        check_unchanged(product, seen)
    found = {each.name: (each.before, each.now) for each in caught.value.changes}
    assert found == {
        "moq": ("60", "55.5"),
        "name": (
            {"en": "Washed arabica, green", "fr": "Arabica lavé, vert"}, {"en": "Natural"}
        ),
    }  # fmt: skip


def test_what_we_did_not_sign_is_nothing():
    sealed = seal({"moq": "60"})
    assert unseal(sealed) == {"moq": "60"}
    assert unseal(sealed[:-2] + "xx") is None
    assert unseal("") is None
