"""What is made of uploaded pictures, and what is refused."""

import io

import pytest
from PIL import Image

from foundation import pictures
from foundation.errors import RuleBroken
from foundation.pictures import prepare
from tests.factories.pictures import bomb, drawn, photographed


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_all_become_webp_of_a_bounded_size_with_a_thumbnail(kind):
    ready = prepare(drawn(kind, (4000, 1000)))
    whole, small = opened(ready.data), opened(ready.thumbnail)
    assert (whole.format, whole.size) == ("WEBP", (1600, 400))
    assert (ready.width, ready.height) == whole.size
    assert (small.format, small.size) == ("WEBP", (480, 120))


def test_a_photograph_stands_upright_and_tells_no_place():
    ready = prepare(photographed((640, 400)))
    image = opened(ready.data)
    assert image.size == (400, 640)
    # What was dark on the left is dark above once it is turned by a quarter to the right.
    grey = image.convert("L")
    above, below = grey.crop((0, 0, 400, 300)), grey.crop((0, 340, 400, 640))
    assert max(above.tobytes()) < 30
    assert min(below.tobytes()) > 225
    assert not image.getexif()
    assert "icc_profile" not in image.info


def test_what_is_appended_to_a_picture_is_gone():
    tail = b"<script>alert(1)</script>"
    ready = prepare(drawn("PNG") + tail)
    assert tail not in ready.data + ready.thumbnail


def test_transparency_stays():
    out = io.BytesIO()
    Image.new("RGBA", (100, 100), (200, 0, 0, 0)).save(out, "PNG")
    assert opened(prepare(out.getvalue()).data).getchannel("A").getextrema() == (0, 0)


@pytest.mark.parametrize("side", [6_000, 30_000])
def test_a_bomb_is_refused_by_its_head(side):
    with pytest.raises(RuleBroken, match="too many pixels"):
        prepare(bomb(side))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<html><script>alert(1)</script>",
        drawn("GIF"),
        drawn("TIFF"),
        drawn("JPEG")[:900],
        drawn("PNG")[:200],
    ],
    ids=["empty", "pdf", "svg", "html", "gif", "tiff", "half a jpeg", "half a png"],
)
def test_what_is_no_picture_of_the_three_kinds_is_refused(data):
    with pytest.raises(RuleBroken, match="JPEG, PNG or WebP"):
        prepare(data)


def test_too_many_bytes_and_too_few_pixels_are_refused(monkeypatch):
    monkeypatch.setattr(pictures, "LARGEST_BYTES", 1 << 20)
    with pytest.raises(RuleBroken, match="larger than 1 MB"):
        prepare(bytes((1 << 20) + 1))
    with pytest.raises(RuleBroken, match="too small"):
        prepare(drawn(size=(20, 20)))
