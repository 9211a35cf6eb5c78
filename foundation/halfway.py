"""A database that stands between two versions' migrations."""

from collections.abc import Collection
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core import checks
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

FIRST = "0001_tables"  # stands for all that an app's migrations were before
HINT = (
    "Bring it up to date with the version that it was made by, then start this one; or begin with"
    " an empty database (`make clean` takes the embedded one away, with all that is in it)."
)


@checks.register(checks.Tags.database)
def no_database_halfway(
    databases: Collection[str] | None = None, **_options: Any
) -> list[checks.CheckMessage]:
    """Asked before `migrate` touches anything, for which Django has no clear word."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        applied = set(MigrationRecorder(connections[alias]).applied_migrations())
        lacking = []
        for label in sorted(apps.app_configs):
            missing = [each for each in _replaced(label) if each not in applied]
            if missing and len(missing) < len(_replaced(label)):
                lacking.append(".".join(missing[0]))
        if lacking:
            said = f"The database lacks {', '.join(lacking)}, and this version has them no more."
            found.append(checks.Error(said, hint=HINT, id="fairlead.E001"))
    return found


def _replaced(label: str) -> list[tuple[str, str]]:
    """What the first migration of an app of ours takes the place of."""
    package = apps.get_app_config(label).name
    try:
        module = import_module(f"{package}.migrations.{FIRST}")
    except ModuleNotFoundError:
        return []
    replaced: list[tuple[str, str]] = module.Migration.replaces
    return replaced
