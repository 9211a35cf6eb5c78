"""The folder is UTF-8. A byte order mark says otherwise for certain; anything else is refused."""

import codecs
import re
from pathlib import Path
from typing import IO

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

CHUNK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LIKELY = ["gb18030", "big5", "shift_jis", "euc_kr", "cp1251", "cp1252", "cp1256"]
_NAMES = {
    "gb18030": "GBK/GB18030 (Chinese Windows)",
    "big5": "Big5",
    "shift_jis": "Shift JIS",
    "euc_kr": "EUC-KR",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1252": "Windows-1252 (Western Europe)",
    "cp1256": "Windows-1256 (Arabic)",
}
_COMMON = (0xB0, 0xD7)
_KOREAN_LAST = 0xC8


class EncodingError(ValueError):
    """Not UTF-8: `line` is where, the text says what it seems to be and what to do."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def encoding_of(path: Path) -> str:
    """For `open`; reads the whole file once. EncodingError if the text is in no form of Unicode."""
    with path.open("rb") as file:
        start = file.read(4)
        encoding = next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8")
        file.seek(0)
        _try(file, encoding)
    return encoding


def _try(file: IO[bytes], encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    line, before = 1, b""
    while True:
        chunk = file.read(CHUNK)
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            good = error.object[: error.start]
            # The decoder may have carried bytes over; what matters is the lines before the bad one.
            line += good.count(b"\n")
            raise EncodingError(line, _advice(before + chunk, encoding)) from None
        if not chunk:
            return
        if encoding.startswith("utf-8") and chunk.count(0) > len(chunk) // 5:
            raise EncodingError(line, _unmarked())
        line += chunk.count(b"\n")
        before = chunk[-4:]


def _advice(sample: bytes, encoding: str) -> str:
    if not encoding.startswith("utf-8"):
        advice = _(
            "begins like %(encoding)s but is broken here;"
            " save it as UTF-8 (in Excel: Save As, “CSV UTF-8”)"
        )
        return advice % {"encoding": encoding.upper()}
    if sample[: 1 << 16].count(0) > len(sample[: 1 << 16]) // 5:
        return _unmarked()
    name = _NAMES["gb18030"] if _chinese(sample[: 1 << 16]) else _guess(sample[: 1 << 16])
    advice = _(
        "is not UTF-8; it seems to be %(encoding)s;"
        " save it as UTF-8 (in Excel: Save As, “CSV UTF-8”)"
    )
    return advice % {"encoding": name}


def _unmarked() -> str:
    return _(
        "seems to be UTF-16 without its mark; save it as UTF-8 (in Excel: Save As, “CSV UTF-8”)"
    )


def _guess(sample: bytes) -> str:
    guess = from_bytes(sample, cp_isolation=_LIKELY).best()
    return _NAMES.get(guess.encoding, guess.encoding) if guess else _("another encoding")


def _chinese(sample: bytes) -> bool:
    """Common characters of GB2312, beyond the rows that Korean uses: sure even for a few words."""
    leads = [pair[0] for pair in re.findall(rb"[\x81-\xfe][\x40-\xfe]", sample)]
    common = [lead for lead in leads if _COMMON[0] <= lead <= _COMMON[1]]
    return len(common) > 0.6 * len(leads) and any(lead > _KOREAN_LAST for lead in common)
