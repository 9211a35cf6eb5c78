"""What people agree to. Change a text, and change the version: who agreed before is asked again."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Purpose

VERSION = "2026-11"

TEXTS = {
    Purpose.SHARE_CONTACT: _(
        "My name and e-mail are shown to an organization once both of us agreed to meet."
    ),
    Purpose.FOLLOW_UP: _(
        "The organizer may write to me up to a year after the expo and ask what came of my"
        " meetings."
    ),
    Purpose.NEWS: _("The organizer may write to me about later editions."),
    Purpose.CROSS_BORDER: _(
        "My data may be stored and read in the country of the expo and of the people I meet there,"
        " where other laws may apply than in mine."
    ),
}
