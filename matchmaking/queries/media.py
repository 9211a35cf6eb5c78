"""Who may see an uploaded file."""

from django.db.models import Q

from accounts.guard import may_at
from accounts.models import User
from accounts.roles import organizes
from exhibitors.models import Certificate, Exhibitor, Picture
from expo.models import Edition
from matchmaking.queries.places import LET_IN, place_of


def may_see(user: User, picture: Picture) -> bool:
    """The edition's organizers, whoever acts for the exhibitor, and as long as it is let in whoever
    takes part: for an organization that was let in, as lead, as interpreter. Six queries at most,
    and one for each delegation above the exhibitor's.
    """
    if user.is_staff and organizes(user, picture.edition_id):
        return True
    if _acts_for(user, picture.exhibitor):
        return True
    if picture.exhibitor.state != LET_IN:
        return False
    mine = (
        Q(exhibitors__organization__memberships__user=user, exhibitors__state=LET_IN)
        | Q(buyers__organization__memberships__user=user, buyers__state=LET_IN)
        | Q(delegations__lead=user)
        | Q(interpreters__user=user)
    )
    return Edition.objects.filter(mine, pk=picture.edition_id).exists()


def may_read(user: User, certificate: Certificate) -> bool:
    """The organizer's people who see certificates, and whoever acts for the exhibitor."""
    if may_at(user, "exhibitors.view_certificate", certificate.edition_id):
        return True
    return _acts_for(user, certificate.exhibitor)


def _acts_for(user: User, exhibitor: Exhibitor) -> bool:
    place = place_of(user, exhibitor.edition.slug, exhibitor.organization_id)
    return place is not None and place.exhibitor is not None
