"""Begin a product from another."""

from django.db import transaction

from exhibitors.models import Product
from matchmaking.actions.refresh_matches import refresh_matches
from matchmaking.queries.refs import free_ref


@transaction.atomic
def copy_product(product: Product) -> Product:
    """A second one with the same texts and terms; pictures and certificates stay with the first.

    What certifies one product says nothing of another, and a picture shows one thing.
    """
    made = Product.objects.get(pk=product.pk)
    made.pk, made.ref = None, free_ref(Product, product.exhibitor)
    made._state.adding = True  # noqa: SLF001 (Django's documented way to copy a row)
    made.save()
    refresh_matches(product.edition_id, exhibitors=[product.exhibitor_id])
    return made
