"""A registration number names a known company, whoever wrote it down first."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from accounts.models import Organization

Standing = Organization.Standing


def free_numbers(wanted: Mapping[tuple[str, str], int | None]) -> None:
    """Country and number → the organization that has it from now on, None for one to be made.

    Where one that nobody has checked, or that was refused, wrote down such a number, it loses it,
    and the queue of new organizations says so: knowing a company's number is no way into it.
    """
    numbers = {number for _country, number in wanted}
    rows = Organization.objects.select_for_update().filter(registration_number__in=numbers)
    for row in rows.exclude(standing=Standing.KNOWN).order_by("pk"):
        number = row.registration_number
        if wanted.get((row.country, number), row.pk) == row.pk:
            continue
        row.registration_number = ""
        if row.standing == Standing.NEW:
            row.standing_reason = _("gave the number %(number)s of another one") % {
                "number": number
            }
        row.save(update_fields=["registration_number", "standing_reason"])
