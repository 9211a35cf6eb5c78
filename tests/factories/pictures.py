"""Pictures as people upload them, and worse."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

from exhibitors.models import Picture
from foundation.texts import Text
from tests.factories.base import ModelFactory, factory
from tests.factories.exhibitors import ProductFactory

PLACE_TAG, TURNED_TAG = 0x8825, 0x0112


def drawn(kind: str = "JPEG", size: tuple[int, int] = (640, 400), **options: Any) -> bytes:
    """A picture, dark on its left half."""
    image = Image.new("RGB", size, "white")
    image.paste("black", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def photographed(size: tuple[int, int] = (640, 400)) -> bytes:
    """With what a telephone writes into it: lying on its side, and where it was taken."""
    exif = Image.Exif()
    exif[TURNED_TAG] = 6
    exif[PLACE_TAG] = {1: "S", 2: (1.0, 56.0, 38.0)}
    return drawn("JPEG", size, exif=exif)


def bomb(side: int = 30_000) -> bytes:
    """A PNG of a few hundred bytes that says it has `side` times `side` pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    chunks = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


class PictureFactory(ModelFactory):
    """Of a product; its files are not made."""

    class Meta:
        model = Picture

    product = factory.SubFactory(ProductFactory)
    exhibitor = factory.SelfAttribute("product.exhibitor")
    edition = factory.SelfAttribute("exhibitor.edition")
    width, height = 640, 400
    alt = Text({"en": "Beans on a drying bed"})
