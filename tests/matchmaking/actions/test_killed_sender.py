"""An approval's notices leave exactly once, whenever the worker that sends them is killed."""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from matchmaking.actions.approve_schedule import approve_schedule
from matchmaking.models import Notice
from tests.factories.expo import open_edition
from tests.factories.matchmaking import MeetingFactory, ScheduleFactory

# Sends for real, into files; the third e-mail takes for ever, before or after it has left.
SENDER = """
import sys, time
import django
django.setup()
from django.core.mail import EmailMessage
from matchmaking.actions.send_notices import send_notices
moment, really, sent = sys.argv[1], EmailMessage.send, 0
def stuck(message):
    global sent
    sent += 1
    if sent == 3 and moment == "before":
        print("stuck", flush=True)
        time.sleep(300)
    really(message)
    if sent == 3 and moment == "after":
        print("stuck", flush=True)
        time.sleep(300)
EmailMessage.send = stuck if moment != "never" else really
send_notices()
"""


def sender(folder: Path, moment: str) -> subprocess.Popen[bytes]:
    values = connection.settings_dict
    where = f"{values['HOST']}:{values['PORT']}/{values['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgres://{values['USER']}:{values['PASSWORD']}@{where}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "EMAIL_FOLDER": str(folder),
    }
    command = [sys.executable, "-c", SENDER, moment]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)


def e_mails(folder: Path) -> Counter[str]:
    """Message-ID → how often it left."""
    texts = [file.read_text(encoding="utf-8") for file in folder.iterdir()]
    return Counter(re.findall(r"^Message-ID: (<notice-.*>)$", "\n".join(texts), re.MULTILINE))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("moment", "twice"), [("before", 0), ("after", 1)])
def test_a_sender_killed_halfway_is_followed_by_others_and_nobody_is_told_twice(
    tmp_path: Path, moment: str, twice: int
) -> None:
    edition = open_edition(undo_minutes=0)
    schedule = ScheduleFactory(edition=edition)
    for slot in edition.slots.all()[:3]:
        MeetingFactory(schedule=schedule, slot=slot)
    assert approve_schedule(schedule.pk).notified == 6
    with sender(tmp_path, moment) as killed:
        assert killed.stdout
        assert killed.stdout.readline() == b"stuck\n"
        killed.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 120
    while Notice.objects.filter(state="waiting").exists() and time.monotonic() < deadline:
        both = [sender(tmp_path, "never") for _one in range(2)]  # they compete for what is left
        assert [one.wait() for one in both] == [0, 0]
        for one in both:
            assert one.stdout
            one.stdout.close()
    told = e_mails(tmp_path)
    notices = Notice.objects.filter(state="sent")
    # Each timetable and each meeting's calendar entry: 6 readers, 6 entries.
    assert notices.count() == Notice.objects.count() == len(told) == 12
    # Killed after the mail server took it, before it was noted: again under the same Message-ID,
    # by which mail programs drop the second. Killed at any other moment: once.
    assert sum(told.values()) - len(told) == twice
