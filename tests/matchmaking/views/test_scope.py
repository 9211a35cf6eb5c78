"""Who may open what: every address of the portal, as everybody, against one table.

A view without a line here fails. What the answers stand for: `ok` the page; `go` done, or led on;
`in` to the sign-in first; `no` there is no such page for you (404); `403` you may not; `405` not
this way; `422` what was sent is not good; `gone` the link is over (410); `409` not as things are.
Places are the buyer's; `other` is an owner on the exhibitor's side; the lead acts for the buyer.
"""

from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.matchmaking.views.scene import Scene, addresses, args_of, data_of, small_scene

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "stranger", "viewer", "editor", "owner", "other", "lead", "organizer")
TABLE = """
address                how  anonymous stranger viewer editor owner other lead organizer
apply                  POST in        no       403    403    go    no    no   no
ask-to-join            POST in        go       go     go     go    go    go   go
availability           GET  in        no       ok     ok     ok    no    ok   no
availability           POST in        no       no     go     go    no    go   no
calendar               GET  in        no       ok     ok     ok    no    ok   no
calendar-feed          GET  ok        ok       ok     ok     ok    ok    ok   ok
calendar-feed-end      POST in        no       go     go     go    no    go   no
calendar-feed-new      POST in        no       ok     ok     ok    no    ok   no
check-in               GET  403       403      403    403    403   403   403  ok
check-in               POST 403       403      403    403    403   403   403  ok
day-sheet              GET  in        no       ok     ok     ok    no    ok   no
find-organization      GET  in        ok       ok     ok     ok    ok    ok   ok
found-organization     GET  in        ok       ok     ok     ok    ok    ok   ok
found-organization     POST in        go       go     go     go    go    go   go
home                   GET  ok        ok       go     go     go    go    ok   ok
interpreter-calendar   GET  in        no       no     no     no    no    no   no
invitation             GET  ok        ok       ok     ok     ok    ok    ok   ok
invitation             POST go        go       go     go     go    go    go   go
invite                 POST in        no       403    403    go    no    no   no
join-answer            POST in        no       403    403    go    no    no   no
leave                  POST in        no       go     go     go    no    no   no
letter                 GET  no        no       no     no     no    no    no   no
link-answer            GET  ok        ok       ok     ok     ok    ok    ok   ok
link-answer            POST ok        ok       ok     ok     ok    ok    ok   ok
link-day               GET  ok        ok       ok     ok     ok    ok    ok   ok
mailbox                GET  ok        ok       ok     ok     ok    ok    ok   ok
member                 POST in        no       403    403    go    no    no   no
mission                GET  in        no       no     no     no    no    ok   no
mission-calendar       GET  in        no       no     no     no    no    ok   no
mission-csv            GET  in        no       no     no     no    no    ok   no
notice-settings        POST in        go       go     go     go    go    go   go
notices                GET  in        ok       ok     ok     ok    ok    ok   ok
notices-read           POST in        go       go     go     go    go    go   go
organization           GET  in        no       ok     ok     ok    no    no   no
organization-calendar  GET  in        no       ok     ok     ok    no    no   no
organization-edit      GET  in        no       403    403    ok    no    no   no
organization-edit      POST in        no       403    403    ok    no    no   no
organizers-search      GET  in        no       no     no     no    no    no   ok
parts                  GET  ok        ok       ok     ok     ok    ok    ok   ok
request-answer         POST in        no       403    go     go    no    go   no
request-new            GET  in        no       403    ok     ok    no    ok   no
request-new            POST in        no       403    ok     ok    no    ok   no
request-propose        GET  in        no       403    ok     ok    no    ok   no
request-propose        POST in        no       403    422    422   no    422  no
requests               GET  in        no       ok     ok     ok    no    ok   no
requests-tab           GET  in        no       ok     ok     ok    no    ok   no
revoke                 POST in        no       403    403    go    no    no   no
search                 GET  in        no       ok     ok     ok    no    ok   no
set_language           POST go        go       go     go     go    go    go   go
today                  GET  in        no       ok     ok     ok    no    ok   no
unsubscribe            GET  ok        ok       ok     ok     ok    ok    ok   ok
unsubscribe            POST ok        ok       ok     ok     ok    ok    ok   ok
"""


@pytest.fixture
def scene() -> Scene:
    return small_scene()


def lines() -> dict[tuple[str, str], list[str]]:
    rows = [line.split() for line in TABLE.strip().splitlines()[1:]]
    return {(row[0], row[1]): row[2:] for row in rows}


def word(answer: HttpResponse) -> str:
    """What the table calls an answer."""
    if answer.status_code == 302:
        return "in" if answer["Location"].startswith(reverse("account_login")) else "go"
    return {200: "ok", 404: "no", 410: "gone"}.get(answer.status_code, str(answer.status_code))


def visit(person: Any, address: str, data: dict[str, Any] | None) -> str:
    """One request, undone afterwards; GET without data."""
    client = Client()
    with transaction.atomic():
        if person:
            client.force_login(person)
        answer = client.get(address) if data is None else client.post(address, data)
        transaction.set_rollback(True)
    return word(answer)


def test_every_address_has_a_line():
    assert sorted({name for name, _how in lines()}) == sorted(addresses())


def answers(scene: Scene, address: str, data: dict[str, Any] | None) -> list[str]:
    return [visit(scene.people[role], address, data) for role in ROLES]


def test_everybody_gets_what_the_table_says(scene):
    args, data = args_of(scene), data_of(scene)
    wrong = []
    for (name, how), said in lines().items():
        sent = data.get(name, {}) if how == "POST" else None
        found = answers(scene, reverse(name, args=args[name]), sent)
        if found != said:
            pairs = zip(found, ROLES, strict=True)
            cells = " ".join(f"{answer:<{len(role)}}" for answer, role in pairs)
            wrong.append(f"{name:<22} {how:<4} {cells}")
    assert not wrong, "\n".join(["not as the table says:", *wrong])


def test_nothing_answers_in_a_way_that_has_no_line(scene):
    args = args_of(scene)
    owner = scene.people["owner"]
    answered = {
        (name, how): visit(owner, reverse(name, args=args[name]), None if how == "GET" else {})
        for name in addresses()
        for how in ("GET", "POST")
        if (name, how) not in lines()
    }
    assert {key: answer for key, answer in answered.items() if answer != "405"} == {}
