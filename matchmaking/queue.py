"""Hands work to Celery by name, so that pages need not load what the workers load."""

import json
from functools import partial
from typing import Any
from uuid import uuid4

from celery import current_app, current_task
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError
from redis import Redis
from redis.exceptions import RedisError

ANSWER_SECONDS = 10  # an answer that nobody fetched is gone after so long


def worker_name() -> str:
    """Of the worker that runs this, empty outside one."""
    task: Any = current_task
    return str(task.request.hostname or "") if task else ""


def enqueue(task: str, *ids: int, after: float = 0) -> None:
    """Send `matchmaking.tasks.<task>` once the transaction has committed; at once outside one.

    With `after` it is to be done so many seconds later.
    """
    wait: dict[str, Any] = {"countdown": after} if after else {}
    send = partial(current_app.send_task, f"matchmaking.tasks.{task}", args=ids, **wait)
    # What has been done stays done if the broker is away; beat sends the task again.
    transaction.on_commit(send, robust=True)


def ask(task: str, *args: str, seconds: float) -> Any:
    """What a worker answers to somebody who waits at a page; None where none is free in time.

    The task gets the key to answer under, then `args`. One that comes too late is dropped.
    """
    key = f"fairlead-answer-{uuid4().hex}"
    try:
        current_app.send_task(
            f"matchmaking.tasks.{task}", args=(key, *args), expires=seconds, retry=False
        )
        with Redis.from_url(settings.REDIS_URL, socket_timeout=seconds + 1) as link:
            found: Any = link.blpop([key], timeout=seconds)
    except (OperationalError, RedisError):
        return None
    return json.loads(found[1]) if found else None


def answer(key: str, value: Any) -> None:
    """What `ask` waits for."""
    with Redis.from_url(settings.REDIS_URL) as link:
        link.rpush(key, json.dumps(value))
        link.expire(key, ANSWER_SECONDS)
