"""The page of a development site's e-mails."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    with get_connection("django.core.mail.backends.filebased.EmailBackend") as connection:
        for subject in ("第一封", "Meeting <b>"):
            letter = EmailMultiAlternatives(
                subject, "Open http://127.0.0.1:8000/day/x/", to=["a@example.org"],
                connection=connection,
            )  # fmt: skip
            letter.attach_alternative(
                "BEGIN:VCALENDAR\r\nEND:VCALENDAR", "text/calendar; method=REQUEST"
            )
            letter.send()


def test_letters_are_listed_and_opened(client, sent):
    page = client.get(reverse("mailbox")).content.decode()
    assert "第一封" in page
    assert "Meeting &lt;b&gt;" in page
    link = page.split('<a href="/mail/')[1].split('"')[0]
    letter = client.get(f"/mail/{link}").content.decode()
    assert '<a href="http://127.0.0.1:8000/day/x/"' in letter
    assert "method=&quot;REQUEST&quot;" in letter or "method=REQUEST" in letter
    assert client.get("/mail/nothing/").status_code == 404


def test_an_empty_box_says_so(client, settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "none"
    assert "Nothing yet." in client.get(reverse("mailbox")).content.decode()
