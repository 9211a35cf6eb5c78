"""The e-mails of a development or demo site, which are files: `/mail/`; not in production."""

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

A_PAGE = 40
NEWEST_FILES = 400
BETWEEN = b"-" * 79 + b"\n"  # what Django's file backend puts after each message


@dataclass(frozen=True)
class Letter:
    """One e-mail: `key` is its file's name and its place in it."""

    key: str
    message: EmailMessage

    @property
    def text(self) -> str:
        """Its plain text."""
        body = self.message.get_body(preferencelist=("plain",))
        return str(body.get_content()) if body else ""

    @property
    def calendars(self) -> list[tuple[str, str]]:
        """Its calendar parts: content type with the method, and what they hold."""
        return [
            (str(part["Content-Type"]), str(part.get_content()))
            for part in self.message.walk()
            if part.get_content_type() == "text/calendar"
        ]

    @property
    def headers(self) -> list[tuple[str, str]]:
        """All of them."""
        return [(name, str(value)) for name, value in self.message.items()]


def letters() -> list[Letter]:
    """The newest first, of the newest files."""
    files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.log"), reverse=True)[:NEWEST_FILES]
    return [letter for file in files for letter in reversed(_read(file))]


def _read(file: Path) -> list[Letter]:
    parts = file.read_bytes().replace(b"\r\n", b"\n").split(BETWEEN)
    return [
        Letter(f"{file.stem}-{number}", message)
        for number, part in enumerate(parts)
        if part.strip()
        and isinstance(
            message := email.message_from_bytes(part.lstrip(), policy=email.policy.default),
            EmailMessage,
        )
    ]


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """All of them."""
    page = Paginator(letters(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "development/mailbox.html", {"page": page})


@require_safe
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """One of them."""
    found = next((each for each in letters() if each.key == key), None)
    if found is None:
        raise Http404
    return render(request, "development/letter.html", {"letter": found})
