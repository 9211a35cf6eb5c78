"""Work that makes very many objects, none of them in circles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected(*, ageing: bool = False) -> Iterator[None]:
    """Nobody looks for circles meanwhile: with millions of objects that costs a tenth and more.

    With `ageing` the first small object made afterwards does not set off a look at all of them
    either: they count as old at once, as those do that have been looked at. Circles among them are
    then found late, so it is for work without any.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            if ageing and not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
