"""Standards to choose from."""

from matchmaking import wording
from matchmaking.queries.standards import STANDARDS


def test_each_standard_that_has_a_name_of_its_own_can_be_chosen():
    assert set(wording.STANDARDS) <= set(STANDARDS)
