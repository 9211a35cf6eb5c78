"""Have a file that was shown written."""

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from matchmaking.models import ProductImport
from matchmaking.queue import enqueue


@transaction.atomic
def confirm_product_import(import_id: int) -> ProductImport:
    """To be written by a worker, all or nothing. RuleBroken unless it waits for this."""
    found = ProductImport.objects.select_for_update().without_file().get(pk=import_id)
    if found.state != ProductImport.State.READY:
        raise RuleBroken(_("There is nothing to confirm: this file is over or still being read."))
    found.state, found.attempts, found.rows_done = ProductImport.State.WRITING, 0, 0
    found.save(update_fields=["state", "attempts", "rows_done"])
    enqueue("import_products", found.pk)
    return found
