"""Logo and product pictures."""

import pytest
from django.db import IntegrityError, transaction

from exhibitors.models import Picture
from foundation.errors import RuleBroken
from foundation.texts import Text
from matchmaking.actions.add_picture import add_picture
from tests.factories.exhibitors import ExhibitorFactory, ProductFactory
from tests.factories.pictures import PictureFactory, drawn

pytestmark = pytest.mark.django_db
ALT = Text({"en": "Our beans"})


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_row_and_both_files_are_there(media):
    product = ProductFactory()
    made = add_picture(product.exhibitor, drawn(), ALT, product=product)
    assert (made.number, made.width, made.height) == (1, 640, 400)
    for name in (made.file, made.thumbnail):
        assert (media / name).read_bytes()[:4] == b"RIFF"


def test_a_new_logo_takes_the_former_ones_place(media, django_capture_on_commit_callbacks):
    exhibitor = ExhibitorFactory()
    first = add_picture(exhibitor, drawn(), ALT)
    with django_capture_on_commit_callbacks(execute=True):
        second = add_picture(exhibitor, drawn("PNG"), ALT)
    assert list(Picture.objects.all()) == [second]
    assert not (media / first.file).exists()
    assert (media / second.file).exists()


def test_a_product_has_six_at_most_and_a_gap_is_filled():
    product = ProductFactory()
    for number in (1, 2, 4, 5, 6):
        PictureFactory(product=product, number=number)
    assert add_picture(product.exhibitor, drawn(), ALT, product=product).number == 3
    with pytest.raises(RuleBroken, match="at most 6"):
        add_picture(product.exhibitor, drawn(), ALT, product=product)


def test_a_refused_file_leaves_nothing(media):
    with pytest.raises(RuleBroken):
        add_picture(ExhibitorFactory(), b"<svg/>", ALT)
    assert not Picture.objects.exists()
    assert list(media.iterdir()) == []


def test_the_database_refuses_a_picture_without_words_or_of_anothers_product():
    product = ProductFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        PictureFactory(product=product, alt={})
    with pytest.raises(IntegrityError), transaction.atomic():
        PictureFactory(product=product, number=7)
