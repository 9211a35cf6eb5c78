"""A file of an exhibitor's own products: shown first, then written as a whole or not at all."""

import io
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from exhibitors.models import Product
from foundation.errors import RuleBroken
from matchmaking.actions import import_products as module
from matchmaking.actions.cancel_product_import import cancel_product_import
from matchmaking.actions.confirm_product_import import confirm_product_import
from matchmaking.actions.import_products import import_products
from matchmaking.actions.resume_runs import PATIENCE, resume_runs
from matchmaking.actions.start_product_import import start_product_import
from matchmaking.exchange import own_products
from matchmaking.exchange.loading.upsert import load_rows
from matchmaking.exchange.own_export import as_csv, as_workbook, own_rows, template
from matchmaking.exchange.workbook_parts import Limits
from matchmaking.models import MatchChange, ProductImport
from matchmaking.models.product_import import IMPORT_LOCKS
from matchmaking.queries.planning_runs import hold
from tests.factories.exhibitors import ExhibitorFactory, ProductFactory
from tests.factories.expo import CategoryFactory

State = ProductImport.State


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    tasks = []
    name = "matchmaking.queue.current_app.send_task"
    monkeypatch.setattr(name, lambda task, args: tasks.append((task, *args)))
    return tasks


@pytest.fixture
def exhibitor(db):
    made = ExhibitorFactory(ref="kivu")
    coffee = CategoryFactory(code="0901", name={"en": "Coffee"})
    ProductFactory(
        exhibitor=made, ref="k-1", category=coffee, name={"en": "Washed", "zh": "水洗"},
        moq=Decimal(60), moq_unit="bag",
    )  # fmt: skip
    return made


def read(exhibitor, text, name="products.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    return import_products(start_product_import(exhibitor, name, data).pk)


def test_it_shows_what_would_change_field_by_field_and_writes_nothing(exhibitor):
    found = read(
        exhibitor,
        "ref,name,name_zh,moq,moq_unit,category\n"
        "k-1,Washed,水洗豆,55,bag,0901\n"
        "k-2,Natural,,8,bag,0901\n",
    )
    assert found.state == State.READY
    assert (found.created_count, found.updated_count, found.unchanged_count) == (1, 1, 0)
    assert [row["fields"] for row in found.rows if row["kind"] == "updated"] == [
        [["name_zh", "水洗", "水洗豆"], ["moq", "60", "55"]]
    ]
    assert [(r["line"], r["ref"], r["kind"]) for r in found.rows] == [
        (2, "k-1", "updated"), (3, "k-2", "created")
    ]  # fmt: skip
    assert list(Product.objects.values_list("ref", "moq")) == [("k-1", Decimal(60))]
    assert not MatchChange.objects.exists()


def test_confirmed_it_is_written_whole_and_noted_for_the_matches(exhibitor, sent):
    found = read(exhibitor, "ref,name,moq\nk-1,Washed,55\nk-2,Natural,\n")
    confirm_product_import(found.pk)
    done = import_products(found.pk)
    assert (done.state, done.created_count, done.updated_count) == (State.DONE, 1, 1)
    assert dict(Product.objects.values_list("ref", "moq")) == {"k-1": 55, "k-2": None}
    assert MatchChange.objects.get().exhibitor == exhibitor.pk
    assert ProductImport.objects.get().file is None
    with pytest.raises(RuleBroken, match="nothing to confirm"):
        confirm_product_import(found.pk)


def test_every_error_stands_on_its_line_with_what_to_do(exhibitor):
    theirs = ProductFactory(exhibitor=ExhibitorFactory(edition=exhibitor.edition), ref="t-1")
    found = read(
        exhibitor,
        "ref,exhibitor,name,origin,category,moq\n"
        "k-1,kivu,Washed,Rwanda,,\n"
        f"{theirs.ref},,Mine now,,,\n"
        "k-3,other,Natural,,,\n"
        "k-4,,Honey,,9998,\n"
        "k-5,,Honey,,,12\n",
    )
    assert found.state == State.FAULTY
    assert [(p["line"], p["column"], p["value"]) for p in found.problems] == [
        (2, "origin", "Rwanda"),
        (3, "ref", "t-1"),
        (4, "exhibitor", "other"),
        (5, "category", "9998"),
        (6, "moq_unit", ""),
    ]
    assert "choose another" in found.problems[1]["message"]
    assert found.rows == []
    theirs.refresh_from_db()
    assert str(theirs.name) == "Washed arabica, green"


def test_what_changed_since_it_was_shown_is_shown_again_and_not_overwritten(exhibitor):
    found = read(exhibitor, "ref,moq,moq_unit,name\nk-1,55,bag,Washed\n")
    Product.objects.update(moq=70)
    confirm_product_import(found.pk)
    again = import_products(found.pk)
    assert again.state == State.READY
    assert "have changed" in again.message
    assert again.rows[0]["fields"] == [["moq", "70", "55"]]
    assert Product.objects.get().moq == 70
    confirm_product_import(found.pk)
    assert import_products(found.pk).state == State.DONE


@pytest.mark.parametrize("maker", [as_csv, as_workbook])
def test_an_export_read_again_changes_nothing(exhibitor, maker):
    ProductFactory(exhibitor=exhibitor, ref="k-9", name={"fr": "=Miel"}, language="fr")
    found = read(exhibitor, maker(own_rows(exhibitor)), "mine.bin")
    assert (found.state, found.rows, found.unchanged_count) == (State.READY, [], 2)


def test_the_template_filled_in_is_read(exhibitor):
    exhibitor.edition.languages = ["en", "zh"]
    book = load_workbook(io.BytesIO(template(exhibitor.edition)))
    page = book["products"]
    titles = [str(cell.value) for cell in page[1]]
    assert "name_zh" in titles
    assert "exhibitor" not in titles
    page.append([{"ref": "k-2", "name": "Honey", "name_zh": "蜂蜜"}.get(t) for t in titles])
    out = io.BytesIO()
    book.save(out)
    found = read(exhibitor, out.getvalue(), "t.xlsx")
    assert (found.state, found.created_count) == (State.READY, 1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 no workbook", "is not an .xlsx workbook"),
        ("ref;name\nk-1;Honey\n", "semicolons"),
        ("ref,nam\nk-1,Honey\n", "did you mean name?"),
        ("名称\n蜂蜜\n".encode("gb18030") * 50, "UTF-8"),
        (b"\x89PNG\r\n\x1a\n", ""),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_with_a_word(exhibitor, data, said):
    found = read(exhibitor, data)
    assert found.state == State.FAULTY
    assert any(said in problem["message"] for problem in found.problems)


def test_too_many_rows_and_a_workbook_that_unpacks_too_far_are_refused(exhibitor, monkeypatch):
    monkeypatch.setattr(own_products, "MOST_ROWS", 2)
    found = read(exhibitor, "ref,name\n" + "".join(f"k-{n},Honey\n" for n in range(10, 14)))
    assert [problem["line"] for problem in found.problems] == [4]
    monkeypatch.setattr(own_products, "LIMITS", Limits(unpacked=1000))
    book, out = Workbook(), io.BytesIO()
    book.save(out)
    found = read(exhibitor, out.getvalue())
    assert "unpacks to more" in found.problems[0]["message"]


def test_a_later_file_replaces_one_that_waits_but_not_one_at_work(exhibitor):
    first = read(exhibitor, "ref,name\nk-1,Washed\n")
    second = start_product_import(exhibitor, "b.csv", b"ref,name\nk-1,Honey\n")
    first.refresh_from_db()
    assert (first.state, first.file) == (State.CANCELLED, None)
    beside = connection.copy()
    with beside.cursor() as cursor:  # another worker has it
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [IMPORT_LOCKS, second.pk])
        with pytest.raises(RuleBroken, match="being read"):
            start_product_import(exhibitor, "c.csv", b"ref,name\nk-1,Honey\n")
        assert import_products(second.pk).attempts == 0
    beside.close()


def test_files_that_are_empty_or_too_large_are_not_taken(exhibitor):
    for data in (b"", bytes(own_products.LARGEST_FILE + 1)):
        with pytest.raises(RuleBroken):
            start_product_import(exhibitor, "a.csv", data)


def test_cancelled_it_is_over_at_once_unless_a_worker_has_it(exhibitor):
    found = read(exhibitor, "ref,name\nk-1,Honey\n")
    assert cancel_product_import(found.pk).state == State.CANCELLED
    with pytest.raises(RuleBroken, match="is over"):
        cancel_product_import(found.pk)
    assert import_products(found.pk).state == State.CANCELLED


def test_after_three_attempts_it_fails_with_a_word(exhibitor):
    found = start_product_import(exhibitor, "a.csv", b"ref,name\nk-1,Honey\n")
    ProductImport.objects.update(attempts=module.MOST_ATTEMPTS)
    failed = import_products(found.pk)
    assert failed.state == State.FAILED
    assert "3 times" in failed.message


def test_what_a_lost_worker_left_is_sent_again(exhibitor, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks():
        found = start_product_import(exhibitor, "a.csv", b"ref,name\nk-1,Honey\n")
    ProductImport.objects.update(created_at=timezone.now() - 2 * PATIENCE)
    with django_capture_on_commit_callbacks(execute=True):
        assert resume_runs() == 1
    assert sent == [("matchmaking.tasks.import_products", found.pk)]
    with hold(found.pk, IMPORT_LOCKS) as held:
        assert held
        assert resume_runs() == 0


@pytest.mark.django_db(transaction=True)
def test_others_see_the_progress_and_the_word_to_stop_is_heard_midway(monkeypatch):
    """On connections of their own, as in life; nothing of the rows stays."""
    exhibitor = ExhibitorFactory()
    monkeypatch.setattr(own_products, "BATCH", 2)
    rows = "".join(f"k-{n},Honey\n" for n in range(6))
    found = start_product_import(exhibitor, "a.csv", f"ref,name\n{rows}".encode())
    assert import_products(found.pk).rows_done == 6
    confirm_product_import(found.pk)
    seen: list[int] = []

    def watched(loader, load, batches, size):
        tell = load.progress

        def progress(file, done):
            seen.append(done)
            if done == 4:  # somebody presses the button; it is said by another connection
                beside = connection.copy()
                with beside.cursor() as cursor:
                    table = "matchmaking_productimport"
                    cursor.execute(f"SELECT rows_done FROM {table}")  # noqa: S608
                    seen.append(cursor.fetchone()[0])
                    cursor.execute(f"UPDATE {table} SET stop = true")  # noqa: S608
                beside.close()
            tell(file, done)

        load.progress = progress
        load_rows(loader, load, batches, size)

    monkeypatch.setattr(own_products, "load_rows", watched)
    assert import_products(found.pk).state == State.CANCELLED
    assert seen == [2, 4, 2]
    assert not Product.objects.exists()
    assert not MatchChange.objects.exists()
