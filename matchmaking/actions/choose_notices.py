"""Keep how a person wants to be told of each kind of thing."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from matchmaking.models import NoticeSetting
from matchmaking.models.notice import Kind
from matchmaking.queries.notices import ways_of


@transaction.atomic
def choose_notices(user: User, wanted: Mapping[str, str]) -> None:
    """By kind; one that is not named, or whose way is none of its own, stays as it was."""
    for kind in Kind:
        way = wanted.get(kind.value)
        if way in dict(ways_of(kind)):
            NoticeSetting.objects.update_or_create(
                user=user, kind=kind.value, defaults={"way": way}
            )
