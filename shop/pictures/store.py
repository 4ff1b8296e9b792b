"""Take a picture in: refuse what is none, write what is one anew."""

import hashlib
import io
import warnings
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from shop.pictures.models import Picture

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")  # Pillow would open 43, EPS among them
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
QUALITY = 82


class NotAPicture(ValueError):
    """The upload cannot be used; the message says why, for the person who sent it."""


@dataclass(frozen=True)
class Facts:
    """What is known of a picture once its renditions are written; a `Picture` row is made of it."""

    digest: str
    width: int
    height: int
    color: str


def store_picture(*, content: bytes) -> Picture:
    """Store `content` (a JPEG, PNG, WebP or AVIF file) and answer its `Picture`; the same file twice is one picture.

    Raises `NotAPicture` for anything else, for files above 20 MB and for pictures above 40 megapixels.
    """
    digest = hashlib.sha256(content).hexdigest()
    known = Picture.objects.filter(digest=digest).first()
    return known or keep(write_renditions(decode(content), digest=digest))


def keep(facts: Facts) -> Picture:
    """The row of a picture whose renditions are written."""
    values = {"width": facts.width, "height": facts.height, "color": facts.color}
    picture, _created = Picture.objects.get_or_create(digest=facts.digest, defaults=values)
    return picture


def write_renditions(image: Image.Image, *, digest: str) -> Facts:
    """Write every width of an upright RGB picture to the storage; touches no database, so it may run in another process."""
    facts = Facts(digest=digest, width=image.width, height=image.height, color=_mean_color(image))
    draft = Picture(digest=digest, width=image.width, height=image.height)
    for width in draft.widths:
        _write_rendition(draft.path(width), image, width)
    return facts


def decode(content: bytes) -> Image.Image:
    """The upright picture in sRGB without metadata; `NotAPicture` says what is wrong with anything else."""
    if len(content) > MAX_BYTES:
        raise NotAPicture(_("The file is larger than 20 MB."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit below is lower
            image = Image.open(io.BytesIO(content), formats=FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise NotAPicture(_("The picture has more than 40 megapixels."))
            upright = ImageOps.exif_transpose(image)
            return _to_srgb(upright)
    except NotAPicture:
        raise
    except Image.DecompressionBombError as error:
        raise NotAPicture(_("The picture has more than 40 megapixels.")) from error
    except Exception as error:  # broken files make Pillow raise nearly anything: TypeError, RuntimeError, struct.error …
        raise NotAPicture(_("This is not a picture that can be read. Please choose a JPEG, PNG, WebP or AVIF file.")) from error


def _to_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            image = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile is ignored, as browsers do
    if image.mode.startswith("I;16"):  # `convert` would clip its 65,536 grays to white
        image = image.point(lambda gray: gray * (1 / 256))
    if image.mode in {"RGBA", "LA", "P"}:
        flat = Image.new("RGB", image.size, "#ffffff")
        rgba = image.convert("RGBA")
        flat.paste(rgba, mask=rgba.getchannel("A"))
        return flat
    clean = Image.new("RGB", image.size)
    clean.paste(image.convert("RGB"))
    return clean


def _mean_color(image: Image.Image) -> str:
    red, green, blue = image.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))  # type: ignore[misc]
    return f"#{red:02x}{green:02x}{blue:02x}"


def _write_rendition(path: str, image: Image.Image, width: int) -> None:
    if default_storage.exists(path):
        return
    height = max(1, image.height * width // image.width)
    smaller = image if width == image.width else image.resize((width, height), Image.Resampling.HAMMING, reducing_gap=2.0)
    buffer = io.BytesIO()
    smaller.save(buffer, "WEBP", quality=QUALITY, method=2)
    default_storage.save(path, ContentFile(buffer.getvalue()))
