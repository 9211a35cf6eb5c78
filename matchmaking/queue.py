"""Hands work to Celery by name, so that pages need not load what the workers load."""

from functools import partial

from celery import current_app
from django.db import transaction


def enqueue(task: str, *ids: int) -> None:
    """Send `matchmaking.tasks.<task>` once the transaction has committed; at once outside one."""
    send = partial(current_app.send_task, f"matchmaking.tasks.{task}", args=ids)
    # What has been done stays done if the broker is away; beat sends the task again.
    transaction.on_commit(send, robust=True)
