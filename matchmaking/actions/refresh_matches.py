"""Have the shown matches brought up to date after something was saved."""

from collections.abc import Iterable

from matchmaking.models import MatchChange
from matchmaking.queue import enqueue


def refresh_matches(
    edition_id: int,
    *,
    exhibitors: Iterable[int] = (),
    buyers: Iterable[int] = (),
    anybody: bool = False,
) -> None:
    """Call it in the transaction that saves or deletes needs, products, certificates or parties.

    `exhibitors`, `buyers`: ids of those whose own or whose products' or needs' data changed;
    `anybody`: find out who, as after an import. The change is noted with the transaction, and
    worked off after its commit; what gets lost on the way, beat sends again.
    """
    changes = [MatchChange(edition_id=edition_id, exhibitor=each) for each in set(exhibitors)]
    changes += [MatchChange(edition_id=edition_id, buyer=each) for each in set(buyers)]
    if anybody:
        changes.append(MatchChange(edition_id=edition_id))
    if changes:
        MatchChange.objects.bulk_create(changes)
        enqueue("apply_changes", edition_id)
