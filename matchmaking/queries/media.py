"""Who may see an uploaded file."""

from django.db.models import Q

from accounts.guard import may_at
from accounts.models import User
from accounts.roles import organizes
from exhibitors.models import Certificate, Picture
from expo.models import Edition
from matchmaking.queries.places import LET_IN, place_of


def may_see(user: User, picture: Picture) -> bool:
    """The edition's organizers, the exhibitor's own people, and whoever takes part: for an
    organization that was let in, as lead, as interpreter. Four queries at most.
    """
    if user.is_staff and organizes(user, picture.edition_id):
        return True
    if user.memberships.filter(organization__exhibitors=picture.exhibitor_id).exists():
        return True
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
    exhibitor = certificate.exhibitor
    place = place_of(user, exhibitor.edition.slug, exhibitor.organization_id)
    return place is not None and place.exhibitor is not None
