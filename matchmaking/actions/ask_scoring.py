"""Have a worker start a scoring run: reading an edition of size L takes longer than a page may."""

from accounts.models import User
from expo.models import Edition
from matchmaking.queue import enqueue


def ask_scoring(edition: Edition, user: User) -> None:
    """The run is there once a worker has read the edition; it is started by `user`."""
    enqueue("start_scoring", edition.pk, user.pk)
