"""Idempotency keys: later, at the same moment, and around a crash."""

import threading

import pytest
from django.db import connection, connections

from exhibitors.models import Product
from matchmaking.actions import save_row
from matchmaking.models import KeptAnswer
from tests.matchmaking.api.conftest import make_world, people_of, speak
from tests.matchmaking.api.test_listing import PRODUCTS, new_product

pytestmark = pytest.mark.django_db(transaction=True)
KEY = {"Idempotency-Key": "order-77"}


@pytest.fixture
def mine():
    world = make_world()
    return world, speak(people_of(world)["exhibitor"])


def test_the_same_key_gets_the_same_answer(mine):
    world, client = mine
    body = new_product(world)
    first = client.post(PRODUCTS, body, format="json", headers=KEY)
    again = client.post(PRODUCTS, body, format="json", headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.content, again["Location"]) == (first.content, first["Location"])
    assert again["Idempotent-Replayed"] == "true"
    other = client.post(PRODUCTS, {**body, "ref": "x"}, format="json", headers=KEY)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key")
    assert Product.objects.filter(exhibitor=world.exhibitor).count() == 2


def test_errors_are_answered_again_too(mine):
    world, client = mine
    body = new_product(world, origin="nowhere")
    first = client.post(PRODUCTS, body, format="json", headers=KEY)
    again = client.post(PRODUCTS, body, format="json", headers=KEY)
    assert (first.status_code, again.status_code) == (400, 400)
    assert again["Content-Type"] == "application/problem+json"
    assert again.content == first.content


def test_at_the_same_moment_one_waits_for_the_other(mine):
    world, client = mine
    body = new_product(world)
    answers = []
    start = threading.Barrier(4)

    def send():
        start.wait()
        answers.append(client.post(PRODUCTS, body, format="json", headers=KEY))
        connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Product.objects.filter(ref="beans-1").count() == 1


def test_what_dies_before_its_commit_leaves_nothing(mine, monkeypatch):
    world, client = mine
    body = new_product(world)

    def die(*_args, **_kwargs):
        raise SystemExit

    monkeypatch.setattr(save_row, "refresh", die)
    with pytest.raises(SystemExit):
        client.post(PRODUCTS, body, format="json", headers=KEY)
    assert not KeptAnswer.objects.exists()
    assert not Product.objects.filter(ref="beans-1").exists()
    monkeypatch.undo()
    connection.close()
    assert client.post(PRODUCTS, body, format="json", headers=KEY).status_code == 201
