"""What the parts of a score, and of a timetable's objective, are called."""

from django.utils.translation import gettext_lazy as _

PARTS = {
    "text": _("What is said"),
    "words": _("Words in common"),
    "letters": _("Spelt alike"),
    "dictionary": _("By the dictionary"),
    "dense": _("Alike in meaning"),
    "category": _("Category"),
    "category_stated": _("Category, as stated"),
    "category_guessed": _("Category, from words"),
    "price": _("Price"),
    "origin": _("Origin"),
    "market": _("Market"),
    "channel": _("Channel"),
    "value": _("Meetings held"),
    "should": _("Wishes with priority"),
    "idle_gap": _("Idle breaks"),
    "exposure": _("Floors of groups"),
    "walking": _("Walking between halls"),
    "interpreter_change": _("Changes of interpreter"),
    "spread": _("Parties below their fair share"),
    "moved": _("Moved meetings"),
    "breaks": _("Idle breaks"),
    "quantity": _("Quantity"),
    "lead_time": _("Lead time"),
    "shelf_life": _("Shelf life"),
    "cold": _("Cold chain"),
    "language": _("Language"),
    "order": _("Minimum order"),
    "buyer_view": _("Seen by the buyer"),
    "exhibitor_view": _("Seen by the exhibitor"),
}


def say_part(name: str) -> str:
    """A part of a score or of an objective."""
    return str(PARTS.get(name, name.replace("_", " ")))
