"""`edition.toml`: its keys as text, the way a workbook's sheet `edition` holds them, and back."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from matchmaking.exchange.encoding import EncodingError, encoding_of
from matchmaking.exchange.numbers import plain_number
from matchmaking.exchange.problems import Problems

LONGEST_NUMBER = 40  # digits, before or after the point
_DAY_KEYS = {"date", "opens", "closes", "breaks"}
_KEY = re.compile(r"[\[\s]*([A-Za-z][\w-]*)\]*\s*(?:=|$)")


@dataclass(frozen=True)
class EditionCells:
    """Keys of an edition as text, and the line of each. `broken`: the file could not be read."""

    file: str
    cells: dict[str, str]
    lines: dict[str, int]
    broken: bool = False


def read_toml(path: Path, problems: Problems) -> EditionCells:
    """Every key as text; lists joined by `;`. Empty, and a problem, for what is no TOML."""
    try:
        text = path.read_text(encoding=encoding_of(path))
        content = tomllib.loads(text, parse_float=Decimal)
    except EncodingError as error:
        problems.add(path.name, error.line, "", "", str(error))
        return EditionCells(path.name, {}, {}, broken=True)
    except (tomllib.TOMLDecodeError, OSError) as error:
        problems.add(path.name, None, "", "", f"is not valid TOML: {error}")
        return EditionCells(path.name, {}, {}, broken=True)
    lines = {
        found[1]: number
        for number, line in reversed(list(enumerate(text.splitlines(), start=1)))
        if (found := _KEY.match(line))
    }
    return EditionCells(path.name, _flat(content, path.name, problems), lines)


def _flat(content: dict[str, Any], file: str, problems: Problems) -> dict[str, str]:
    days = content.pop("days", [])
    rates = content.pop("rates", None)
    cells = {key: _text(value) for key, value in content.items()}
    cells["days"], cells["breaks"] = _days(days, file, problems)
    if isinstance(rates, Mapping):
        cells["rates"] = ";".join(f"{code}:{_text(rate)}" for code, rate in rates.items())
    elif rates is not None:
        problems.add(file, None, "rates", rates, "write a table: [rates], then EUR = 1.08")
    return cells


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(map(_text, value))
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < LONGEST_NUMBER:
        return plain_number(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _days(days: Any, file: str, problems: Problems) -> tuple[str, str]:
    opening, breaks = [], []
    if not isinstance(days, list) or not all(isinstance(day, Mapping) for day in days):
        problems.add(file, None, "days", days, "write [[days]] with date, opens, closes")
        return "", ""
    for day in days:
        date_text = _date(day.get("date", ""))
        if unknown := set(day) - _DAY_KEYS:
            names = ", ".join(sorted(_DAY_KEYS))
            problems.add(file, None, "days", min(unknown), f"a day has the keys {names}")
        opening.append(f"{date_text} {day.get('opens', '')}-{day.get('closes', '')}")
        breaks += [f"{date_text} {pause}" for pause in day.get("breaks", [])]
    return ";".join(opening), ";".join(breaks)


def _date(value: Any) -> str:
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


def to_toml(cells: Mapping[str, str]) -> str:
    """The keys of a sheet `edition` as `edition.toml`."""
    numbers = {"slot_minutes", "match_threshold", "exposure_floor", "exposure_list"}
    numbers |= {"max_break_difference"}
    lines = []
    for key, cell in cells.items():
        if key in {"days", "breaks", "rates"} or cell == "":
            continue
        if key == "languages":
            lines.append(f"{key} = {json.dumps(cell.split(';'))}")
        else:
            # A JSON string is a TOML string once DEL is escaped.
            text = json.dumps(cell, ensure_ascii=False).replace("\x7f", "\\u007f")
            lines.append(f"{key} = {cell if key in numbers else text}")
    for day in filter(None, cells["days"].split(";")):
        lines += _day_lines(day, cells["breaks"])
    if cells["rates"]:
        lines += ["", "[rates]", *(rate.replace(":", " = ") for rate in cells["rates"].split(";"))]
    return "\n".join(lines) + "\n"


def _day_lines(day: str, breaks: str) -> list[str]:
    on, _space, hours = day.partition(" ")
    opens, _dash, closes = hours.partition("-")
    pauses = [pause.partition(" ")[2] for pause in breaks.split(";") if pause.startswith(on)]
    return [
        "",
        "[[days]]",
        f"date = {on}",
        f'opens = "{opens or "00:00"}"',
        f'closes = "{closes or "24:00"}"',
        f"breaks = {json.dumps(pauses)}",
    ]
