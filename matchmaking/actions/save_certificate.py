"""Keep a certificate, new or changed, and its scan."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from exhibitors.models import Certificate, Exhibitor
from foundation.edits import Values, check_unchanged
from foundation.errors import RuleBroken
from foundation.pictures import prepare
from matchmaking.actions.refresh_matches import refresh_matches
from matchmaking.actions.remove_picture import forget_files
from matchmaking.queries.refs import free_ref

LARGEST_PAPER = 10 * 1024 * 1024
PDF = b"%PDF-"
# What the organizer checked: changed, it is to be checked again.
CHECKED = ("product_id", "standard", "issuer", "number", "valid_until")


@transaction.atomic
def save_certificate(
    exhibitor: Exhibitor,
    certificate_id: int | None,
    values: Mapping[str, Any],
    *,
    paper: bytes | None = None,
    seen: Values | None = None,
) -> Certificate:
    """The certificate with `values`, and its scan where one came; the exhibitor's matches follow.

    A change of what the organizer has checked takes the check away. OvertakenError if somebody else
    has changed what was `seen`, RuleBroken for a scan that is neither PDF nor picture.
    """
    certificate = _locked(exhibitor, certificate_id)
    if certificate_id is not None:
        check_unchanged(certificate, seen)
    former = [getattr(certificate, name) for name in CHECKED]
    for name, value in values.items():
        setattr(certificate, name, value)
    if paper or former != [getattr(certificate, name) for name in CHECKED]:
        certificate.checked_by = certificate.checked_on = None
    if paper:
        forget_files([certificate.paper] if certificate.paper else [])
        certificate.paper = _stored(paper)
    certificate.ref = certificate.ref or free_ref(Certificate, exhibitor, "c")
    certificate.save()
    refresh_matches(exhibitor.edition_id, exhibitors=[exhibitor.pk])
    return certificate


def _locked(exhibitor: Exhibitor, certificate_id: int | None) -> Certificate:
    if certificate_id is None:
        return Certificate(edition_id=exhibitor.edition_id, exhibitor=exhibitor)
    rows = exhibitor.certificates.select_for_update(of=("self",)).select_related("product")
    found = rows.filter(pk=certificate_id).first()
    if found is None:
        raise RuleBroken(_("Somebody has deleted this certificate meanwhile."))
    return found


def _stored(paper: bytes) -> str:
    """A PDF as it is, to be downloaded only; a picture encoded anew."""
    if len(paper) > LARGEST_PAPER:
        raise RuleBroken(
            _("The file is larger than %(most)d MB; save it smaller.")
            % {"most": LARGEST_PAPER >> 20}
        )
    if paper.startswith(PDF):
        return default_storage.save(f"papers/{uuid4().hex}.pdf", ContentFile(paper))
    try:
        ready = prepare(paper)
    except RuleBroken as error:
        raise RuleBroken(_("The scan must be a PDF, JPEG, PNG or WebP file.")) from error
    return default_storage.save(f"papers/{uuid4().hex}.webp", ContentFile(ready.data))
