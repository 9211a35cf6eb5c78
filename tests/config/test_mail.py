"""EMAIL_URL as Django's settings."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.mail import smtp_settings


@pytest.mark.parametrize(
    ("url", "host", "port", "user", "password", "tls", "ssl"),
    [
        ("smtp://localhost", "localhost", 25, "", "", False, False),
        ("smtp+tls://expo:p%40ss@mail.example", "mail.example", 587, "expo", "p@ss", True, False),
        ("smtps://mail.example:4650", "mail.example", 4650, "", "", False, True),
    ],
)
def test_an_address_is_read(url, host, port, user, password, tls, ssl):
    assert smtp_settings(url) == {
        "EMAIL_HOST": host,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": password,
        "EMAIL_USE_TLS": tls,
        "EMAIL_USE_SSL": ssl,
    }


@pytest.mark.parametrize("url", ["mail.example", "imap://mail.example", "smtp://mail:port"])
def test_what_is_no_address_stops_the_start(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        smtp_settings(url)
