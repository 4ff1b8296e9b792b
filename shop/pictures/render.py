"""Make what pages show of a picture: AVIF, WebP and JPEG in five widths. The worker does it, never a request."""

import io
from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from shop.kill_points import reach
from shop.pictures.decode import decode
from shop.pictures.models import SUFFIXES, Picture, fitting_widths
from shop.pictures.store import original_path, originals

# Measured in docs/pictures.md: AVIF at speed 9 is no smaller than WebP, at 7 it takes three times as long as at 8.
OPTIONS: dict[str, dict[str, Any]] = {
    "avif": {"quality": 60, "speed": 8, "max_threads": 1},  # one core at most: the others serve the shop
    "webp": {"quality": 80, "method": 2},
    "jpeg": {"quality": 82, "progressive": True, "optimize": True},
}


def render_picture(*, digest: str) -> None:
    """Write the renditions that the picture lacks, then record them. A picture that is gone meanwhile is left alone.

    Safe to repeat and to run twice at once: the same original makes the same files under the same names, and a page shows a
    file only once it is recorded here, after the last one was written.
    """
    picture = Picture.objects.filter(digest=digest).first()
    if picture is None:
        return
    missing = [codec for codec in SUFFIXES if codec not in picture.renditions]
    if not missing:
        return
    with originals().open(original_path(digest)) as file:
        image = decode(file.read())
    written = write_renditions(image, digest=digest, codecs=missing)
    reach("picture.before_record")
    Picture.objects.filter(pk=picture.pk).update(renditions={**picture.renditions, **written})


def write_renditions(image: Image.Image, *, digest: str, codecs: Iterable[str]) -> dict[str, list[int]]:
    """Write an upright RGB picture in every width that fits; answers what was written. Touches no database."""
    picture, codecs = Picture(digest=digest, width=image.width, height=image.height), list(codecs)
    widths = fitting_widths(image.width)
    for width in reversed(widths):  # each is made of the one above it, which is smaller than the whole
        if width < image.width:
            image = image.resize((width, picture.height_at(width)), Image.Resampling.LANCZOS, reducing_gap=3.0)
        for codec in codecs:
            buffer = io.BytesIO()
            image.save(buffer, codec.upper(), **OPTIONS[codec])
            default_storage.save(picture.path(width, codec), ContentFile(buffer.getvalue()))
            reach("picture.after_file")
    return dict.fromkeys(codecs, widths)
