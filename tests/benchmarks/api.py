"""`python -m tests.benchmarks.api [--size M] [--seconds 10]`: the five hottest endpoints.

A generated edition in a database of its own, twenty matches a buyer (made up: the engine is not
what is measured), gunicorn with two processes of four threads, 50 people with a token each who ask
as fast as they are answered, over connections that stay open. Rates are off.
"""

import argparse
import http.client
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from typing import Any

from config.launch import children, servers
from config.services.control import ROOT

CLIENTS = 50
MATCHES = 20
PORT = 8915
BOOT = 60


def measure(size: str = "M", seconds: float = 10) -> dict[str, float]:
    """Requests a second and p95 in milliseconds of each endpoint."""
    var = ROOT / "var" / "bench-api"
    os.environ.update(
        FAIRLEAD_VAR=str(var), FAIRLEAD_ENV="demo", DJANGO_SETTINGS_MODULE="config.settings",
        API_RATES="person:100000000,organization:100000000,address:100000000",
    )  # fmt: skip
    with servers.running(var, durable=False):
        people = _prepare(size)
        web = _serve()
        try:
            return {
                f"{name}_{figure}": value
                for name, path in _endpoints().items()
                for figure, value in _timed(path, people, seconds).items()
            }
        finally:
            children.end(web)


def _endpoints() -> dict[str, str]:
    return {
        "matches": "matches/?edition={slug}&exhibitor={exhibitor}",
        "products": "products/?edition={slug}&search=coffee&page_size=20",
        "exhibitor": "exhibitors/{exhibitor}/",
        "requests": "requests/?edition={slug}",
        "buyers": "buyers/?edition={slug}&page_size=20",
    }


def _prepare(size: str) -> list[dict[str, Any]]:
    """The edition, once; 50 of its exhibitors' people with a new token each."""
    import django  # noqa: PLC0415 (its address is known only now)

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from accounts.actions.tokens import make_token  # noqa: PLC0415
    from accounts.models import Membership, User  # noqa: PLC0415
    from expo.models import Edition  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    edition = Edition.objects.filter(exhibitors__isnull=False).first()
    if edition is None:
        with tempfile.TemporaryDirectory() as folder:
            call_command("generate_edition", f"{folder}/{size}", "--size", size)
            call_command("import_edition", f"{folder}/{size}")
        edition = Edition.objects.get()
        _match(edition)
    people = []
    for exhibitor in edition.exhibitors.order_by("pk")[:CLIENTS]:
        user = User.objects.get_or_create(email=f"bench{exhibitor.pk}@example.org")[0]
        Membership.objects.get_or_create(
            user=user, organization=exhibitor.organization, defaults={"role": "editor"}
        )
        user.tokens.all().delete()
        _token, secret = make_token(user, "bench", ["catalogue:read", "demand:read",
                                                    "matches:read", "requests:read"])  # fmt: skip
        people.append({"secret": secret, "slug": edition.slug, "exhibitor": exhibitor.pk})
    return people


def _match(edition: Any) -> None:
    from matchmaking.models import Match, ScoringRun  # noqa: PLC0415

    chance = random.Random(1)  # noqa: S311 (no secret)
    run = ScoringRun.objects.create(edition=edition, state="done", current=True)
    exhibitors = list(edition.exhibitors.values_list("pk", flat=True))
    rows = [
        Match(
            edition=edition, run=run, exhibitor_id=exhibitor, buyer_id=buyer, shown_rank=place + 1,
            score=chance.uniform(20, 99), parts={"text": 0.8, "category": 1.0, "price": None},
            reasons=[
                {"code": "words_in_common", "params": {"words": ["arabica", "washed"]}},
                {"code": "same_category", "params": {"code": "0901"}},
                {"code": "origin_wanted", "params": {"origin": "RW"}},
            ],
            blocks=[{"code": "certificate_missing", "params": {"standard": "fairtrade"}}],
        )
        for buyer in edition.buyers.values_list("pk", flat=True)
        for place, exhibitor in enumerate(chance.sample(exhibitors, MATCHES))
    ]  # fmt: skip
    Match.objects.bulk_create(rows, batch_size=5000)


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


def _timed(path: str, people: list[dict[str, Any]], seconds: float) -> dict[str, float]:
    """One thread a person, all at once."""
    taken: list[float] = []
    wrong: list[int] = []
    until = time.monotonic() + seconds

    def ask(person: dict[str, Any]) -> None:
        link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        headers = {"Authorization": f"Bearer {person['secret']}"}
        while time.monotonic() < until:
            began = time.monotonic()
            link.request("GET", "/api/v1/" + path.format(**person), headers=headers)
            answer = link.getresponse()
            answer.read()
            taken.append(time.monotonic() - began)
            if answer.status != http.client.OK:
                wrong.append(answer.status)
        link.close()

    threads = [threading.Thread(target=ask, args=(person,)) for person in people]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise AssertionError(f"{path}: {len(wrong)} answers like {wrong[0]}")
    taken.sort()
    return {
        "a_second": len(taken) / (time.monotonic() - began),
        "p95_ms": 1000 * taken[int(0.95 * (len(taken) - 1))],
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", default="M")
    parser.add_argument("--seconds", type=float, default=10)
    said = parser.parse_args()
    for name, value in measure(said.size, said.seconds).items():
        sys.stdout.write(f"{name:24} {value:,.1f}\n")


if __name__ == "__main__":
    main()
