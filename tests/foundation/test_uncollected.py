"""Work without looks for circles leaves the collector as it was, with nothing frozen."""

import gc

from foundation.uncollected import uncollected


def test_the_collector_is_off_meanwhile_and_nothing_is_left_to_look_at() -> None:
    gc.collect()
    with uncollected():
        assert not gc.isenabled()
        made = [[n] for n in range(20_000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
    assert gc.get_count()[0] < len(made)


def test_circles_made_meanwhile_are_found_later() -> None:
    with uncollected():
        circle: list[object] = []
        circle.append(circle)
        del circle
    assert gc.collect() >= 1


def test_what_others_froze_stays_frozen() -> None:
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        with uncollected():
            pass
        assert gc.get_freeze_count() == frozen
    finally:
        gc.unfreeze()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
