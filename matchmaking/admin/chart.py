"""A search drawn: best value and proven bound over time, and the gap between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from matchmaking.queries.planning_runs import Point, points_of
from matchmaking.wording import figure

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 480.0, 210.0, 76.0, 14.0, 12.0, 26.0
STEPS = (1, 2, 2.5, 5, 10)
TICKS = 4
ROWS = 12  # of the table behind it
SEEN = 4  # a first bound far off is cut, lest it flatten all that follows
SMALLEST = 0.001  # percent; a gap below is drawn as none


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where, and what it says."""

    at: str
    label: str


@dataclass(frozen=True)
class Panel:
    """A picture's lines in its own coordinates, ready to print."""

    lines: dict[str, str]
    area: str
    across: list[Tick]
    up: list[Tick]


def search_chart(progress: Sequence[Sequence[float | None]]) -> SafeString | str:
    """Both pictures and the table of figures; empty before anything has been found."""
    points = points_of(progress)
    both = [p for p in points if p.best is not None and p.bound is not None]
    if not both:
        return ""
    end = max(points[-1].seconds, 0.1)
    context = {
        "pictures": [
            (_("Best value so far and proven bound"), _worth(end, both)),
            (_("Gap between them, in percent"), _gap(end, both)),
        ],
        "names": {"best": _("best so far"), "bound": _("proven bound"), "gap": _("gap")},
        "box": {"width": int(WIDTH), "height": int(HEIGHT)},
        "frame": _frame(),
        "rows": [_row(point) for point in _thinned(both)],
    }
    page: SafeString = render_to_string("admin/matchmaking/planningrun/chart.html", context)
    return page


def _frame() -> dict[str, str]:
    ends = {"left": LEFT, "right": WIDTH - RIGHT, "top": TOP, "bottom": HEIGHT - BOTTOM}
    return {name: f"{at:.1f}" for name, at in ends.items()}


def _line(points: Sequence[Point], what: str) -> list[tuple[float, float]]:
    return [(point.seconds, float(getattr(point, what))) for point in points]


def _worth(end: float, points: Sequence[Point]) -> Panel:
    best, bound = _line(points, "best"), _line(points, "bound")
    found, proven = [value for _at, value in best], [value for _at, value in bound]
    reach = SEEN * max(max(found) - min(found), abs(proven[-1] - found[-1]), 1.0)
    low = max(min(*found, *proven), min(found) - reach)
    high = min(max(*found, *proven), max(found) + reach)
    margin = (high - low) * 0.08 or max(1.0, abs(high) * 0.01)
    low, high = low - margin, high + margin
    ticks = [(value, _number(value)) for value in _round_values(low, high)]
    return _panel(end, {"best": best, "bound": bound}, low, high, ticks)


def _gap(end: float, points: Sequence[Point]) -> Panel:
    """On a scale of powers of ten: the last thousandths take longest."""
    line = [(p.seconds, log10(max(SMALLEST, p.percent or 0.0))) for p in points]
    low, high = log10(SMALLEST), max(1.0, *(value for _at, value in line))
    powers = range(ceil(low), floor(high) + 1)
    ticks = [(float(power), f"{_number(10.0**power, max(0, -power))} %") for power in powers]
    return _panel(end, {"gap": line}, low, high, ticks)


def _panel(
    end: float,
    lines: dict[str, list[tuple[float, float]]],
    low: float,
    high: float,
    ticks: list[tuple[float, str]],
) -> Panel:
    def x(seconds: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * min(1.0, seconds / end)

    def y(value: float) -> float:
        inside = min(high, max(low, value))
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - inside) / (high - low)

    corners = {
        name: [(x(at), y(value)) for at, value in _steps(line, end)] for name, line in lines.items()
    }
    return Panel(
        lines={name: _path(each) for name, each in corners.items()},
        area=_between(list(corners.values()), y(low)),
        across=[Tick(f"{x(at):.1f}", _seconds(at)) for at in _round_values(0.0, end)],
        up=[Tick(f"{y(value):.1f}", label) for value, label in ticks],
    )


def _steps(line: Sequence[tuple[float, float]], end: float) -> list[tuple[float, float]]:
    """What was found holds until something better is."""
    corners: list[tuple[float, float]] = []
    for seconds, value in line:
        if corners:
            corners.append((seconds, corners[-1][1]))
        corners.append((seconds, value))
    return [*corners, (end, corners[-1][1])]


def _path(corners: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in corners)


def _between(lines: list[list[tuple[float, float]]], ground: float) -> str:
    """The outline of what lies between two lines, or under one."""
    first = lines[0]
    other = lines[1] if len(lines) > 1 else [(first[0][0], ground), (first[-1][0], ground)]
    return _path([*first, *reversed(other)]) + "Z"


def _round_values(low: float, high: float) -> list[float]:
    """Some even numbers between two."""
    rough = (high - low) / TICKS
    power = 10.0 ** floor(log10(rough))
    step = next(each * power for each in STEPS if each * power >= rough)
    return [round(n * step, 9) for n in range(ceil(low / step), floor(high / step) + 1)]


def _thinned(points: Sequence[Point]) -> list[Point]:
    if len(points) <= ROWS:
        return list(points)
    return [points[round(n * (len(points) - 1) / (ROWS - 1))] for n in range(ROWS)]


def _row(point: Point) -> tuple[str, str, str, str]:
    best, bound = _number(point.best or 0.0), _number(point.bound or 0.0)
    return _seconds(point.seconds), best, bound, percent_said(point.percent or 0.0)


def percent_said(percent: float) -> str:
    """Never 0 where there is something left."""
    least = 0.01
    if 0 < percent < least:
        return f"< {_number(least, 2)} %"
    return f"{_number(percent, 2 if percent else 0)} %"


def _seconds(seconds: float) -> str:
    whole = seconds == int(seconds)
    return _("%(seconds)s s") % {"seconds": _number(seconds, 0 if whole else 1)}


def _number(value: float, places: int | None = None) -> str:
    if places is None:
        places = 0 if value == int(value) else 2
    return figure(value, places)
