"""Give an import up."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from matchmaking.models import ProductImport
from matchmaking.models.product_import import IMPORT_LOCKS
from matchmaking.queries.planning_runs import at_work


@transaction.atomic
def cancel_product_import(import_id: int) -> ProductImport:
    """Whoever works on it sees the word with the next rows; otherwise it is over at once.

    Nothing of the file stays written. RuleBroken for one that is over.
    """
    found = ProductImport.objects.select_for_update().without_file().get(pk=import_id)
    if found.state not in ProductImport.OPEN:
        raise RuleBroken(_("This import is over."))
    if found.working and at_work(found.pk, IMPORT_LOCKS):
        found.stop = True
        found.save(update_fields=["stop"])
        return found
    found.state, found.file, found.finished_at = ProductImport.State.CANCELLED, None, timezone.now()
    found.save(update_fields=["state", "file", "finished_at"])
    return found
