"""Message catalogues by Babel, without system gettext.

`python -m config.messages update` brings the catalogues up to the sources and compiles them;
`python -m config.messages check` ends with status 1 when one is behind, incomplete or fuzzy.
"""

import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
ROOT = Path(__file__).resolve().parent.parent
LOCALES = ("zh_Hans", "fr", "es", "ar", "ru")
SOURCES = ("accounts", "buyers", "config", "exhibitors", "expo", "foundation", "matchmaking")
PARTED = re.compile("« | [:;?!»]")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def main(arguments: list[str]) -> int:
    """0 when all is well."""
    if arguments == ["update"]:
        for locale in LOCALES:
            _update(locale)
        return 0
    if arguments == ["check"]:
        problems = [problem for locale in LOCALES for problem in _problems(locale)]
        print("\n".join(problems[:50]) or "Catalogues: complete.")
        if problems:
            print(
                f"{len(problems)} to mend; run `python -m config.messages update`, then translate."
            )
        return 1 if problems else 0
    print(__doc__)
    return 2


def template() -> Catalog:
    """Every message of the sources, with the files it comes from (no line numbers: less noise)."""
    catalog = Catalog(project="Fairlead", charset="utf-8")
    for path in sorted(p for app in SOURCES for p in (ROOT / app).rglob("*")):
        if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
            for message, comments in _messages(path):
                name = path.relative_to(ROOT).as_posix()
                catalog.add(
                    message[0], locations=[(name, 0)], auto_comments=comments, context=message[1]
                )
    return catalog


def _messages(path: Path) -> Iterator[tuple[tuple[Any, str | None], list[str]]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django turns a template into something that reads like a program's source.
        from django.utils.translation.template import templatize  # noqa: PLC0415 (needs settings)

        source = templatize(source, origin=str(path))
    stream = io.BytesIO(source.encode())
    for _line, message, comments, context in extract("python", stream, KEYWORDS, ["Translators:"]):
        yield (message, context), comments


def _file(locale: str) -> Path:
    return ROOT / "locale" / locale / "LC_MESSAGES" / "django.po"


def _read(locale: str) -> Catalog:
    path = _file(locale)
    if not path.exists():
        return Catalog(locale=locale, project="Fairlead", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def _update(locale: str) -> None:
    catalog = _read(locale)
    catalog.update(template(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    path = _file(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, sort_output=True, width=100, include_lineno=False)
    path.with_suffix(".mo").write_bytes(_compiled(catalog))


def _compiled(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def _problems(locale: str) -> Iterator[str]:
    catalog, wanted = _read(locale), template()
    for message in wanted:
        found = catalog.get(message.id, message.context) if message.id else None
        if message.id and (found is None or not _full(found.string)):
            yield f"{locale}: missing {message.id!r}"
        elif found is not None and found.fuzzy:
            yield f"{locale}: fuzzy {message.id!r}"
        if locale == "fr" and found is not None and _breakable(found.string):
            yield f"{locale}: a line may end before the mark (use U+00A0) in {message.id!r}"
    for message, errors in catalog.check():
        yield from (f"{locale}: {message.id!r}: {error}" for error in errors)
    compiled = _file(locale).with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != _compiled(catalog):
        yield f"{locale}: {compiled.name} is not what django.po compiles to"


def _breakable(string: object) -> bool:
    """Whether a French mark may be parted from its word at the end of a line."""
    texts = string if isinstance(string, (list, tuple)) else [string]
    return any(PARTED.search(str(text)) for text in texts)


def _full(string: object) -> bool:
    texts = string if isinstance(string, (list, tuple)) else [string]
    return all(texts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
