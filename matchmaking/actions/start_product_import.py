"""Take a file with products in, to be read by a worker."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from exhibitors.models import Exhibitor
from foundation.errors import RuleBroken
from matchmaking.exchange.own_products import LARGEST_FILE
from matchmaking.models import ProductImport
from matchmaking.models.product_import import IMPORT_LOCKS
from matchmaking.queries.planning_runs import at_work
from matchmaking.queue import enqueue


@transaction.atomic
def start_product_import(
    exhibitor: Exhibitor, name: str, data: bytes, *, user: User | None = None
) -> ProductImport:
    """An import that waits to be read; nothing of the edition changes yet.

    A former one that nobody works on makes way. RuleBroken for an empty or too large file, and
    while a worker is at another of the exhibitor's.
    """
    if not data:
        raise RuleBroken(_("The file is empty."))
    if len(data) > LARGEST_FILE:
        raise RuleBroken(
            _("The file is larger than %(most)d MB; split it.") % {"most": LARGEST_FILE >> 20}
        )
    Exhibitor.objects.select_for_update(no_key=True).get(pk=exhibitor.pk)
    former = exhibitor.product_imports.open().select_for_update().first()
    if former is not None:
        if former.working and at_work(former.pk, IMPORT_LOCKS):
            raise RuleBroken(_("Another file is being read. Wait for it, or cancel it."))
        former.state, former.file = ProductImport.State.CANCELLED, None
        former.message, former.finished_at = _("Replaced by a later one."), timezone.now()
        former.save(update_fields=["state", "file", "message", "finished_at"])
    made = ProductImport.objects.create(
        edition_id=exhibitor.edition_id,
        exhibitor=exhibitor,
        started_by=user,
        file_name=name[-200:] or "products",
        file=data,
        language=get_language() or "en",
    )
    enqueue("import_products", made.pk)
    return made
