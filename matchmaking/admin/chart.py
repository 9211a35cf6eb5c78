"""A search drawn: best value and proven bound over time, and the gap between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from matchmaking.queries.planning_runs import Point, points_of

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720.0, 260.0, 84.0, 20.0, 14.0, 28.0
STEPS = (1, 2, 2.5, 5, 10)
TICKS = 4
ROWS = 12  # of the table behind it


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
    if not any(point.best is not None and point.bound is not None for point in points):
        return ""
    both = [p for p in points if p.best is not None and p.bound is not None]
    end = max(points[-1].seconds, 0.1)
    worth = _panel(end, {"best": _line(points, "best"), "bound": _line(both, "bound")})
    gap = _panel(end, {"gap": _line(both, "percent")}, floor=0.0)
    context = {
        "pictures": [
            (_("Best value so far and proven bound"), worth),
            (_("Gap between them, in percent"), gap),
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
    found = ((point.seconds, getattr(point, what)) for point in points)
    return [(seconds, value) for seconds, value in found if value is not None]


def _panel(
    end: float, lines: dict[str, list[tuple[float, float]]], floor: float | None = None
) -> Panel:
    values = [value for line in lines.values() for _seconds, value in line]
    low, high = min(values) if floor is None else floor, max(values)
    margin = (high - low) * 0.08 or max(1.0, abs(high) * 0.01)
    low, high = low - margin if floor is None else floor, high + margin

    def x(seconds: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * min(1.0, seconds / end)

    def y(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low)

    corners = {
        name: [(x(at), y(value)) for at, value in _steps(line, end)] for name, line in lines.items()
    }
    return Panel(
        lines={name: _path(each) for name, each in corners.items()},
        area=_between(list(corners.values()), y(low)),
        across=[Tick(f"{x(at):.1f}", _seconds(at)) for at in _round_values(0.0, end)],
        up=[Tick(f"{y(value):.1f}", _number(value)) for value in _round_values(low, high)],
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
    power = 10.0 ** len(str(int(1 / rough))) if rough < 1 else 1.0
    size = 1.0
    while size * 10 <= rough * power:
        size *= 10
    step = next(each * size for each in STEPS if each * size >= rough * power) / power
    first = int(low / step) + (low > int(low / step) * step)
    count = int(high / step) - first
    return [round((first + n) * step, 9) for n in range(count + 1)]


def _thinned(points: Sequence[Point]) -> list[Point]:
    if len(points) <= ROWS:
        return list(points)
    return [points[round(n * (len(points) - 1) / (ROWS - 1))] for n in range(ROWS)]


def _row(point: Point) -> tuple[str, str, str, str]:
    best, bound = _number(point.best or 0.0), _number(point.bound or 0.0)
    return _seconds(point.seconds), best, bound, f"{_number(point.percent or 0.0, 2)} %"


def _seconds(seconds: float) -> str:
    whole = seconds == int(seconds)
    return _("%(seconds)s s") % {"seconds": _number(seconds, 0 if whole else 1)}


def _number(value: float, places: int | None = None) -> str:
    if places is None:
        places = 0 if value == int(value) else 2
    return formats.number_format(round(value, places), places, force_grouping=True)
