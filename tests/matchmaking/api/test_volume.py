"""A thousand rows at once, and streams that do not fill the memory."""

import time
import tracemalloc

from exhibitors.models import Product
from tests.factories.exhibitors import ExhibitorFactory
from tests.matchmaking.api.test_listing import PRODUCTS

ROWS = 1000
SLOWEST = 30  # processor seconds for a thousand rows


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
    begun = time.process_time()
    with django_assert_max_num_queries(60):
        answer = mine.post(f"{PRODUCTS}bulk/", body, format="json").json()
    took = time.process_time() - begun
    print(f"{ROWS} rows by bulk: {took:.1f} processor seconds")  # noqa: T201 (with -s)
    assert (answer["created"], answer["failed"]) == (ROWS - 1, 1)
    assert [row["index"] for row in answer["results"]] == list(range(ROWS))
    assert [row["ref"] for row in answer["results"] if row["status"] == "failed"] == ["v-500"]
    assert took < SLOWEST
    assert mine.post(f"{PRODUCTS}bulk/", body, format="json").json()["unchanged"] == ROWS - 1
    more = {**body, "rows": rows_of(world, ROWS + 1)}
    refused = mine.post(f"{PRODUCTS}bulk/", more, format="json")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "#/rows")


def memory_of_a_stream(client, exhibitor):
    """How many rows came, and the most memory that they took at a time."""
    address = f"{PRODUCTS}?exhibitor={exhibitor.pk}"
    answer = client.get(address, headers={"Accept": "application/x-ndjson"})
    tracemalloc.start()
    lines = sum(part.count(b"\n") for part in answer.streaming_content)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return lines, most


def test_a_stream_takes_no_more_memory_for_more_rows(world, as_role):
    """Six thousand rows in the memory of two thousand."""
    long = {"en": "Washed arabica of the western shore. " * 50}
    few, many = ExhibitorFactory.create_batch(2, edition=world.edition)
    for exhibitor, count in ((few, 2 * ROWS), (many, 6 * ROWS)):
        made = [
            Product(
                edition_id=world.edition.pk, exhibitor=exhibitor, ref=f"s-{exhibitor.pk}-{n}",
                name={"en": "Lot"}, description=long,
            )
            for n in range(count)
        ]  # fmt: skip
        Product.objects.bulk_create(made, batch_size=ROWS)
    organizer = as_role["organizer"]
    lines, little = memory_of_a_stream(organizer, few)
    assert lines == 2 * ROWS
    lines, most = memory_of_a_stream(organizer, many)
    assert lines == 6 * ROWS
    assert most < 1.3 * little
