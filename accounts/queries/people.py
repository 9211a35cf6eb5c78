"""Finding a person by an address."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress

from accounts.models import User


def person_at(email: str) -> User | None:
    """Whose address it is: the one they sign in with, or a second one that they have proved."""
    person = User.objects.filter(email__iexact=email).first()
    if person is not None:
        return person
    proved = EmailAddress.objects.filter(email=email.lower(), verified=True)
    address = proved.select_related("user").first()
    return address.user if address else None


def languages_at(emails: Iterable[str]) -> dict[str, str]:
    """The language that each person reads, by the address they sign in with, in small letters."""
    asked = {email.lower() for email in emails}
    return dict(User.objects.filter(email__in=asked).values_list("email", "language"))
