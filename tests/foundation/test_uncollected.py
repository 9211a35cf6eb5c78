"""Work without looks for circles leaves the collector as it was, with nothing frozen."""

import gc

import pytest

from foundation.uncollected import uncollected


def test_the_collector_is_off_meanwhile_and_what_was_made_is_old_at_once() -> None:
    gc.collect()
    with uncollected(ageing=True):
        assert not gc.isenabled()
        made = [[n] for n in range(20_000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
    assert gc.get_count()[0] < len(made)


@pytest.mark.parametrize("ageing", [False, True])
def test_circles_made_meanwhile_are_found_later(ageing: bool) -> None:
    with uncollected(ageing=ageing):
        circle: list[object] = []
        circle.append(circle)
        del circle
    assert gc.collect() >= 1


def test_what_others_froze_stays_frozen() -> None:
    theirs: list[object] = []
    gc.freeze()
    try:
        with uncollected(ageing=True):
            pass
        # What is frozen is in none of the generations. (How many are frozen says less: each that
        # another thread lets go of is one fewer.)
        assert not any(known is theirs for known in gc.get_objects())
    finally:
        gc.unfreeze()
    assert any(known is theirs for known in gc.get_objects())


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
