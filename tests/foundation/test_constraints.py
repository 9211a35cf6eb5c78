"""A key over several columns says in a form what the database would refuse."""

import pytest
from django.core.exceptions import ValidationError

from tests.factories.expo import BoothFactory, HallFactory


@pytest.mark.django_db
def test_parts_of_two_editions_are_named():
    booth = BoothFactory()
    booth.hall = HallFactory()
    with pytest.raises(ValidationError, match="edition, hall do not belong together"):
        booth.validate_constraints()
    booth.hall = HallFactory(edition=booth.edition)
    booth.validate_constraints()
