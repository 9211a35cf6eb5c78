"""Enter or change a delegation."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from expo.models import Delegation


@transaction.atomic
def save_delegation(row: Delegation) -> None:
    """Checked by its model and at once by the database. ValidationError names wrong fields; a
    mission is no part of its own parts.
    """
    above, seen = row.parent, {row.pk}
    while above is not None:
        if above.pk in seen:
            raise ValidationError({"parent": _("A delegation cannot be a part of itself.")})
        seen.add(above.pk)
        above = above.parent
    row.full_clean()
    row.save()
    connection.check_constraints()
