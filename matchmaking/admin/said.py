"""Small lists of sentences and bars on read-only pages."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from matchmaking.wording import say_part


def sentences(said: Iterable[str], css: str = "") -> SafeString:
    """A list, or a word that there is nothing."""
    items = format_html_join("", "<li>{}</li>", ((each,) for each in said))
    if not items:
        return format_html('<span class="fl-quiet">{}</span>', _("none"))
    return format_html('<ul class="fl-said {}">{}</ul>', css, items)


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
