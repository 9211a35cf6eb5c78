"""A thousand rows at once, and streams that do not fill the memory."""

import time
import tracemalloc

from exhibitors.models import Product
from tests.factories.exhibitors import ProductFactory
from tests.matchmaking.api.test_listing import PRODUCTS

ROWS = 1000
SLOWEST = 60  # seconds for a thousand rows, on a machine that does other things besides
MOST_MEMORY = 12 * 1024 * 1024


def rows_of(world, count, **more):
    return [
        {"ref": f"v-{n}", "exhibitor": world.exhibitor.ref, "name": {"en": f"Lot {n}"}, **more}
        for n in range(count)
    ]


def test_a_thousand_rows_each_with_its_result(world, as_role, django_assert_max_num_queries):
    mine = as_role["exhibitor"]
    rows = rows_of(world, ROWS)
    rows[500]["origin"] = "nowhere"
    body = {"edition": world.edition.slug, "rows": rows}
    begun = time.monotonic()
    with django_assert_max_num_queries(60):
        answer = mine.post(f"{PRODUCTS}bulk/", body, format="json").json()
    took = time.monotonic() - begun
    print(f"{ROWS} rows by bulk: {took:.1f} s")  # noqa: T201 (with -s)
    assert (answer["created"], answer["failed"]) == (ROWS - 1, 1)
    assert [row["index"] for row in answer["results"]] == list(range(ROWS))
    assert [row["ref"] for row in answer["results"] if row["status"] == "failed"] == ["v-500"]
    assert took < SLOWEST
    assert mine.post(f"{PRODUCTS}bulk/", body, format="json").json()["unchanged"] == ROWS - 1
    more = {**body, "rows": rows_of(world, ROWS + 1)}
    refused = mine.post(f"{PRODUCTS}bulk/", more, format="json")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "#/rows")


def test_a_stream_takes_no_more_memory_for_more_rows(world, as_role):
    one = ProductFactory.build(exhibitor=world.exhibitor, edition_id=world.edition.pk)
    long = {"en": "Washed arabica of the western shore. " * 50}
    made = [
        Product(
            edition_id=world.edition.pk, exhibitor=world.exhibitor, ref=f"s-{n}", name=one.name,
            description=long,
        )
        for n in range(6 * ROWS)
    ]  # fmt: skip
    Product.objects.bulk_create(made, batch_size=ROWS)
    del made
    answer = as_role["exhibitor"].get(PRODUCTS, headers={"Accept": "application/x-ndjson"})
    tracemalloc.start()
    lines = sum(part.count(b"\n") for part in answer.streaming_content)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert lines == 6 * ROWS + 1
    print(f"{lines} rows streamed: {most >> 20} MB at most")  # noqa: T201 (with -s)
    assert most < MOST_MEMORY
