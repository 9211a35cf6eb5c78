"""Reports and day sheets on the desk."""

import io
import zipfile
from typing import Any

import pytest
import typst
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from openpyxl import load_workbook

from accounts.models import User
from expo.models import Edition
from foundation.texts import Text
from matchmaking.actions.make_day_sheets import make_day_sheets
from matchmaking.exchange.reports import typeset
from matchmaking.exchange.reports.said import REPORTS
from matchmaking.models import DaySheetRun, ExportRecord, Meeting
from tests.factories.accounts import OrganizerFactory
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.expo import InterpreterFactory, open_edition
from tests.factories.matchmaking import (
    MeetingFactory,
    MeetingRequestFactory,
    OutcomeFactory,
    OutcomeStepFactory,
    ScheduleFactory,
)

EVERY = pytest.mark.parametrize("name", REPORTS)


@pytest.fixture
def person(db: None) -> User:
    made: User = OrganizerFactory()
    return made


@pytest.fixture
def desk(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


@pytest.fixture
def edition(db: None) -> Edition:
    return open_edition(slots=4)


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    tasks: list[Any] = []
    name = "matchmaking.queue.current_app.send_task"
    monkeypatch.setattr(name, lambda task, args: tasks.append((task, *args)))
    return tasks


def fill(edition: Edition, rows: int = 1) -> list[Meeting]:
    plan = ScheduleFactory(edition=edition, state="approved", approved_at=timezone.now())
    made: list[Meeting] = []
    for slot in edition.slots.order_by("during")[:rows]:
        meeting: Meeting = MeetingFactory(
            schedule=plan,
            slot=slot,
            status=Meeting.Status.HELD,
            interpreter=InterpreterFactory(edition=edition, name=f"Aline {slot.pk}"),
        )
        MeetingRequestFactory(edition=edition, exhibitor=meeting.exhibitor, buyer=meeting.buyer)
        outcome = OutcomeFactory(meeting=meeting, value=900, value_currency="USD")
        OutcomeStepFactory(outcome=outcome, rung="contract", value=800, value_currency="XOF")
        made.append(meeting)
    return made


def page_of(edition: Edition, name: str, *args: Any) -> str:
    return reverse(f"admin:expo_edition_{name}", args=[edition.pk, *args])


@EVERY
def test_a_report_is_a_page_a_workbook_a_pdf_and_a_page_to_print(
    desk: Client, edition: Edition, person: User, name: str
) -> None:
    fill(edition)
    page = desk.get(page_of(edition, "report", name))
    assert page.status_code == 200
    report = page.context["report"]
    assert report.tables[0].rows
    workbook = desk.get(page_of(edition, "report_file", name, "xlsx"))
    book = load_workbook(io.BytesIO(workbook.content))
    assert book.worksheets[0].max_row == 1 + len(report.tables[0].rows) + bool(
        report.tables[0].total
    )
    assert "attachment" in workbook.headers["Content-Disposition"]
    assert desk.get(page_of(edition, "report_file", name, "pdf")).content[:5] == b"%PDF-"
    printed = desk.get(page_of(edition, "report_file", name, "print")).content.decode()
    assert "<script" not in printed
    assert escape(report.title) in printed
    records = ExportRecord.objects.order_by("pk").values_list("user", "what", "query")
    assert list(records) == [
        (person.pk, f"report.{name}", f"edition={edition.slug}&form={form}")
        for form in ("xlsx", "pdf", "print")
    ]


@EVERY
def test_an_edition_with_nothing_in_it_has_reports_too(
    desk: Client, edition: Edition, name: str
) -> None:
    assert desk.get(page_of(edition, "report", name)).status_code == 200
    for form in ("xlsx", "pdf", "print"):
        assert desk.get(page_of(edition, "report_file", name, form)).status_code == 200


def test_amounts_without_a_rate_are_named(desk: Client, edition: Edition) -> None:
    fill(edition)
    text = desk.get(page_of(edition, "report", "press")).content.decode()
    assert "Contract value without an exchange rate, left out above: XOF 800." in text
    amounts = desk.get(page_of(edition, "report", "country")).context["report"].tables[1]
    assert amounts.said[1][1] == ["Contract value", "XOF", "800", "–"]


def test_a_roster_of_one_person(desk: Client, edition: Edition) -> None:
    first, second = fill(edition, 2)
    there = page_of(edition, "report", "rosters")
    assert desk.get(there).context["report"].rows == 2
    asked = {"interpreter": str(first.interpreter_id)}
    report = desk.get(there, asked).context["report"]
    assert [len(table.rows) for table in report.tables] == [1, 1]
    pdf = page_of(edition, "report_file", "rosters", "xlsx")
    names = load_workbook(io.BytesIO(desk.get(pdf, asked).content)).worksheets[1]["A"]
    assert [cell.value for cell in names][1:] == [first.interpreter.name]
    assert ExportRecord.objects.get().query.endswith(f"interpreter={first.interpreter_id}")
    assert second.interpreter.name not in desk.get(there, asked).content.decode()


def test_without_a_font_the_page_to_print_is_offered(
    desk: Client, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(typeset, "machine_fonts", lambda: bare)
    Edition.objects.update(name=Text({"en": "港口"}))
    page = desk.get(page_of(edition, "report_file", "press", "pdf"), follow=True)
    assert page.redirect_chain == [(page_of(edition, "report", "press"), 302)]
    text = page.content.decode()
    assert "This machine has no font for “港" in text
    assert f'href="{page_of(edition, "report_file", "press", "print")}"' in text
    assert not ExportRecord.objects.exists()


@pytest.mark.parametrize(
    ("name", "args"),
    [("report", ["x"]), ("report_file", ["press", "docx"]), ("report_file", ["x", "pdf"])],
)
def test_what_there_is_not(desk: Client, edition: Edition, name: str, args: list[str]) -> None:
    assert desk.get(page_of(edition, name, *args)).status_code == 404


def test_reports_of_the_newest_edition(desk: Client, edition: Edition) -> None:
    page = desk.get(reverse("admin:expo_edition_newest_reports"), follow=True)
    assert page.redirect_chain[-1][0] == page_of(edition, "report", "press")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("press", 13), ("country", 13), ("delegation", 14), ("category", 13), ("hall", 13),
     ("fairness", 5), ("rosters", 5)],
)  # fmt: skip
def test_pages_take_so_many_queries(
    desk: Client,
    edition: Edition,
    django_assert_num_queries: Any,
    name: str,
    queries: int,
    rows: int,
) -> None:
    fill(edition, rows)
    with django_assert_num_queries(queries):
        desk.get(page_of(edition, "report", name))


def test_day_sheets_are_asked_for_watched_and_taken(
    desk: Client, edition: Edition, person: User, sent: list[Any]
) -> None:
    fill(edition, 2)
    there = page_of(edition, "sheets")
    asked = {"side": "buyers", "day": edition.days.get().pk, "language": "ar"}
    assert desk.post(there, asked).status_code == 302
    run = DaySheetRun.objects.get()
    assert (run.side, run.day, run.language, run.started_by) == (
        "buyers", edition.days.get().date, "ar", person
    )  # fmt: skip
    zipped = page_of(edition, "sheets_zip", run.pk)
    assert desk.get(zipped).status_code == 404
    assert 'hx-trigger="every 2s"' in desk.get(there, {"part": 1}).content.decode()
    again = desk.post(there, asked, follow=True).content.decode()
    assert "Day sheets are being made already" in again
    make_day_sheets(run.pk)
    assert "hx-trigger" not in desk.get(there, {"part": 1}).content.decode()
    taken = b"".join(desk.get(zipped).streaming_content)  # type: ignore[attr-defined]
    assert len(zipfile.ZipFile(io.BytesIO(taken)).namelist()) == 2
    record = ExportRecord.objects.get()
    assert (record.user, record.what, record.rows) == (person, "report.day_sheets", 2)
    Meeting.objects.update(sequence=3)
    assert "Meetings have moved since" in desk.get(there).content.decode()
    desk.post(page_of(edition, "sheets_cancel", run.pk))
    assert desk.get(zipped).status_code == 404


@pytest.mark.parametrize(
    "asked", [{"side": "x"}, {"language": "xx"}, {"day": "77777777"}, {"day": "x"}, {}]
)
def test_nonsense_starts_nothing(desk: Client, edition: Edition, asked: dict[str, str]) -> None:
    page = desk.post(page_of(edition, "sheets"), asked, follow=True)
    assert page.status_code == 200
    assert len(page.context["messages"]) == 1
    assert not DaySheetRun.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_runs_takes_six_queries(
    desk: Client, edition: Edition, person: User, django_assert_num_queries: Any, rows: int
) -> None:
    ExhibitorFactory(edition=edition)
    for _row in range(rows):
        DaySheetRun.objects.create(edition=edition, state="done", started_by=person)
    with django_assert_num_queries(6):
        desk.get(page_of(edition, "sheets"))
