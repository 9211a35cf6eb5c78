"""Put buyers' lists in order: by score, their wish for discovery, and a floor of exposure."""

from collections.abc import Collection
from dataclasses import asdict

import numpy as np
from django.db import connection, transaction
from django.db.models import Count

from matchmaking.models import Match, ScoringRun
from matchmaking.queries.acquainted import met_pairs
from matchmaking.scoring.exposure import ShownRules, show

BATCH = 20_000
UNHELPED_KEPT = 200


@transaction.atomic
def show_matches(run: ScoringRun, buyers: Collection[int] | None = None) -> None:
    """Give every match of the run its place, and the run its report of what the floor cost.

    With `buyers`, their lists only: those of others stay as they are and count as they stand, and
    the report stays that of the last time all lists were put in order. May run twice without harm.
    """
    matches = run.matches.all() if buyers is None else run.matches.filter(buyer__in=buyers)
    rows = list(matches.values_list("pk", "buyer", "exhibitor", "score", "shown_rank"))
    if not rows:
        return
    keys, buyer, exhibitor, score, former = zip(*rows, strict=True)
    ranks, report = show(
        np.array(buyer, dtype=np.int64),
        np.array(exhibitor, dtype=np.int64),
        np.array(score, dtype=np.float64),
        _rules(run, buyers, set(exhibitor)),
    )
    changed = [
        (key, int(rank))
        for key, rank, old in zip(keys, ranks, former, strict=True)
        if int(rank) != old
    ]
    for start in range(0, len(changed), BATCH):
        _write(changed[start : start + BATCH])
    if buyers is None:
        told = asdict(report)
        told["unhelped_in_all"] = len(report.unhelped)
        told["unhelped"] = told["unhelped"][:UNHELPED_KEPT]
        run.exposure = told
        run.save(update_fields=["exposure"])


def _rules(run: ScoringRun, buyers: Collection[int] | None, exhibitors: set[int]) -> ShownRules:
    edition = run.edition
    listed = edition.buyers.all() if buyers is None else edition.buyers.filter(pk__in=buyers)
    elsewhere = {}
    if buyers is not None:
        others = run.matches.filter(
            exhibitor__in=exhibitors, shown_rank__lte=edition.exposure_list
        ).exclude(buyer__in=buyers)
        counted = others.order_by().values_list("exhibitor").annotate(Count("pk"))
        elsewhere = dict(counted)
    return ShownRules(
        length=edition.exposure_list,
        floor=edition.exposure_floor,
        threshold=edition.match_threshold,
        discovery=dict(listed.values_list("pk", "discovery")),
        met=met_pairs(edition, buyers),
        elsewhere=elsewhere,
        mean=float(run.exposure.get("mean", 0.0)) if buyers is not None else 0.0,
    )


def _write(places: list[tuple[int, int]]) -> None:
    """In one statement: Django's own way takes a `CASE` of as many branches as there are rows."""
    table = connection.ops.quote_name(Match._meta.db_table)  # noqa: SLF001 (the documented name)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET shown_rank = new.place FROM"  # noqa: S608 (the table's own name)
            " unnest(%s::bigint[], %s::int[]) AS new (id, place)"
            f" WHERE {table}.id = new.id",
            [list(column) for column in zip(*places, strict=True)],
        )
