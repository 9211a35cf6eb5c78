"""An organization applies to take part in an edition."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Organization, User
from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Edition, Participant
from foundation.errors import RuleBroken

SIDES: dict[str, type[Exhibitor] | type[Buyer]] = {"exhibitor": Exhibitor, "buyer": Buyer}


def apply_to_edition(
    organization: Organization, edition: Edition, side: str, *, user: User
) -> Participant:
    """An exhibitor or buyer that waits for the organizer; the applicant becomes its contact.

    RuleBroken if the edition takes no applications, or this side is there already.
    """
    if not edition.registration_open:
        raise RuleBroken(_("%(edition)s takes no applications.") % {"edition": edition})
    try:
        with transaction.atomic():
            return SIDES[side].objects.create(
                edition=edition,
                organization=organization,
                ref=f"o{organization.pk}",
                state=Participant.State.APPLIED,
                contact_name=user.name,
                contact_email=user.email,
                languages=[user.language.split("-")[0]],
            )
    except IntegrityError as error:
        raise RuleBroken(_("Your organization has applied already.")) from error
