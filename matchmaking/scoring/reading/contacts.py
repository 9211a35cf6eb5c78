"""E-mail addresses and telephone numbers in texts that others will read."""

import re

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# A word for telephones says that a number is one: some by themselves, others with a sign behind.
_SURELY = r"(?:tel|тел|whatsapp|wechat|微信|واتساب|fax)\.?\s?[:：]?"
_CALLED = (
    r"(?:phone|call|mobile|t[ée]l[ée]phone|tel[ée]fono|m[óo]vil|телефон|电话|手机|هاتف|جوال)\w*"
    r"\s?(?:[:：]|no\.|me on|us on|me at|us at)"
)
_PHONE = re.compile(
    r"(?:\+|\b00)\d[\d ().-]{6,17}\d"
    rf"|(?:{_SURELY}|{_CALLED})\s?[\d(+][\d ().-]{{5,17}}\d",
    re.IGNORECASE,
)
GONE = "…"


def without_contacts(text: str) -> tuple[str, int]:
    """The text without them, and how many were taken out."""
    text, emails = _EMAIL.subn(GONE, text)
    text, phones = _PHONE.subn(GONE, text)
    return text, emails + phones
