"""Links in e-mails that do one thing for one person, signed and for a limited time.

A link names a verb, a row and a person. Reading it changes nothing; the button on its page posts,
and the action then asks whether that person may still do so. Nothing else can be done with it.
"""

from dataclasses import dataclass

from django.core import signing

SALT = "matchmaking.link"
DAYS = 30
VERBS = ("answer", "day", "unsubscribe")
EVERY_DAY = "every-day"  # in the place of a kind: all that come in the day's digest


@dataclass(frozen=True)
class Errand:
    """What a link is for: `key` is a request's or place's row, or a kind of notice."""

    verb: str
    key: str
    user: int


def sign(verb: str, key: object, user: int) -> str:
    """The token of a link; ValueError for an unknown verb."""
    if verb not in VERBS:
        raise ValueError(verb)
    return signing.dumps([verb, str(key), user], salt=SALT, compress=True)


def read(token: str, verb: str) -> tuple[Errand | None, bool]:
    """The errand, and whether its time is over; `(None, False)` for a forged or other link."""
    try:
        parts = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None, False
    errand = Errand(*parts)
    if errand.verb != verb:
        return None, False
    try:
        signing.loads(token, salt=SALT, max_age=DAYS * 86_400)
    except signing.SignatureExpired:
        return errand, True
    return errand, False
