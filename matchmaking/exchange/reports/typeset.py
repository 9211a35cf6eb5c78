"""PDF by typst: data goes in as JSON, so that nobody's text is ever taken for markup."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import typst
from django.utils import translation
from django.utils.translation import gettext as _

from matchmaking.exchange.reports.fonts import font_list, machine_fonts, unfit
from matchmaking.exchange.reports.tables import Kind, Report, Row, Table, isolated

FOLDER = Path(__file__).parent
# Accessible PDF; besides, only under such a standard typst refuses what it has no sign for.
STANDARD: Literal["ua-1"] = "ua-1"
_NO_SIGN = re.compile(r'the text `"(.+?)"` could not be displayed')


class NoFontError(Exception):
    """The machine has no font for a text; `str()` is the text."""


def pdf_of(report: Report, fonts: typst.Fonts | None = None) -> bytes:
    """A report, in the language in force. NoFontError for what would be boxes."""
    data = {
        "title": report.title,
        "edition": isolated(report.edition),
        "place": _place(report),
        "asOf": _("As of %(moment)s") % {"moment": report.moment},
        "landscape": any(table.wide for table in report.printed),
        "tables": [_table(table) for table in report.printed],
        "notes": list(report.notes),
        "definitionsTitle": _("What the figures count"),
        "definitions": [list(pair) for pair in report.definitions],
        "empty": _("Nothing to show yet."),
    }
    return typeset("report.typ", data, fonts)


def _place(report: Report) -> str:
    parts = [isolated(part) for part in (report.edition.venue, report.edition.city) if str(part)]
    return ", ".join(parts)


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "columns": [
            {"title": column.title, "numeric": column.numeric, "width": column.width}
            for column in table.columns
        ],
        "rows": [_row(table, row) for row in table.rows],
        "total": table.said_total,
        "notes": list(table.notes),
    }


def _row(table: Table, row: Row) -> dict[str, Any]:
    cells = zip(table.columns, table.words(row), strict=True)
    said = [isolated(cell) if column.kind == Kind.TEXT else cell for column, cell in cells]
    return {"cells": said, "depth": row.depth}


def typeset(template: str, data: Mapping[str, Any], fonts: typst.Fonts | None = None) -> bytes:
    """A template of this folder filled with data. NoFontError for what would be boxes."""
    fonts = fonts or machine_fonts()
    language = translation.get_language() or "en"
    whole = {
        "page": _("Page %(page)s of %(pages)s"),
        **data,
        "lang": language.split("-")[0],
        "fonts": font_list(fonts, language),
    }
    text = json.dumps(whole, ensure_ascii=False, default=str)
    if word := unfit(fonts, text):
        raise NoFontError(word)
    compiler = typst.Compiler((FOLDER / template).read_bytes(), root=FOLDER, font_paths=fonts)
    try:
        made = compiler.compile(format="pdf", sys_inputs={"data": text}, pdf_standards=[STANDARD])
    except typst.TypstError as error:
        found = _NO_SIGN.search(str(error))
        if found is None:
            raise
        raise NoFontError(found[1]) from error
    if not isinstance(made, bytes):
        raise TypeError(template)
    return made
