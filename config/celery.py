"""The Celery application: `celery -A config worker`, `celery -A config beat`."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready

from config.queues import FRESH

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("fairlead")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def warm(sender: Any, **_more: Any) -> None:
    """A worker that keeps matches fresh gets ready before the first change waits for it."""
    if FRESH in sender.app.amqp.queues.consume_from:
        sender.app.send_task("matchmaking.tasks.warm_newest")
