"""`python -m tests.benchmarks.api [--size L] [--seconds 10]`: the real server under 50 people.

The expo of `tests.benchmarks.expo`, gunicorn as the Dockerfile starts it (two processes of four
threads), 50 people with a token and a session each who ask as fast as they are answered, over
connections that stay open: the five hottest endpoints of the API and the portal's hottest pages,
one after the other. `/healthz` tells what server, network and clients cost by themselves; one
person alone tells how long the work takes when nobody waits for anybody. Rates are off.
"""

import argparse
import http.client
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from config.launch import children
from tests.benchmarks import expo

CLIENTS = 50
PORT = 8915
BOOT = 60
SCOPES = ["catalogue:read", "demand:read", "matches:read", "requests:read"]
API = {
    "matches": "matches/?edition={slug}&exhibitor={exhibitor}",
    "products": "products/?edition={slug}&search=coffee&page_size=20",
    "exhibitor": "exhibitors/{exhibitor}/",
    "requests": "requests/?edition={slug}",
    "buyers": "buyers/?edition={slug}&page_size=20",
}
PORTAL = {
    "first page": "",
    "matches": "matches/exhibitor/",
    "search": "search/?q=coffee",
    "calendar": "calendar/",
    "inbox": "requests/",
}


@dataclass(frozen=True)
class Person:
    """Who asks: with a token at the API, with a session in the portal."""

    token: str
    session: str
    slug: str
    exhibitor: int
    organization: int

    def address(self, place: str) -> tuple[str, dict[str, str]]:
        """The address and the headers that go with it."""
        kind, _space, rest = place.partition(" ")
        if kind == "api":
            path = rest.format(slug=self.slug, exhibitor=self.exhibitor)
            return f"/api/v1/{path}", {"Authorization": f"Bearer {self.token}"}
        if kind == "portal":
            cookie = {"Cookie": f"sessionid={self.session}"}
            return f"/at/{self.slug}/{self.organization}/{rest}", cookie
        return rest, {}


def measure(size: str = "S", seconds: float = 10) -> dict[str, float]:
    """Of each address: requests a second and p95 of 50 people, and the median of one alone."""
    places = {"healthz": "plain /healthz"}
    places |= {f"api {name}": f"api {path}" for name, path in API.items()}
    places |= {f"portal {name}": f"portal {path}" for name, path in PORTAL.items()}
    figures: dict[str, float] = {}
    with expo.database(size):
        people = _people(size)
        web = _serve()
        try:
            for name, place in places.items():
                figures |= {f"{name}: {k}": v for k, v in _timed(place, people, seconds).items()}
        finally:
            children.end(web)
    floor = figures["healthz: p95_ms"]
    return figures | {
        f"{name}: p95_times_healthz": figures[f"{name}: p95_ms"] / floor for name in places
    }


def _people(size: str) -> list[Person]:
    """50 exhibitors' people with a new token and a new session each."""
    edition = expo.approved(size)
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    from accounts.actions.tokens import make_token  # noqa: PLC0415
    from tests.benchmarks.pages_of_portal import member  # noqa: PLC0415

    people = []
    for exhibitor in edition.exhibitors.taking_part().order_by("pk")[:CLIENTS]:
        user = member(exhibitor)
        user.tokens.all().delete()
        _token, secret = make_token(user, "bench", SCOPES)
        session: Any = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        people.append(
            Person(secret, session.session_key, edition.slug, exhibitor.pk,
                   exhibitor.organization_id)
        )  # fmt: skip
    return people


def _serve() -> subprocess.Popen[bytes]:
    web = children.start(
        ["-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{PORT}", "--workers=2", "--threads=4",
         "--no-control-socket", "--keep-alive=30", "--worker-connections=200"],
        env=os.environ, output=subprocess.DEVNULL,
    )  # fmt: skip
    until = time.monotonic() + BOOT
    while time.monotonic() < until:
        link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
        try:
            link.request("GET", "/healthz")
            link.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return web
        finally:
            link.close()
    children.end(web)
    raise TimeoutError("gunicorn does not answer")


def _timed(place: str, people: list[Person], seconds: float) -> dict[str, float]:
    """One thread a person, all at once; before that one person alone."""
    alone = _asked(place, people[:1], min(seconds, 2.0))
    began = time.monotonic()
    taken = _asked(place, people, seconds)
    return {
        "a_second": len(taken) / (time.monotonic() - began),
        "p95_ms": 1000 * quantiles(taken, n=20, method="inclusive")[-1],
        "alone_ms": 1000 * sorted(alone)[len(alone) // 2],
    }


def _asked(place: str, people: list[Person], seconds: float) -> list[float]:
    """What each answer took; AssertionError for any but 200."""
    taken: list[float] = []
    wrong: list[int] = []
    until = time.monotonic() + seconds

    def ask(person: Person) -> None:
        link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        path, headers = person.address(place)
        while time.monotonic() < until:
            began = time.monotonic()
            link.request("GET", path, headers={**headers, "Accept-Encoding": "gzip"})
            answer = link.getresponse()
            answer.read()
            taken.append(time.monotonic() - began)
            if answer.status != http.client.OK:
                wrong.append(answer.status)
        link.close()

    threads = [threading.Thread(target=ask, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong or len(taken) < 2:
        raise AssertionError(f"{place}: {len(wrong)} of {len(taken)} answers like {wrong[:1]}")
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=("S", "M", "L"), default="L")
    parser.add_argument("--seconds", type=float, default=10)
    said = parser.parse_args()
    for name, value in measure(said.size, said.seconds).items():
        sys.stdout.write(f"{name:40} {value:,.1f}\n")


if __name__ == "__main__":
    main()
