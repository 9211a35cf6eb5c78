"""`/healthz`: the process lives. `/readyz`: database, broker and a worker answer."""

from celery import current_app
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


def _worker() -> str:
    return "" if current_app.control.ping(timeout=WORKER_SECONDS, limit=1) else "no worker answers"
