"""Certificates kept by their exhibitor; a change takes the organizer's check away."""

from datetime import date

import pytest

from foundation.errors import RuleBroken
from matchmaking.actions.save_certificate import save_certificate
from matchmaking.models import MatchChange
from tests.factories.accounts import UserFactory
from tests.factories.exhibitors import CertificateFactory, ExhibitorFactory
from tests.factories.pictures import drawn

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def checked():
    return CertificateFactory(checked_by=UserFactory(), checked_on=date(2027, 3, 4))


def test_a_new_one_is_unchecked_and_the_matches_are_told():
    exhibitor = ExhibitorFactory(ref="kivu")
    made = save_certificate(exhibitor, None, {"standard": "organic"})
    assert (made.ref, made.checked_on, made.edition_id) == ("kivu-c1", None, exhibitor.edition_id)
    assert MatchChange.objects.get().exhibitor == exhibitor.pk


@pytest.mark.parametrize(
    ("values", "stays"),
    [
        ({"scope": {"en": "Growing"}}, True),
        ({"valid_until": date(2029, 1, 1)}, False),
        ({"number": "77"}, False),
    ],
)
def test_a_change_of_what_was_checked_takes_the_check_away(values, stays):
    row = checked()
    saved = save_certificate(row.exhibitor, row.pk, values)
    assert (saved.checked_on is not None, saved.checked_by is not None) == (stays, stays)


def test_a_new_scan_takes_the_check_away_and_the_former_one_with_it(
    media, django_capture_on_commit_callbacks
):
    row = checked()
    first = save_certificate(row.exhibitor, row.pk, {}, paper=PDF).paper
    assert (media / first).read_bytes() == PDF
    with django_capture_on_commit_callbacks() as callbacks:
        saved = save_certificate(row.exhibitor, row.pk, {}, paper=drawn())
    callbacks[0]()
    assert saved.paper.endswith(".webp")
    assert (media / saved.paper).read_bytes()[8:12] == b"WEBP"
    assert not (media / first).exists()
    assert saved.checked_on is None


@pytest.mark.parametrize("data", [b"MZ\x90", b"<svg/>", b"<html>%PDF-"])
def test_a_scan_is_a_pdf_or_a_picture(data):
    row = checked()
    with pytest.raises(RuleBroken, match="PDF, JPEG"):
        save_certificate(row.exhibitor, row.pk, {}, paper=data)
    row.refresh_from_db()
    assert (row.paper, row.checked_on) == ("", date(2027, 3, 4))
