"""Celery's doors: ids in, one action called. Every task may run twice without harm."""

from celery import shared_task

from accounts.models import User
from expo.models import Edition
from matchmaking.actions import (
    apply_changes as applying,
)
from matchmaking.actions import (
    count_matches as counting,
)
from matchmaking.actions import (
    embed_chunk as embedding,
)
from matchmaking.actions import (
    embed_more as background,
)
from matchmaking.actions import (
    expire_requests as expiry,
)
from matchmaking.actions import (
    finish_scoring as finishing,
)
from matchmaking.actions import (
    import_products as products,
)
from matchmaking.actions import (
    keep_short as keeping,
)
from matchmaking.actions import (
    make_day_sheets as sheets,
)
from matchmaking.actions import (
    plan_edition as planning,
)
from matchmaking.actions import (
    resume_runs as resuming,
)
from matchmaking.actions import (
    score_chunk as scoring,
)
from matchmaking.actions import (
    send_notices as sending,
)
from matchmaking.actions import (
    send_webhooks as hooks,
)
from matchmaking.actions import (
    start_scoring as beginning,
)
from matchmaking.actions import (
    suggest_headings as suggesting,
)
from matchmaking.actions import (
    warm_matches as warming,
)


@shared_task
def embed_chunk(chunk_id: int) -> None:
    """One chunk of a run's texts."""
    embedding.embed_chunk(chunk_id)


@shared_task
def apply_changes(edition_id: int) -> None:
    """What was saved since the shown matches were made."""
    applying.apply_changes(edition_id)


@shared_task
def warm_matches(edition_id: int) -> None:
    """Before anything is saved."""
    warming.warm_matches(edition_id)


@shared_task
def warm_newest() -> None:
    """When a worker has begun."""
    warming.warm_newest()


@shared_task
def count_matches(run_id: int) -> None:
    """After an update of a run's matches."""
    counting.count_matches(run_id)


@shared_task
def embed_more(edition_id: int) -> None:
    """Texts that a run left without vectors."""
    background.embed_more(edition_id)


@shared_task
def start_scoring(edition_id: int, user_id: int) -> None:
    """A run that an organizer asked for."""
    user = User.objects.filter(pk=user_id).first()
    beginning.start_scoring(Edition.objects.get(pk=edition_id), user=user)


@shared_task
def score_chunk(chunk_id: int) -> None:
    """One chunk of a scoring run."""
    scoring.score_chunk(chunk_id)


@shared_task
def finish_scoring(run_id: int) -> None:
    """A run whose chunks are all done."""
    finishing.finish_scoring(run_id)


@shared_task
def plan_edition(run_id: int) -> None:
    """A timetable."""
    planning.plan_edition(run_id)


@shared_task
def resume_runs() -> None:
    """What a lost broker or worker left open."""
    resuming.resume_runs()


@shared_task
def expire_requests() -> None:
    """Requests that nobody answered."""
    expiry.expire_requests()


@shared_task
def send_notices() -> None:
    """The outbox."""
    sending.send_notices()


@shared_task
def send_digests() -> None:
    """What people want to read once a day."""
    sending.send_digests()


@shared_task
def import_products(import_id: int) -> None:
    """An exhibitor's file."""
    products.import_products(import_id)


@shared_task
def make_day_sheets(run_id: int) -> None:
    """Day sheets of many participants."""
    sheets.make_day_sheets(run_id)


@shared_task
def suggest_headings(key: str, scheme: str, language: str, text: str) -> None:
    """Categories for what somebody is typing, who waits for them under `key`."""
    suggesting.suggest_headings(key, scheme, language, text)


@shared_task
def send_webhooks() -> None:
    """What endpoints are to hear."""
    hooks.send_webhooks()


@shared_task
def keep_short() -> None:
    """What may be kept only for a time."""
    keeping.keep_short()
