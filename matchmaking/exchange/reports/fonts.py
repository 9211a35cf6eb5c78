"""Which of the machine's fonts PDF are set in."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import typst

# The first that is there, by script; whatever they lack comes from any font that has it.
# Libertinus comes with typst: there is always something for Latin, Greek and Cyrillic letters.
LATIN = ("Noto Sans", "Source Sans 3", "Open Sans", "DejaVu Sans", "Liberation Sans", "Arial",
         "Helvetica", "Libertinus Serif")  # fmt: skip
CHINESE = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN",
           "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "WenQuanYi Micro Hei",
           "WenQuanYi Zen Hei", "Droid Sans Fallback", "SimHei", "SimSun")  # fmt: skip
ARABIC = ("Noto Sans Arabic", "Noto Naskh Arabic", "Amiri", "Geeza Pro", "Noto Kufi Arabic",
          "DejaVu Sans", "Arial")  # fmt: skip

ARABIC_WORD = re.compile("[\u0600-\u06ff]+")


@lru_cache(maxsize=1)
def machine_fonts() -> typst.Fonts:
    """Looked for once: reading hundreds of files takes a moment."""
    return typst.Fonts()


def font_list(fonts: typst.Fonts, language: str) -> list[Any]:
    """Families in the order in which they are asked, for typst's `font`."""
    there = set(fonts.families())
    latin, chinese, arabic = (_first(each, there) for each in (LATIN, CHINESE, ARABIC))
    if language.startswith("zh"):
        # Signs that both have, such as quotation marks, are the Chinese font's.
        latin = [{"name": name, "covers": "latin-in-cjk"} for name in latin]
    return [*latin, *chinese, *arabic]


def unfit(fonts: typst.Fonts, text: str) -> str:
    """The first Arabic word where no font is made for it: typst's own monospaced one has its
    letters, but nobody wants to read a report in it.
    """
    found = ARABIC_WORD.search(text)
    return found[0] if found and not _first(ARABIC, set(fonts.families())) else ""


def _first(wanted: Sequence[str], there: set[str]) -> list[Any]:
    return [name for name in wanted if name in there][:1]
