"""Enter or change a delegation."""

from django.db import connection, transaction

from expo.models import Delegation


@transaction.atomic
def save_delegation(row: Delegation) -> None:
    """Checked by its model and at once by the database. ValidationError names wrong fields."""
    row.full_clean()
    row.save()
    connection.check_constraints()
