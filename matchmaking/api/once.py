"""`Idempotency-Key`: a POST sent again gets the answer of the first time.

The key's row is written in the transaction of what the request does, so both are there or neither:
a process that dies before the commit leaves nothing, one that dies after it leaves the answer. The
unique row is the lock: a second request at the same moment waits until the first has committed.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from matchmaking.api.problems import KeyUsed
from matchmaking.models import KeptAnswer

HEADER = "Idempotency-Key"
LONGEST = 128
KEPT_HEADERS = ("Location", "ETag")

Answer = Callable[[], Response]


def answered_once(request: Request, user: User, answer: Answer, view: Any) -> HttpResponse:
    """What `answer` gives, now or the first time that this key came.

    Errors of the caller (4xx) are kept like successes, what was done for them is taken back.
    KeyUsed for a key that came with another request.
    """
    key = request.headers[HEADER]
    if not 1 <= len(key) <= LONGEST or not key.isascii() or not key.isprintable():
        raise KeyUsed(_("An idempotency key is 1 to %d plain characters.") % LONGEST)
    mark = _fingerprint(request)
    with transaction.atomic():
        KeptAnswer.objects.bulk_create(
            [KeptAnswer(user=user, key=key, fingerprint=mark)], ignore_conflicts=True
        )
        kept = KeptAnswer.objects.select_for_update().get(user=user, key=key)
        if kept.fingerprint != mark:
            raise KeyUsed(_("This idempotency key came with another request before."))
        if kept.status:
            return _again(kept)
        response: HttpResponse = view.settled(request, answer)
        kept.status, kept.body = response.status_code, response.content
        kept.headers = {
            name: response[name] for name in (*KEPT_HEADERS, "Content-Type") if name in response
        }
        kept.save(update_fields=["status", "headers", "body"])
        return response


def _fingerprint(request: Request) -> str:
    token = getattr(request.auth, "pk", "session")
    parts = (request.method or "", request.get_full_path(), str(token))
    digest = hashlib.sha256("\0".join(parts).encode())
    if (request.content_type or "").startswith("multipart/"):
        # Its boundary is another each time, and a file is too long to be held twice.
        form: Any = request.data
        for name, values in sorted(form.lists()):
            digest.update(repr((name, [_mark_of(value) for value in values])).encode())
    else:
        digest.update(request._request.body)  # noqa: SLF001 (before it is parsed)
    return digest.hexdigest()


def _mark_of(value: Any) -> str:
    """Of a file what is in it."""
    if not isinstance(value, UploadedFile):
        return str(value)
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return f"file {digest.hexdigest()}"


def _again(kept: KeptAnswer) -> HttpResponse:
    response = HttpResponse(bytes(kept.body), status=kept.status)
    for name, value in kept.headers.items():
        response[name] = value
    response["Idempotent-Replayed"] = "true"
    return response
