"""Requests to addresses that others name: never to our own network.

A name is resolved once, every address it has is checked, and the connection goes to a checked
one; so a name that answers differently the second time (DNS rebinding) gains nothing. Redirects
are not followed. TLS is checked against the name.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

TIMEOUT = 10.0  # for each step
DEADLINE = 20.0  # for all: nobody holds a worker by answering a byte at a time
LONGEST_ANSWER = 1_000_000
# Shared address space of carriers; `is_global` says the rest.
REFUSED = [ipaddress.ip_network("100.64.0.0/10"), ipaddress.ip_network("64:ff9b::/96")]


class Refused(Exception):  # noqa: N818 (it reads as what happened)
    """An address that must not be reached, or cannot; `str()` says why."""


@dataclass(frozen=True)
class Answer:
    """What the other side said; at most `LONGEST_ANSWER` bytes of it."""

    status: int
    body: bytes


def reach(
    url: str, *, method: str = "POST", body: bytes = b"", headers: Mapping[str, str] | None = None
) -> Answer:
    """One request. Refused for a bad, private or silent address."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        port = parts.port or {"https": 443, "http": 80}[parts.scheme]
    except (KeyError, ValueError):
        raise Refused("The address is not a web address.") from None
    if parts.username or parts.password or not host:
        raise Refused("The address must not hold a user name.")
    allowed = f"{host}:{port}" in settings.WEBHOOK_ALLOWED
    if parts.scheme == "http" and settings.PRODUCTION and not allowed:
        raise Refused("Only https addresses are written to.")
    link = _link(parts.scheme, host, port, checked_address(host, port, allowed=allowed))
    watch = threading.Timer(DEADLINE, link.cut)
    watch.daemon = True
    watch.start()
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        link.request(method, path, body=body or None, headers=dict(headers or {}))
        answer = link.getresponse()
        return Answer(answer.status, answer.read(LONGEST_ANSWER))
    except (OSError, http.client.HTTPException, ValueError) as error:
        # ValueError: a path or header that is none.
        raise Refused(f"{type(error).__name__}: {error}"[:300]) from error
    finally:
        watch.cancel()
        link.close()


def checked_address(host: str, port: int, *, allowed: bool = False) -> str:
    """One address of the name. Refused if any of them is not of the public internet."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused("The name has no address.") from None
    addresses = [str(each[4][0]) for each in found]
    for address in addresses:
        if not allowed and not is_public(address):
            raise Refused("The name leads into a private network.")
    if not addresses:
        raise Refused("The name has no address.")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address is of the public internet, whatever it is wrapped in."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if inner:
            return is_public(str(inner))
    if any(ip.version == net.version and ip in net for net in REFUSED):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class _Checked(http.client.HTTPConnection):
    """Connects to the address that was checked, and speaks to the name."""

    def __init__(self, name: str, port: int, address: str) -> None:
        super().__init__(name, port, timeout=TIMEOUT)
        self.address = address

    def connect(self) -> None:
        """No second look-up."""
        self.sock = socket.create_connection((self.address, self.port), self.timeout)

    def cut(self) -> None:
        """From another thread: whoever waits for the other side gets an error."""
        with suppress(OSError):
            if self.sock:
                self.sock.shutdown(socket.SHUT_RDWR)


class _CheckedTls(_Checked):
    """The same, with the certificate of the name."""

    def connect(self) -> None:
        """TLS on top."""
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def _link(scheme: str, host: str, port: int, address: str) -> _Checked:
    return (_CheckedTls if scheme == "https" else _Checked)(host, port, address)
