"""What the demo shows: progress bars, the summary, addresses and sign-ins."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

console = Console()


@contextlib.contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for one step; the function given moves it to `done` of `total`."""
    columns = (
        SpinnerColumn(finished_text="[green]✓[/]"),
        TextColumn("{task.description:<22}"),
        BarColumn(bar_width=30),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(label, total=None)

        def move(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield move
        bar.update(task, total=1, completed=1)


def summary(state: Mapping[str, Any]) -> None:
    """The figures of the demo edition, and who may sign in."""
    figures = Table(title=f"Edition {state['edition']}", show_header=False)
    figures.add_column(style="bold")
    figures.add_column(justify="right")
    for label, value in state["table"]:
        figures.add_row(str(label), str(value))
    people = Table("Role", "E-mail", "Password", title="Sign in as")
    for person in state["sign_ins"]:
        people.add_row(person["role"], person["email"], person["password"])
    console.print(figures, people)


def addresses(site: str) -> None:
    """Where to look, once the web server answers."""
    table = Table(title="Addresses", show_header=False)
    table.add_row("Portal", f"{site}/")
    table.add_row("Organizers", f"{site}/admin/")
    table.add_row("E-mails written", f"{site}/mail/")
    table.add_row("Readiness", f"{site}/readyz")
    console.print(table, "Ctrl-C stops everything.")
