"""Products kept, copied and deleted by their exhibitor, each with a note to the matches."""

from decimal import Decimal

import pytest

from exhibitors.models import Certificate, Picture, Product
from foundation.edits import OvertakenError, values_of
from foundation.errors import RuleBroken
from matchmaking.actions.copy_product import copy_product
from matchmaking.actions.remove_product import remove_product
from matchmaking.actions.save_product import save_product
from matchmaking.models import MatchChange
from tests.factories.exhibitors import CertificateFactory, ExhibitorFactory, ProductFactory
from tests.factories.pictures import PictureFactory

pytestmark = pytest.mark.django_db


def noted():
    return list(MatchChange.objects.values_list("exhibitor", flat=True))


def test_a_new_product_gets_a_name_of_its_own_and_a_note_is_left():
    exhibitor = ExhibitorFactory(ref="kivu")
    ProductFactory(exhibitor=exhibitor, ref="kivu-7")
    made = save_product(exhibitor, None, {"name": {"en": "Honey"}})
    assert (made.ref, made.edition_id) == ("kivu-8", exhibitor.edition_id)
    assert noted() == [exhibitor.pk]


def test_a_ref_that_is_taken_is_refused_and_nothing_is_noted():
    taken = ProductFactory()
    exhibitor = ExhibitorFactory(edition=taken.edition)
    with pytest.raises(RuleBroken, match="taken"):
        save_product(exhibitor, None, {"name": {"en": "Honey"}, "ref": taken.ref})
    assert Product.objects.count() == 1
    assert noted() == []


def test_what_another_has_saved_meanwhile_is_not_overwritten():
    product = ProductFactory(origin="RW")
    seen = values_of(product, ("origin", "lead_time_days"))
    save_product(product.exhibitor, product.pk, {"origin": "BI"}, seen=seen)
    with pytest.raises(OvertakenError):
        save_product(product.exhibitor, product.pk, {"origin": "KE"}, seen=seen)
    product.refresh_from_db()
    assert product.origin == "BI"
    assert len(noted()) == 1


def test_nobody_saves_or_finds_anothers_product():
    product = ProductFactory()
    other = ExhibitorFactory(edition=product.edition)
    with pytest.raises(RuleBroken, match="deleted"):
        save_product(other, product.pk, {"origin": "KE"})


def test_a_copy_has_the_terms_and_neither_certificates_nor_pictures():
    product = ProductFactory(moq=Decimal(60), moq_unit="bag", ref="a")
    CertificateFactory(exhibitor=product.exhibitor, product=product)
    PictureFactory(product=product)
    made = copy_product(product)
    assert (made.moq, made.name, made.category) == (Decimal(60), product.name, product.category)
    assert made.pk != product.pk
    assert made.ref not in {"", "a"}
    assert (made.certificates.count(), made.pictures.count()) == (0, 0)
    assert noted() == [product.exhibitor_id]


def test_with_a_product_go_its_certificates_pictures_and_their_files(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    product = ProductFactory()
    picture = PictureFactory(product=product)
    paper = f"papers/{'a' * 32}.pdf"
    CertificateFactory(exhibitor=product.exhibitor, product=product, paper=paper)
    company = CertificateFactory(exhibitor=product.exhibitor)
    names = [picture.file, picture.thumbnail, paper]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        remove_product(product)
    assert all((tmp_path / name).exists() for name in names)
    for callback in callbacks[: len(names)]:
        callback()
    assert not any((tmp_path / name).exists() for name in names)
    assert list(Certificate.objects.all()) == [company]
    assert not Picture.objects.exists()
    assert noted() == [product.exhibitor_id]
