"""Take a certificate away."""

from django.db import transaction

from exhibitors.models import Certificate
from matchmaking.actions.refresh_matches import refresh_matches
from matchmaking.actions.remove_picture import forget_files


@transaction.atomic
def remove_certificate(certificate: Certificate) -> None:
    """With its scan; the exhibitor's matches follow."""
    paper, edition, exhibitor = (
        certificate.paper, certificate.edition_id, certificate.exhibitor_id
    )  # fmt: skip
    certificate.delete()
    forget_files([paper] if paper else [])
    refresh_matches(edition, exhibitors=[exhibitor])
