"""Pictures from strangers: read with care, written anew.

Whatever arrives is decoded and encoded again as WebP, so that nothing of the file itself reaches a
reader: no script, no trailing archive, no place and no camera.
"""

import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from foundation.errors import RuleBroken

LARGEST_BYTES = 10 * 1024 * 1024
# Decoded, a pixel takes four bytes. JPEG is decoded at a fraction of its size where that suffices.
MOST_PIXELS = {"JPEG": 100_000_000, "PNG": 30_000_000, "WEBP": 30_000_000}
LONGEST_SIDE, THUMBNAIL_SIDE = 1600, 480
LEAST_SIDE = 32
QUALITY = 82


@dataclass(frozen=True)
class Prepared:
    """A picture and its thumbnail, as WebP."""

    data: bytes
    width: int
    height: int
    thumbnail: bytes


def prepare(data: bytes) -> Prepared:
    """RuleBroken, with what to do, for what is no picture, or too large a one."""
    if len(data) > LARGEST_BYTES:
        raise RuleBroken(
            _("The file is larger than %(most)d MB; save the picture smaller.")
            % {"most": LARGEST_BYTES >> 20}
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _prepared(data)
    except RuleBroken:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise RuleBroken(_too_many()) from error
    except Exception as error:
        # Decoders of broken files raise whatever they come upon.
        raise RuleBroken(_("This is no picture: choose a JPEG, PNG or WebP file.")) from error


def _prepared(data: bytes) -> Prepared:
    with Image.open(io.BytesIO(data), formats=tuple(MOST_PIXELS)) as image:
        width, height = image.size
        # Known from the head of the file, before anything is decoded.
        if width * height > MOST_PIXELS[image.format or "PNG"]:
            raise RuleBroken(_too_many())
        if min(width, height) < LEAST_SIDE:
            raise RuleBroken(
                _("The picture is too small: each side needs at least %(least)d pixels.")
                % {"least": LEAST_SIDE}
            )
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(_in_srgb(image))
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    small = upright.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Prepared(_webp(upright), *upright.size, _webp(small))


def _too_many() -> str:
    return _("The picture has too many pixels; save it smaller.")


def _in_srgb(image: Image.Image) -> Image.Image:
    """Colours as screens show them; a profile that makes no sense is left out."""
    seen = "RGBA" if image.has_transparency_data else "RGB"
    profile = image.info.get("icc_profile")
    exif = image.getexif()
    if profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            found = ImageCms.profileToProfile(image, source, target, outputMode=seen)
        except (ImageCms.PyCMSError, OSError, ValueError):
            found = None
        if found is not None:
            found.info["exif"] = exif.tobytes()
            return found
    return image.convert(seen)


def _webp(image: Image.Image) -> bytes:
    out = io.BytesIO()
    # Named empty: else Pillow would write what it read.
    image.save(out, "WEBP", quality=QUALITY, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return out.getvalue()
