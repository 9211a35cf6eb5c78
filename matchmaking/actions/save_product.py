"""Keep a product, new or changed."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from exhibitors.models import Exhibitor, Product
from foundation.edits import Values, check_unchanged
from foundation.errors import RuleBroken
from matchmaking.actions.refresh_matches import refresh_matches
from matchmaking.queries.refs import free_ref


@transaction.atomic
def save_product(
    exhibitor: Exhibitor,
    product_id: int | None,
    values: Mapping[str, Any],
    *,
    seen: Values | None = None,
) -> Product:
    """The product with `values`; the exhibitor's matches follow.

    A new one without a `ref` gets one. OvertakenError if somebody else has changed what was `seen`,
    RuleBroken if the product is gone or the ref is taken.
    """
    if product_id is None:
        product = Product(edition_id=exhibitor.edition_id, exhibitor=exhibitor)
    else:
        rows = Product.objects.select_for_update().filter(exhibitor=exhibitor, pk=product_id)
        found = rows.first()
        if found is None:
            raise RuleBroken(_("Somebody has deleted this product meanwhile."))
        product = found
        check_unchanged(product, seen)
    for name, value in values.items():
        setattr(product, name, value)
    product.ref = product.ref or free_ref(Product, exhibitor)
    try:
        with transaction.atomic():
            product.save()
    except IntegrityError as error:
        if "product_ref_unique" in str(error):
            raise RuleBroken(_("The reference is taken; choose another.")) from error
        raise
    refresh_matches(exhibitor.edition_id, exhibitors=[exhibitor.pk])
    return product
