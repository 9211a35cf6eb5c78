"""Every address of the portal against the table of who may open what; one without a line fails."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.matchmaking.views.scene import Scene, addresses, args_of, data_of, small_scene
from tests.matchmaking.views.table import ROLES, lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(settings, tmp_path) -> Scene:
    settings.MEDIA_ROOT = tmp_path
    return small_scene()


def word(answer: Any) -> str:
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
        answer: Any = client.get(address) if data is None else client.post(address, data)
        for close in answer._resource_closers:  # a whole `close()` would end the connection too
            close()
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
