"""What a workbook may unpack to: each part is looked at before anything reads it."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from matchmaking.exchange.tables import SourceError

# Styles, names and the like become objects as they are read, so they count for more than rows.
LARGEST_PART, MOST_TAGS = 2 << 20, 100_000
LIST_OF_PARTS = "[Content_Types].xml"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_SHEET, _STRINGS = f"{_KIND}worksheet+xml", f"{_KIND}sharedStrings+xml"
_SHEET_NAME = re.compile(r"xl/worksheets/[^/]+\.xml")
_STRINGS_NAME = re.compile(r"xl/sharedStrings\d*\.xml", re.IGNORECASE)
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Bytes of all parts and of the shared strings; cells, empty ones and rows counted too.

    A workbook of 50,000 products unpacks to some 60 MB with two million cells.
    """

    unpacked: int = 1 << 30
    strings: int = 1 << 28
    cells: int = 50_000_000


def refuse_bombs(path: Path, limits: Limits) -> None:
    """SourceError for a file that is no workbook, or whose parts are too large."""
    if not path.is_file():
        raise SourceError(path, _("there is no such file"))
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_sizes(path, archive, limits)
    except SourceError:
        raise
    except Exception as error:
        # zipfile lets through what its decompressors raise.
        advice = _("is not an .xlsx workbook, or it is encrypted or broken; save it again as .xlsx")
        raise SourceError(path.name, advice) from error


def _refuse_sizes(path: Path, archive: zipfile.ZipFile, limits: Limits) -> None:
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > limits.unpacked:
        raise SourceError(path.name, _too_large(limits.unpacked))
    types = _types(archive)
    for part in parts:
        kinds = types.get(part.filename, set())
        if kinds == {_STRINGS} and _STRINGS_NAME.fullmatch(part.filename):
            if part.file_size > limits.strings:
                raise SourceError(path.name, _too_large(limits.strings))
            if _has_tags(archive, part, limits.cells):
                raise SourceError(path.name, too_many(limits.cells))
        elif not _is_streamed(part.filename, kinds) and (
            part.file_size > LARGEST_PART or _has_tags(archive, part, MOST_TAGS)
        ):
            advice = _("its part %(part)s is too large; copy the values into a new workbook")
            raise SourceError(path.name, advice % {"part": part.filename})


def _too_large(most: int) -> str:
    """What to do about a workbook of more than `most` bytes."""
    return _("unpacks to more than %(most)s MB; split it, or use CSV files") % {"most": most >> 20}


def _types(archive: zipfile.ZipFile) -> dict[str, set[str]]:
    """What the workbook says that its parts are: one that is said to be two things is either."""
    part = archive.getinfo(LIST_OF_PARTS)
    if part.file_size > LARGEST_PART:
        raise ValueError(LIST_OF_PARTS)
    found: dict[str, set[str]] = {}
    for each in ET.fromstring(archive.read(part)):  # noqa: S314 (expat bounds entities)
        if name := each.get("PartName"):
            found.setdefault(name[1:], set()).add(each.get("ContentType", ""))
    return found


def _is_streamed(name: str, kinds: set[str]) -> bool:
    """Sheets are read row by row, pictures not at all."""
    if name.startswith("xl/media/"):
        return not kinds
    return kinds == {_SHEET} and _SHEET_NAME.fullmatch(name) is not None


def _has_tags(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bool:
    """Whether it has more than so many: it is read at once, and five bytes may be an object."""
    tags = 0
    with archive.open(part) as content:
        while tags <= most and (chunk := content.read(_CHUNK)):
            tags += chunk.count(b"<")
    return tags > most


def too_many(most: int) -> str:
    """What to do about a workbook of more than `most` cells."""
    advice = _("has more than %(most)s cells, empty ones counted; delete empty rows and columns")
    return advice % {"most": f"{most:,}"}
