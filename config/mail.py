"""The mail server's address as one variable."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def smtp_settings(url: str) -> dict[str, Any]:
    """Django's EMAIL_* settings of `smtp://user:password@host:port`.

    `smtp+tls` begins in plain text and changes to TLS, `smtps` is TLS from the start.
    ImproperlyConfigured for anything else.
    """
    parts = urlsplit(url)
    try:
        port = parts.port or PORTS[parts.scheme]
    except (KeyError, ValueError):
        hint = "smtp+tls://user:password@mail.example:587"
        raise ImproperlyConfigured(f"EMAIL_URL is not understood; write it like {hint}") from None
    return {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }
