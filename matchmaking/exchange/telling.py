"""What a long import or export says while it runs: to stderr, as a bar where that is a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


def tell(text: str) -> None:
    """A plain line on stderr."""
    sys.stderr.write(f"{text}\n")


@contextmanager
def row_counter(verb: str) -> Iterator[Callable[[str, int], None] | None]:
    """Counts rows by file; None where nobody is looking."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(verb)
        yield lambda file, rows: bar.update(task, description=f"{verb} {file}: {rows:,} rows")
