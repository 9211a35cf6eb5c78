"""Take over settings of matching and planning."""

from collections.abc import Mapping

from django.db import transaction

from expo.models import Edition
from matchmaking.models import PlanningSettings


@transaction.atomic
def change_settings(
    edition: Edition, threshold: int, weights: Mapping[str, int]
) -> PlanningSettings:
    """Both at once; what they were before stays in their history, with who changed it."""
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    if locked.match_threshold != threshold:
        locked.match_threshold = threshold
        locked.save(update_fields=["match_threshold"])
    settings, _made = PlanningSettings.objects.get_or_create(edition=locked)
    changed = [name for name, value in weights.items() if getattr(settings, name) != value]
    for name in changed:
        setattr(settings, name, weights[name])
    if changed:
        settings.save(update_fields=changed)
    return settings
