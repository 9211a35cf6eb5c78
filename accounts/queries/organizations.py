"""Finding an organization that may be there already."""

from collections.abc import Sequence

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from accounts.models import Organization

LIKE = 0.55  # word similarity from which a name is offered; "Kivu Hills" finds "Kivu Hills Coop."
OFFERED = 8
SHORTEST = 3


def organizations_like(name: str, number: str = "", country: str = "") -> Sequence[Organization]:
    """Those with the registration number, then those with a similar name, best first.

    Names are compared in every language they are written in; in the country given, if any.
    """
    name, number = name.strip(), number.strip()
    same = Q(registration_number=number) if number else Q(pk__in=[])
    if country:
        same &= Q(country=country)
    rows = Organization.objects.annotate(
        likeness=TrigramWordSimilarity(name, Cast("name", TextField()))
    )
    alike = Q(likeness__gte=LIKE) if len(name) >= SHORTEST else Q(pk__in=[])
    if country:
        alike &= Q(country=country)
    found = rows.filter(same | alike).order_by("-likeness", "pk")[: OFFERED * 2]
    first = sorted(found, key=lambda row: not number or row.registration_number != number)
    return first[:OFFERED]
