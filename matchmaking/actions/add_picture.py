"""Give an exhibitor its logo, or a product a picture."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from exhibitors.models import Exhibitor, Picture, Product
from exhibitors.models.picture import MOST_OF_PRODUCT
from foundation.errors import RuleBroken
from foundation.pictures import Prepared, prepare
from foundation.texts import Text
from matchmaking.actions.remove_picture import remove_picture


def add_picture(
    exhibitor: Exhibitor, data: bytes, alt: Text, *, product: Product | None = None
) -> Picture:
    """What `data` shows, encoded anew. A new logo takes the former one's place.

    RuleBroken for what is no picture, for one too large, and for more than six of a product.
    """
    # Before the transaction: it takes a moment, and locks nobody out.
    ready = prepare(data)
    with transaction.atomic():
        Exhibitor.objects.select_for_update(no_key=True).get(pk=exhibitor.pk)
        there = list(Picture.objects.filter(exhibitor=exhibitor, product=product))
        if product is None:
            for former in there:
                remove_picture(former)
            number = 1
        else:
            free = set(range(1, MOST_OF_PRODUCT + 1)) - {each.number for each in there}
            if not free:
                raise RuleBroken(
                    _("A product has at most %(most)d pictures; remove one first.")
                    % {"most": MOST_OF_PRODUCT}
                )
            number = min(free)
        made = Picture.objects.create(
            edition_id=exhibitor.edition_id, exhibitor=exhibitor, product=product, number=number,
            width=ready.width, height=ready.height, alt=alt,
        )  # fmt: skip
        _store(made, ready)
    return made


def _store(picture: Picture, ready: Prepared) -> None:
    """Inside the transaction: without its files there is no row. A file without a row harms
    nobody: it is served to nobody.
    """
    default_storage.save(picture.file, ContentFile(ready.data))
    default_storage.save(picture.thumbnail, ContentFile(ready.thumbnail))
