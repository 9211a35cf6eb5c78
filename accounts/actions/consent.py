"""What a person agrees to, and takes back."""

from django.db import transaction
from django.utils.translation import get_language

from accounts.models import Consent, Purpose, User
from accounts.privacy_texts import TEXTS, VERSION


@transaction.atomic
def say_consent(user: User, purpose: str, *, given: bool) -> Consent:
    """A new row with the words that the person read; the same again adds none."""
    User.objects.select_for_update().get(pk=user.pk)
    newest = user.consents.filter(purpose=purpose).first()
    if newest and newest.given == given and newest.text_version == VERSION:
        return newest
    return Consent.objects.create(
        user=user,
        purpose=purpose,
        given=given,
        text_version=VERSION,
        text=str(TEXTS[Purpose(purpose)]),
        language=get_language() or "en",
    )


def consents_of(user: User) -> dict[str, Consent]:
    """The word that counts, by purpose; who never spoke has said no."""
    found: dict[str, Consent] = {}
    for row in user.consents.all():
        found.setdefault(row.purpose, row)
    return found
