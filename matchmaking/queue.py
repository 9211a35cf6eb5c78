"""Hands work to Celery by name, so that pages need not load what the workers load."""

from functools import partial
from typing import Any

from celery import current_app, current_task
from django.db import transaction


def worker_name() -> str:
    """Of the worker that runs this, empty outside one."""
    task = current_task
    return str(task.request.hostname or "") if task else ""


def enqueue(task: str, *ids: int, after: float = 0) -> None:
    """Send `matchmaking.tasks.<task>` once the transaction has committed; at once outside one.

    With `after` it is to be done so many seconds later.
    """
    wait: dict[str, Any] = {"countdown": after} if after else {}
    send = partial(current_app.send_task, f"matchmaking.tasks.{task}", args=ids, **wait)
    # What has been done stays done if the broker is away; beat sends the task again.
    transaction.on_commit(send, robust=True)
