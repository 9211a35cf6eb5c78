"""Many steps of a migration as one."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from foundation.migrating import Together

STEP = Together(
    [
        migrations.CreateModel("Shelf", [("id", models.AutoField(primary_key=True))]),
        migrations.CreateModel(
            "Book",
            [
                ("id", models.AutoField(primary_key=True)),
                ("shelf", models.ForeignKey("shop.Shelf", models.CASCADE)),
            ],
        ),
    ]
)


def states() -> tuple[ProjectState, ProjectState]:
    """Before and after; the former's models are built, as in the middle of a migration."""
    before = ProjectState()
    assert before.apps.get_models() == []
    after = before.clone()
    STEP.state_forwards("shop", after)
    return before, after


def tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith("shop_")}


@pytest.mark.django_db(transaction=True)
def test_all_steps_are_done_and_undone() -> None:
    before, after = states()
    with connection.schema_editor() as editor:
        STEP.database_forwards("shop", editor, before, after)
    assert tables() == {"shop_book", "shop_shelf"}
    with connection.schema_editor() as editor:
        STEP.database_backwards("shop", editor, after, before)
    assert tables() == set()


def test_models_of_the_states_between_are_not_built() -> None:
    _before, after = states()
    assert "apps" not in after.__dict__
    assert {model.__name__ for model in after.apps.get_models()} == {"Book", "Shelf"}
