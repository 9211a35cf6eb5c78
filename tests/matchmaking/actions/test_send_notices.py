"""The outbox: each notice leaves once; what fails is tried again, then shown."""

import pytest
from django.core import mail

from matchmaking.actions.send_notices import MOST_ATTEMPTS, send_notices
from matchmaking.models import Notice
from tests.factories.matchmaking import NoticeFactory

pytestmark = pytest.mark.django_db


def test_a_notice_leaves_once_with_its_calendar():
    NoticeFactory(calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    assert send_notices() == 1
    assert send_notices() == 0
    (message,) = mail.outbox
    assert message.to == ["sales@example.org"]
    assert message.attachments[0].filename == "meetings.ics"
    assert Notice.objects.get().state == Notice.State.SENT


def test_a_dead_mail_server_loses_nothing(monkeypatch):
    NoticeFactory.create_batch(2)

    def refuse(_message):
        raise ConnectionRefusedError("no mail server")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    for _attempt in range(MOST_ATTEMPTS):
        assert set(Notice.objects.values_list("state", flat=True)) == {"waiting"}
        assert send_notices() == 0
    assert list(Notice.objects.values_list("state", "error")) == [("failed", "no mail server")] * 2
