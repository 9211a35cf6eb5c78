"""Many triggers in one step of a migration.

For each trigger, django-pgtrigger's own step has Django build all models of the project anew, some
hundred triggers times a hundred models: most of the time that an empty database took.
"""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation


class AddTriggers(Operation):
    """`triggers`: pairs of a model's name and a compiled trigger of the migration's own app."""

    reversible = True

    def __init__(self, triggers: Sequence[tuple[str, Any]]) -> None:
        self.triggers = triggers

    def state_forwards(self, app_label: str, state: Any) -> None:
        """They stand in their models' options, where the next `makemigrations` looks for them."""
        for name, trigger in self.triggers:
            options = state.models[app_label, name].options
            options["triggers"] = [*options.get("triggers", ()), trigger]
        state.reload_models([(app_label, name) for name, _trigger in self.triggers])

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Installs them."""
        for trigger in self._allowed(app_label, schema_editor, to_state):
            schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Takes them away."""
        for trigger in self._allowed(app_label, schema_editor, from_state):
            schema_editor.execute(trigger.uninstall_sql, params=None)

    def describe(self) -> str:
        """For `migrate`'s own output."""
        return f"Create {len(self.triggers)} triggers"

    def _allowed(self, app_label: str, schema_editor: Any, state: Any) -> list[Any]:
        alias = schema_editor.connection.alias
        return [
            trigger
            for name, trigger in self.triggers
            if self.allow_migrate_model(alias, state.apps.get_model(app_label, name))
        ]
