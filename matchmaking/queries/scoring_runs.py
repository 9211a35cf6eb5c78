"""Scoring runs as an organizer watches and compares them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Abs, RowNumber

from matchmaking.models import Match, ScoringRun

NOTICEABLE = 1.0  # points of score
KEPT = 4  # an edition's last finished runs, whose matches stay to be compared


@dataclass(frozen=True)
class Progress:
    """Parts of a run: texts embedded and buyers matched, done and in all."""

    texts: int
    texts_done: int
    buyers: int
    buyers_done: int
    matches: int

    @property
    def parts(self) -> int:
        """All of them."""
        return self.texts + self.buyers

    @property
    def done(self) -> int:
        """Those that are."""
        return self.texts_done + self.buyers_done


def progress_of(run: ScoringRun) -> Progress:
    """Two queries."""
    texts, done = ~Q(texts=[]), Q(done=True)
    counts = run.chunks.aggregate(
        of_texts=Count("pk", filter=texts),
        of_texts_done=Count("pk", filter=texts & done),
        of_buyers=Count("pk", filter=~texts),
        of_buyers_done=Count("pk", filter=~texts & done),
    )
    return Progress(
        **{name.removeprefix("of_"): count for name, count in counts.items()},
        matches=run.matches.count(),
    )


def outdated_runs() -> list[int]:
    """Runs whose matches nobody needs: all that are over, but the ones that are shown and the last
    finished ones of each edition.
    """
    age = Window(RowNumber(), partition_by="edition", order_by="-pk")
    done = ScoringRun.objects.filter(state=ScoringRun.State.DONE).annotate(age=age)
    kept = done.filter(age__lte=KEPT).values("pk")
    over = ScoringRun.objects.filter(current=False).exclude(state__in=ScoringRun.ACTIVE)
    return list(over.exclude(pk__in=kept).values_list("pk", flat=True))


def to_compare_with(run: ScoringRun) -> QuerySet[ScoringRun]:
    """Other finished runs of the edition whose matches are kept."""
    done = run.edition.runs.filter(state=ScoringRun.State.DONE).exclude(pk=run.pk)
    return done.filter(Exists(Match.objects.filter(run=OuterRef("pk")).order_by()))


@dataclass(frozen=True)
class Compared:
    """Of a run against another, as querysets; rows of `changed` carry `old_score`, `old_parts`."""

    changed: QuerySet[Match]
    came: QuerySet[Match]
    went: QuerySet[Match]


def compared(new: ScoringRun, old: ScoringRun, floor: float = 0) -> Compared:
    """Pairs whose score changed noticeably, most first; that came; that went, best first.

    Only those that have a score of `floor` or more in one of the two.
    """
    pair = {"exhibitor": OuterRef("exhibitor"), "buyer": OuterRef("buyer")}
    was, is_now = old.matches.order_by().filter(**pair), new.matches.order_by().filter(**pair)
    both = _named(new).annotate(
        old_score=Subquery(was.values("score")[:1]), old_parts=Subquery(was.values("parts")[:1])
    )
    change: Any = Abs(F("score") - F("old_score"))
    changed = both.filter(Q(score__gte=floor) | Q(old_score__gte=floor)).annotate(change=change)
    return Compared(
        changed=changed.filter(change__gte=NOTICEABLE).order_by("-change", "pk"),
        came=_named(new).filter(~Exists(was), score__gte=floor),
        went=_named(old).filter(~Exists(is_now), score__gte=floor),
    )


def _named(run: ScoringRun) -> QuerySet[Match]:
    rows = run.matches.select_related("exhibitor__organization", "buyer__organization")
    return rows.order_by("-score", "pk")


def part_changes(row: Any) -> list[tuple[str, float]]:
    """Which parts of a changed pair's score moved, those that moved most first."""
    old, new = row.old_parts or {}, row.parts
    moved = [
        (name, float(new[name]) - float(old[name]))
        for name in new
        if isinstance(new.get(name), int | float) and isinstance(old.get(name), int | float)
    ]
    told = [(name, by) for name, by in moved if abs(by) >= 0.01]  # noqa: PLR2004 (a hundredth)
    return sorted(told, key=lambda each: -abs(each[1]))[:4]
