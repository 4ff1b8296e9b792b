"""Take a picture in: look at it while staff wait, keep it as it came, and leave the rest to the worker."""

import hashlib
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from PIL import Image

from shop.jobs.kinds import JobKind
from shop.jobs.queue import queue_job
from shop.pictures.decode import glance
from shop.pictures.models import SUFFIXES, Picture


@dataclass(frozen=True)
class Facts:
    """What a `Picture` row is made of; `renditions` as in the row."""

    digest: str
    width: int
    height: int
    color: str
    renditions: dict[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Upload:
    """A file that was looked at and is a picture."""

    content: bytes
    facts: Facts


def originals() -> Storage:
    """Where uploads lie as they came: no visitor reaches it, because photos tell where they were taken."""
    return storages["originals"]


def original_path(digest: str) -> str:
    return f"{digest[:2]}/{digest}"


def look_at(content: bytes) -> Upload:
    """`content` (a JPEG, PNG, WebP or AVIF file) with what is known of it.

    Raises `NotAPicture` for anything else, for files above 20 MB and for pictures above 40 megapixels.
    """
    tiny, width, height = glance(content)
    return Upload(content, Facts(hashlib.sha256(content).hexdigest(), width, height, dominant_color(tiny)))


def store_picture(*, upload: Upload, at: datetime) -> Picture:
    """Keep the upload and have the worker make what pages show of it; the same file twice is one picture."""
    facts = upload.facts
    # Before the row, so that no job looks for a file that is not there; what never gets a row is swept.
    originals().save(original_path(facts.digest), ContentFile(upload.content))
    return keep(facts, at=at)


@transaction.atomic
def keep(facts: Facts, *, at: datetime) -> Picture:
    """The row of a picture whose original is stored, with the job that makes the renditions that it lacks."""
    row = Picture(**asdict(facts), stored_at=at)
    Picture.objects.bulk_create([row], ignore_conflicts=True)
    found = Picture.objects.filter(digest=facts.digest)
    while not found.update(stored_at=at):  # so that the sweep spares it for a day; it may just have taken an unused one away
        Picture.objects.bulk_create([row], ignore_conflicts=True)
    (picture,) = found
    if set(picture.renditions) != set(SUFFIXES):
        queue_job(kind=JobKind.RENDER_PICTURE, reference=facts.digest, run_at=at)
    return picture


def dominant_color(image: Image.Image) -> str:
    """The color that most of an RGB picture has, as '#336699': the fullest of the few that it can be reduced to."""
    few = image.resize((32, 32), Image.Resampling.BOX).quantize(6, Image.Quantize.MEDIANCUT)
    counts: list[tuple[int, int]] = few.getcolors()  # type: ignore[assignment]
    _count, index = max(counts)
    red, green, blue = (few.getpalette() or [])[3 * index : 3 * index + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"
