"""`/healthz`: the process lives. `/readyz`: database and broker answer, each queue is served."""

import time
from contextlib import suppress
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

WORKER_SECONDS = 2


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when all parts answer, else 503 with the reason for each that does not."""
    checks = {"database": _database(), "broker": _broker()}
    checks["worker"] = "the broker does not answer" if checks["broker"] else _worker()
    broken = {name: reason for name, reason in checks.items() if reason}
    status = {name: checks[name] or "ok" for name in checks}
    return JsonResponse(
        {"status": "unready" if broken else "ok", **status}, status=503 if broken else 200
    )


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "the database does not answer"
    return ""


def _broker() -> str:
    try:
        with current_app.connection_for_write(connect_timeout=WORKER_SECONDS) as link:
            link.ensure_connection(max_retries=1, timeout=WORKER_SECONDS)
    except (OperationalError, OSError):
        return "the broker does not answer"
    return ""


class _EnoughError(Exception):
    """No further answer is waited for."""


def _worker() -> str:
    """Asks all workers which queues they serve, until each queue is named: a few milliseconds.

    Where one is not, workers have two seconds for their first answer, and two for all others.
    """
    wanted = {queue.name for queue in settings.CELERY_TASK_QUEUES}
    missing, answered = set(wanted), False
    deadline = time.monotonic() + WORKER_SECONDS

    def heard(answer: dict[str, Any]) -> None:
        nonlocal answered
        answered = True
        for queues in answer.values():
            missing.difference_update(queue["name"] for queue in queues or ())
        if not missing or time.monotonic() > deadline:
            raise _EnoughError

    with suppress(_EnoughError):
        current_app.control.broadcast(
            "active_queues", reply=True, timeout=WORKER_SECONDS, callback=heard
        )
    if not answered:
        return "no worker answers"
    return f"no worker serves: {', '.join(sorted(missing))}" if missing else ""
