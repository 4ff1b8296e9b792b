"""Read what was uploaded as a picture: refuse what is none, make the rest upright, sRGB and free of metadata."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")  # Pillow would open 43, EPS among them
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 16_000  # pixels; WebP ends at 16,383
GLANCE = 64  # pixels; enough to find a color
SIDEWAYS = range(5, 9)  # EXIF orientations that swap width and height


class NotAPicture(ValueError):
    """The upload cannot be used; the message says why, for the person who sent it."""


def decode(content: bytes) -> Image.Image:
    """The upright picture in sRGB without metadata; `NotAPicture` says what is wrong with anything else."""
    with _named_errors():
        return _to_srgb(ImageOps.exif_transpose(_open(content)))


def glance(content: bytes) -> tuple[Image.Image, int, int]:
    """A tiny picture, and the width and height of the upright whole; refuses what `decode` refuses.

    The whole file is read, so that a broken end is found, but the costly steps are done with the tiny one: staff wait for it.
    """
    with _named_errors():
        image = _open(content)
        width, height = image.size
        if image.getexif().get(ExifTags.Base.Orientation) in SIDEWAYS:
            width, height = height, width
        tiny = image.resize((min(GLANCE, image.width), min(GLANCE, image.height)), Image.Resampling.BOX)
        return _to_srgb(ImageOps.exif_transpose(tiny)), width, height


@contextmanager
def _named_errors() -> Iterator[None]:
    try:
        yield
    except NotAPicture:
        raise
    except Image.DecompressionBombError as error:
        raise NotAPicture(_("The picture has more than 40 megapixels.")) from error
    except Exception as error:  # broken files make Pillow raise nearly anything: TypeError, RuntimeError, struct.error …
        raise NotAPicture(_("This is not a picture that can be read. Please choose a JPEG, PNG, WebP or AVIF file.")) from error


def _open(content: bytes) -> Image.Image:
    """The picture as it is stored, read to its end."""
    if len(content) > MAX_BYTES:
        raise NotAPicture(_("The file is larger than 20 MB."))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
        image = Image.open(io.BytesIO(content), formats=FORMATS)
        if image.width * image.height > MAX_PIXELS:
            raise NotAPicture(_("The picture has more than 40 megapixels."))
        if max(image.size) > MAX_SIDE:
            raise NotAPicture(_("The picture is longer than 16,000 pixels."))
        image.load()
    return image


def _to_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        image = _through_profile(image, profile)
    if image.mode.startswith("I;16"):  # `convert` would clip its 65,536 grays to white
        image = image.point(lambda gray: gray * (1 / 256))
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        rgba = image.convert("RGBA")
        flat = Image.new("RGB", image.size, "#ffffff")
        flat.paste(rgba, mask=rgba.getchannel("A"))
        return flat
    clean = Image.new("RGB", image.size)
    clean.paste(image.convert("RGB"))
    return clean


def _through_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """`image` with the colors that its profile means; a broken profile is ignored, as browsers do."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError):
        return image
