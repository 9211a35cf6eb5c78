"""E-mail addresses and telephone numbers in texts that others will read."""

import re

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CALLED = (
    r"(?:tel|phone|call|mobile|whatsapp|wechat|fax|t[ée]l[ée]phone|m[óo]vil|тел|телефон|电话|手机|微信"
    r"|联系电话|هاتف|جوال|واتساب)"
)
# A number with its country, or behind a word for telephones.
_PHONE = re.compile(
    rf"(?:\+|\b00)\d[\d ().-]{{6,17}}\d"
    rf"|{_CALLED}\w*\.?\s?(?:me on|us on)?[:：]?\s?[\d(][\d ().-]{{5,17}}\d",
    re.IGNORECASE,
)
GONE = "…"


def without_contacts(text: str) -> tuple[str, int]:
    """The text without them, and how many were taken out."""
    text, emails = _EMAIL.subn(GONE, text)
    text, phones = _PHONE.subn(GONE, text)
    return text, emails + phones
