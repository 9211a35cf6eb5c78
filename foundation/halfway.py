"""A database that stands between two versions' migrations."""

from collections.abc import Collection
from typing import Any

from django.core import checks
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

HINT = (
    "Bring it up to date with the version that it was made by, then start this one; or begin with"
    " an empty database (`make clean` takes the embedded one away, with all that is in it)."
)


@checks.register(checks.Tags.database)
def no_database_halfway(
    databases: Collection[str] | None = None, **_options: Any
) -> list[checks.CheckMessage]:
    """Whether some, and not all, of what a migration stands for was done, and the rest is gone.

    Asked before `migrate` touches anything, which itself has no clear word for it.
    """
    found: list[checks.CheckMessage] = []
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    for alias in databases or ():
        done = set(MigrationRecorder(connections[alias]).applied_migrations())
        lacking = [
            next(key for key in each.replaces if key not in done)
            for each in loader.disk_migrations.values()
            if done.intersection(each.replaces)
            and not done.union(loader.disk_migrations).issuperset(each.replaces)
        ]
        if lacking:
            names = ", ".join(sorted(".".join(key) for key in lacking))
            said = f"The database lacks {names}, and this version has them no more."
            found.append(checks.Error(said, hint=HINT, id="fairlead.E001"))
    return found
