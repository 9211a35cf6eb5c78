"""Small lists of sentences and bars on read-only pages."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext as _

from matchmaking.part_words import say_part
from matchmaking.queries.move_cost import Cost
from matchmaking.wording import figure


def sentences(said: Iterable[str], css: str = "") -> SafeString:
    """A list, or a word that there is nothing."""
    items = format_html_join("", "<li>{}</li>", ((each,) for each in said))
    if not items:
        return format_html('<span class="fl-quiet">{}</span>', _("none"))
    return format_html('<ul class="fl-said {}">{}</ul>', css, items)


def say_cost(cost: Cost) -> str:
    """What a change by hand costs or gains, and why."""
    if cost.points > 0:
        points = ngettext("costs %(points)s point", "costs %(points)s points", cost.points)
    elif cost.points < 0:
        points = ngettext("gains %(points)s point", "gains %(points)s points", -cost.points)
    else:
        points = gettext("costs nothing")
    said = points % {"points": figure(abs(cost.points))}
    parts = [
        _more(cost.breaks, ngettext_lazy("%(n)s idle break", "%(n)s idle breaks", "n")),
        _more(cost.minutes, ngettext_lazy("%(n)s minute on foot", "%(n)s minutes on foot", "n")),
        _more(cost.faces, ngettext_lazy("%(n)s interpreter", "%(n)s interpreters", "n")),
    ]
    if cost.moved > 0:
        parts.append(gettext("not where it was before"))
    if cost.moved < 0:
        parts.append(gettext("back where it was before"))
    why = ", ".join(part for part in parts if part)
    return f"{said}: {why}" if why else said


def _more(number: int, what: Any) -> str:
    if not number:
        return ""
    said = {"what": what % {"n": abs(number)}}
    return gettext("%(what)s more") % said if number > 0 else gettext("%(what)s less") % said


def bars(parts: Mapping[str, Any]) -> SafeString:
    """A bar for each part of a score, 0 to 1; a part without a number is unknown."""
    rows = []
    for name, part in parts.items():
        known = isinstance(part, int | float) and part == part  # noqa: PLR0124 (not a number)
        share = round(100 * part) if known else 0
        rows.append((say_part(name), share, share, f"{share} %" if known else _("unknown")))
    return format_html(
        '<dl class="fl-bars">{}</dl>',
        format_html_join(
            "",
            '<div><dt>{}</dt><dd><meter min="0" max="100" value="{}" aria-label="{} %"></meter>'
            "<span>{}</span></dd></div>",
            rows,
        ),
    )
