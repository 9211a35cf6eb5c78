"""No row is a part of itself, at whichever level, whoever writes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from expo.models import Delegation
from tests.factories.expo import CategoryFactory, DelegationFactory, EditionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["delegation", "category"])
def line(request):
    """Three, each under the one before."""
    if request.param == "category":
        first = CategoryFactory()
        second = CategoryFactory(scheme=first.scheme, parent=first)
        return first, second, CategoryFactory(scheme=first.scheme, parent=second)
    edition = EditionFactory()
    first = DelegationFactory(edition=edition)
    second = DelegationFactory(edition=edition, parent=first)
    return first, second, DelegationFactory(edition=edition, parent=second)


@pytest.mark.parametrize("under", [0, 1, 2])
def test_a_row_is_not_put_below_itself(line, under):
    first = line[0]
    rows = type(first).objects.filter(pk=first.pk)
    with pytest.raises(IntegrityError, match="would be a part of itself"), transaction.atomic():
        rows.update(parent=line[under])
    first.parent = line[under]
    with pytest.raises(ValidationError, match="part of itself"):
        first.full_clean()
    assert rows.get().parent is None


def test_a_row_may_move_elsewhere(line):
    first, _second, third = line
    third.parent = first
    third.full_clean()
    third.save()
    assert type(first).objects.filter(parent=first).count() == 2


def test_too_many_levels_are_refused():
    row = None
    edition = EditionFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        for _level in range(60):
            row = DelegationFactory(edition=edition, parent=row)
    assert not Delegation.objects.exists()
