"""Take a picture away."""

from collections.abc import Iterable
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from exhibitors.models import Picture


@transaction.atomic
def remove_picture(picture: Picture) -> None:
    """The row, and after the commit its files."""
    files = [picture.file, picture.thumbnail]
    picture.delete()
    forget_files(files)


def forget_files(names: Iterable[str]) -> None:
    """Delete files once the transaction that no longer names them has committed."""
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name), robust=True)
