"""Work that makes very many objects, none of them in circles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Nobody looks for circles meanwhile: with millions of objects that costs a tenth and more.

    Nor does the first small object made afterwards set off a look at all of them: they count as
    old at once, as those do that have been looked at.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
