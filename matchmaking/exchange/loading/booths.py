"""Booths, which rows of tables and exhibitors name by code and hall."""

from expo.models import Booth
from matchmaking.exchange.loading.load import Load
from matchmaking.exchange.rows import Row


def place_booths(load: Load, rows: list[Row]) -> None:
    """Sets `booth_id` of every row that names a booth (None where the cell is empty).

    Creates booths; a booth stands in one hall.
    """
    naming = [row for row in rows if "booth" in row.values]
    codes = {row.values["booth"] for row in naming if row.values["booth"]}
    booths = {booth.code: booth for booth in load.edition.booths.filter(code__in=codes)}
    new: dict[str, Booth] = {}
    for row in naming:
        code = row.values["booth"]
        hall = _hall(load, row)
        if not code:
            row.extra["booth_id"] = None
            if "first_time" in row.values and row.values.get("hall"):
                load.report(row, "booth", "", "is empty though hall is given; fill it in")
            continue
        booth = booths.get(code) or new.get(code)
        if booth is None and hall is None:
            if not row.bad:
                load.report(row, "hall", "", f"is needed to know where booth {code} stands")
        elif booth is None and hall is not None:
            new[code] = Booth(edition=load.edition, hall_id=hall, code=code)
        elif booth and hall is not None and booth.hall_id != hall:
            load.report(row, "booth", code, "stands in another hall already; correct hall or booth")
    booths |= {booth.code: booth for booth in Booth.objects.bulk_create(new.values())}
    for row in naming:
        if row.values["booth"] in booths:
            row.extra["booth_id"] = booths[row.values["booth"]].pk


def _hall(load: Load, row: Row) -> int | None:
    """The hall's id: tables have it resolved already, exhibitors name it by ref."""
    hall = row.values.get("hall")
    if isinstance(hall, str):
        return load.link(row, "hall", "halls", hall)
    return hall
