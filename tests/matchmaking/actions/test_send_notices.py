"""The outbox: each notice leaves once; what fails is tried again, then shown."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from matchmaking.actions.send_notices import MOST_ATTEMPTS, send_digests, send_notices
from matchmaking.models import Notice, NoticeSetting
from matchmaking.models.notice import NOTICE_LOCKS
from tests.factories.accounts import UserFactory
from tests.factories.matchmaking import NoticeFactory


@pytest.fixture
def mail_server_is_away(monkeypatch):
    def refuse(_message):
        raise ConnectionRefusedError("no mail server")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)


@pytest.mark.django_db
def test_a_notice_leaves_once_with_its_calendar():
    NoticeFactory(kind="request", calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    assert send_notices() == 1
    assert send_notices() == 0
    (message,) = mail.outbox
    assert message.to == ["sales@example.org"]
    assert message.attachments[0].filename == "meetings.ics"
    assert Notice.objects.get().state == Notice.State.SENT


@pytest.mark.django_db
def test_a_dead_mail_server_loses_nothing_for_a_day(mail_server_is_away):
    NoticeFactory.create_batch(2)
    waited = timedelta()
    for _attempt in range(MOST_ATTEMPTS):
        assert set(Notice.objects.values_list("state", flat=True)) == {"waiting"}
        assert send_notices() == 0
        assert send_notices() == 0  # not before its pause is over
        again = Notice.objects.filter(state="waiting").first()
        waited += again.retry_at - timezone.now() if again and again.retry_at else timedelta()
        Notice.objects.update(retry_at=timezone.now())
    assert list(Notice.objects.values_list("state", "error")) == [("failed", "no mail server")] * 2
    assert waited > timedelta(hours=20)


@pytest.mark.django_db
def test_one_that_cannot_be_written_holds_nobody_up(monkeypatch):
    NoticeFactory(email="a\nb@example.org")
    NoticeFactory()
    assert send_notices() == 1
    assert [message.to for message in mail.outbox] == [["sales@example.org"]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "calendar",
    ["no calendar", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"],
)
def test_a_damaged_calendar_holds_nobody_up(calendar, caplog):
    damaged = NoticeFactory(kind="timetable", calendar=calendar)
    NoticeFactory(kind="request")
    assert send_notices() == 2
    assert f"Notice {damaged.pk}" in caplog.text


@pytest.mark.django_db
def test_each_attempt_carries_the_same_message_id():
    notice = NoticeFactory()
    send_notices()
    Notice.objects.update(state="waiting")  # as if the word of its leaving had been lost
    send_notices()
    first, second = (message.extra_headers["Message-ID"] for message in mail.outbox)
    assert first == second
    assert f"notice-{notice.pk}@" in first


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["now", "digest"])
def test_mail_programs_are_told_how_to_stop_it(client, way):
    person = UserFactory(language="fr")
    NoticeSetting.objects.create(user=person, kind="request", way=way)
    state = {"now": "waiting", "digest": "digest"}[way]
    NoticeFactory(user=person, email=person.email, kind="request", state=state, path="/")
    assert send_notices() + send_digests() == 1
    (message,) = mail.outbox
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = (
        message.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    )
    client.get(link)
    assert NoticeSetting.objects.get().way == way
    client.post(link, {"List-Unsubscribe": "One-Click"})
    assert NoticeSetting.objects.get().way == "portal"


@pytest.mark.django_db
def test_a_sender_that_had_its_time_leaves_the_rest_to_the_next(monkeypatch):
    tasks: list[str] = []
    monkeypatch.setattr("matchmaking.actions.send_notices.enqueue", tasks.append)
    monkeypatch.setattr("matchmaking.actions.send_notices.SECONDS", 0)
    NoticeFactory.create_batch(3)
    assert [send_notices() for _sender in range(4)] == [1, 1, 1, 0]
    assert tasks == ["send_notices"] * 2
    assert len(mail.outbox) == 3


@pytest.mark.django_db
def test_the_last_notice_is_found_as_fast_as_the_first():
    NoticeFactory.create_batch(50)
    with CaptureQueriesContext(connection) as queries:
        assert send_notices() == 50
    asked = [len(q["sql"]) for q in queries.captured_queries if "SKIP LOCKED" in q["sql"]]
    assert len(asked) == 51
    assert max(asked) - min(asked) < 20


@pytest.mark.django_db(transaction=True)
def test_one_sends_at_a_time():
    NoticeFactory()
    beside = connection.copy()
    try:
        with beside.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, 1)", [NOTICE_LOCKS])
            assert send_notices() == 0
            cursor.execute("SELECT pg_advisory_unlock(%s, 1)", [NOTICE_LOCKS])
    finally:
        beside.close()
    assert send_notices() == 1


SENDER = """
import sys, time
import django
django.setup()
from django.core.mail import EmailMessage
from matchmaking.actions.send_notices import send_notices
def slowly(message):
    print("sending", flush=True)
    time.sleep(60)
EmailMessage.send = slowly
send_notices()
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_it_waiting_and_another_sends_it_once():
    NoticeFactory()
    values = connection.settings_dict
    url = (
        f"postgres://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}"
        f"/{values['NAME']}"
    )
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    with subprocess.Popen(
        [sys.executable, "-c", SENDER], env=environment, stdout=subprocess.PIPE
    ) as worker:
        assert worker.stdout
        assert worker.stdout.readline() == b"sending\n"
        assert send_notices() == 0  # it is the worker's
        worker.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while send_notices() == 0 and time.monotonic() < deadline:
        time.sleep(0.1)  # until PostgreSQL has seen that the worker is gone
    assert send_notices() == 0
    assert len(mail.outbox) == 1
