"""Day sheets in bulk: made part by part, resumed, cancelled, put together."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
import typst
from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language

from foundation.errors import RuleBroken
from foundation.texts import Text, interface_language
from matchmaking.actions import make_day_sheets as module
from matchmaking.actions.cancel_day_sheets import cancel_day_sheets
from matchmaking.actions.keep_short import SHEETS_DAYS, keep_short
from matchmaking.actions.make_day_sheets import make_day_sheets
from matchmaking.actions.resume_runs import PATIENCE, resume_runs
from matchmaking.actions.start_day_sheets import start_day_sheets
from matchmaking.exchange.reports import typeset
from matchmaking.exchange.reports.bundle import bundle
from matchmaking.exchange.reports.sheets import sheet_file
from matchmaking.models import DaySheetRun, ExportRecord, Meeting
from matchmaking.models.day_sheets import SHEET_LOCKS
from matchmaking.queries.reports.sheets import keys_of, sheets_of
from tests.factories.buyers import BuyerFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import open_edition
from tests.factories.matchmaking import MeetingFactory, ScheduleFactory

State = DaySheetRun.State


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    tasks = []
    name = "matchmaking.queue.current_app.send_task"
    monkeypatch.setattr(name, lambda task, args: tasks.append((task, *args)))
    return tasks


@pytest.fixture
def edition(db):
    return open_edition(days=2, slots=4)


@pytest.fixture
def meet(edition):
    plan = ScheduleFactory(edition=edition, state="approved", approved_at=timezone.now())
    slots = iter(edition.slots.order_by("during"))

    def made(**fields):
        fields = {"slot": next(slots), "status": Meeting.Status.CONFIRMED, **fields}
        return MeetingFactory(schedule=plan, **fields)

    return made


@pytest.fixture
def three_parts(meet, edition, monkeypatch):
    """Three exhibitors, a sheet a part."""
    monkeypatch.setattr(module, "PART", 1)
    buyer = BuyerFactory(edition=edition)
    for number in range(3):
        meet(exhibitor=ExhibitorFactory(edition=edition, ref=f"e{number}"), buyer=buyer)
    return start_day_sheets(edition, "exhibitors", None, "en")


def unpacked(run):
    record = ExportRecord.objects.create(what="x")
    whole = zipfile.ZipFile(io.BytesIO(b"".join(bundle(run, record))))
    assert whole.testzip() is None
    assert record.rows == run.sheets_done
    return {info.filename: whole.read(info) for info in whole.infolist()}


def test_everybody_with_a_meeting_gets_a_pdf(meet, edition, sent):
    name = Text({"en": "../../Kivu: “Coffee” <b> #strong[x]"})
    exhibitor = ExhibitorFactory(edition=edition, ref="kivu", organization__name=name)
    buyer = BuyerFactory(edition=edition, ref="shop", organization__name=Text({"en": "Shop"}))
    BuyerFactory(edition=edition)
    meet(exhibitor=exhibitor, buyer=buyer)
    run = start_day_sheets(edition, "", None, "en")
    assert run.sheets_total == 2
    done = make_day_sheets(run.pk)
    assert (done.state, done.sheets_done, done.as_pages) == (State.DONE, 2, 0)
    files = unpacked(done)
    assert list(files) == ["exhibitors/kivu Kivu Coffee b strong x.pdf", "buyers/shop Shop.pdf"]
    assert all(content.startswith(b"%PDF-") for content in files.values())
    assert done.bytes > sum(map(len, files.values()))


def test_a_day_of_one_side(meet, edition):
    meetings = [meet() for _slot in range(5)]
    later = meetings[4].slot.day.date
    run = start_day_sheets(edition, "buyers", later, "en")
    assert keys_of(run) == [("buyers", meetings[4].buyer_id)]
    with pytest.raises(RuleBroken):
        start_day_sheets(edition, "", None, "")
    cancel_day_sheets(run.pk)
    with pytest.raises(RuleBroken):
        start_day_sheets(edition, "buyers", later + timedelta(days=9), "en")


def test_what_a_dead_worker_left_is_taken_up_at_the_next_part(
    three_parts, monkeypatch, sent, django_capture_on_commit_callbacks
):
    real, calls = sheet_file, []

    def dies(sheet, *rest):
        calls.append(sheet.who.ref)
        if len(calls) == 2:
            raise MemoryError
        return real(sheet, *rest)

    monkeypatch.setattr(module, "sheet_file", dies)
    with pytest.raises(MemoryError):
        make_day_sheets(three_parts.pk)
    run = DaySheetRun.objects.get()
    assert (run.state, run.sheets_done, run.attempts) == (State.WAITING, 1, 0)
    DaySheetRun.objects.update(created_at=timezone.now() - 2 * PATIENCE)
    with django_capture_on_commit_callbacks(execute=True):
        assert resume_runs() == 1
    assert sent == [("matchmaking.tasks.make_day_sheets", run.pk)]
    done = make_day_sheets(run.pk)
    assert (done.state, done.sheets_done) == (State.DONE, 3)
    assert calls == ["e0", "e1", "e1", "e2"]
    assert len(unpacked(done)) == 3


def test_parts_made_before_a_meeting_moved_are_made_again(three_parts, monkeypatch):
    real = sheet_file
    monkeypatch.setattr(
        module,
        "sheet_file",
        lambda sheet, *rest: real(sheet, *rest) if sheet.who.ref != "e1" else 1 / 0,
    )
    with pytest.raises(ZeroDivisionError):
        make_day_sheets(three_parts.pk)
    Meeting.objects.filter(exhibitor__ref="e0").update(sequence=1)
    asked = []

    def notes(sheet, *rest):
        asked.append(sheet.who.ref)
        return real(sheet, *rest)

    monkeypatch.setattr(module, "sheet_file", notes)
    done = make_day_sheets(three_parts.pk)
    assert asked == ["e0", "e1", "e2"]
    assert (done.sheets_done, done.parts.count()) == (3, 3)


def test_three_attempts_without_a_part_are_the_end(three_parts, monkeypatch):
    monkeypatch.setattr(module, "sheet_file", lambda *_: 1 / 0)
    for _attempt in range(3):
        with pytest.raises(ZeroDivisionError):
            make_day_sheets(three_parts.pk)
    assert make_day_sheets(three_parts.pk).state == State.FAILED


def test_cancelled_while_at_work_it_ends_with_the_part(three_parts, monkeypatch):
    real = sheet_file

    def told(sheet, *rest):
        DaySheetRun.objects.update(stop=True)
        return real(sheet, *rest)

    monkeypatch.setattr(module, "sheet_file", told)
    done = make_day_sheets(three_parts.pk)
    assert done.state == State.CANCELLED
    assert not done.parts.exists()


def test_thrown_away_nothing_is_left(three_parts):
    make_day_sheets(three_parts.pk)
    cancel_day_sheets(three_parts.pk)
    assert DaySheetRun.objects.get().state == State.CANCELLED
    assert not three_parts.parts.exists()


@pytest.mark.django_db(transaction=True)
def test_only_one_worker_has_it(meet, edition):
    meet()
    run = start_day_sheets(edition, "", None, "en")
    beside = connection.copy()
    try:
        with beside.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [SHEET_LOCKS, run.pk])
        assert make_day_sheets(run.pk).state == State.WAITING
        cancel_day_sheets(run.pk)
        assert DaySheetRun.objects.get().stop
    finally:
        beside.close()


def test_what_no_font_can_set_comes_as_a_page(meet, edition, monkeypatch):
    bare = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(typeset, "machine_fonts", lambda: bare)
    exhibitor = ExhibitorFactory(
        edition=edition, ref="e", organization__name=Text({"zh": "<港口>咖啡"})
    )
    meet(exhibitor=exhibitor)
    done = make_day_sheets(start_day_sheets(edition, "exhibitors", None, "en").pk)
    assert done.as_pages == 1
    ((name, page),) = unpacked(done).items()
    assert name == "exhibitors/e 港口 咖啡.html"
    assert "&lt;港口&gt;咖啡" in page.decode()
    assert re.search("<svg.*<path", page.decode())


def test_each_in_its_own_language(meet, edition, monkeypatch):
    monkeypatch.setattr(module, "sheet_file", lambda *_: (f"{get_language()}.pdf", b""))
    meet(exhibitor=ExhibitorFactory(edition=edition, language="zh-Hant"))
    done = make_day_sheets(start_day_sheets(edition, "exhibitors", None, "").pk)
    assert list(unpacked(done)) == ["zh-hans.pdf"]
    assert [interface_language(code) for code in ("ar", "pt-BR", "fr-CA")] == ["ar", "en", "fr"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_handful_of_sheets_takes_three_queries(meet, edition, django_assert_num_queries, rows):
    keys = [("exhibitors", meet().exhibitor_id) for _row in range(rows)]
    with django_assert_num_queries(3):
        assert len(list(sheets_of(edition, keys))) == rows


def test_after_a_week_they_are_gone(three_parts):
    DaySheetRun.objects.update(created_at=timezone.now() - timedelta(days=SHEETS_DAYS, hours=1))
    keep_short()
    assert not DaySheetRun.objects.exists()
