"""Take a product off the list."""

from django.db import transaction

from exhibitors.models import Product
from matchmaking.actions.refresh_matches import refresh_matches
from matchmaking.actions.remove_picture import forget_files


@transaction.atomic
def remove_product(product: Product) -> None:
    """With its certificates and pictures; the exhibitor's matches follow."""
    files = [name for each in product.pictures.all() for name in (each.file, each.thumbnail)]
    files += list(product.certificates.exclude(paper="").values_list("paper", flat=True))
    exhibitor, edition = product.exhibitor_id, product.edition_id
    product.delete()
    forget_files(files)
    refresh_matches(edition, exhibitors=[exhibitor])
