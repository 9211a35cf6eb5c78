"""Settings of Celery's queues and of what beat starts."""

import os

from celery.schedules import crontab
from kombu import Queue

# Tests share one broker and run side by side: each has a queue of its own.
DEFAULT = os.environ.get("FAIRLEAD_QUEUE", "fairlead")
_OTHERS = "" if DEFAULT == "fairlead" else f"{DEFAULT}-"
# Timetables wait in a queue of their own: one takes minutes and a core or two. Changes go to the
# shown matches past both. A worker that is not told otherwise (-Q, -X) serves all queues.
PLANNING, FRESH = f"{_OTHERS}planning", f"{_OTHERS}fresh"
QUEUES = [Queue(name) for name in (DEFAULT, PLANNING, FRESH)]
ROUTES = {
    "matchmaking.tasks.plan_edition": {"queue": PLANNING},
    "matchmaking.tasks.apply_changes": {"queue": FRESH},
    "matchmaking.tasks.warm_matches": {"queue": FRESH},
    "matchmaking.tasks.warm_newest": {"queue": FRESH},
    "matchmaking.tasks.suggest_headings": {"queue": FRESH},
}
BEAT = {
    "expire-requests": {"task": "matchmaking.tasks.expire_requests", "schedule": 3600.0},
    "send-notices": {"task": "matchmaking.tasks.send_notices", "schedule": 60.0},
    "send-digests": {"task": "matchmaking.tasks.send_digests", "schedule": crontab(hour=5)},
    "send-webhooks": {"task": "matchmaking.tasks.send_webhooks", "schedule": 5.0},
    "keep-short": {"task": "matchmaking.tasks.keep_short", "schedule": crontab(hour=3)},
    "resume-runs": {"task": "matchmaking.tasks.resume_runs", "schedule": 60.0},
}
