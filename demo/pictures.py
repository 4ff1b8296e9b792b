"""Draw the demo's pictures, each once, on all cores; what was drawn before is found again."""

import hashlib
import io
import json
import multiprocessing
import os
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from demo.drawings import Look, draw, draw_cover
from shop.pictures.models import SUFFIXES, Picture
from shop.pictures.render import write_renditions
from shop.pictures.store import Facts, look_at, original_path, originals

WIDTH = 960  # pixels
AT_ONCE = ("webp", "jpeg")  # AVIF takes longer than both together; the worker makes it while people look at the shop


@dataclass(frozen=True)
class Job:
    """One picture to draw: of goods (`kind`, `view`) or the cover of an article (`kind` 'cover', `view` its motif)."""

    kind: str
    view: str
    seed: int
    looks: tuple[Look, ...]

    @property
    def key(self) -> str:
        """Names the picture; another drawing code makes another one."""
        text = json.dumps([self.kind, self.view, self.seed, [asdict(look) for look in self.looks], art_version()])
        return hashlib.sha256(text.encode()).hexdigest()


def seed_of(name: str) -> int:
    """A seed that is the same on every machine, as `hash()` is not."""
    return zlib.crc32(name.encode())


@cache
def art_version() -> str:
    """Changes when the drawing code does."""
    files = sorted((Path(__file__).parent / "drawings").glob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _draw(job: Job) -> Facts:
    if job.kind == "cover":
        image = draw_cover(job.looks, motif=job.view, seed=job.seed, width=WIDTH)
    else:
        image = draw(job.kind, job.looks[0], seed=job.seed, view=job.view, width=WIDTH)
    return take_in(image)


def take_in(image: Image.Image) -> Facts:
    """`image` stored as if it had been uploaded as a JPEG, with the quick renditions; touches no database."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=95)
    facts = look_at(buffer.getvalue()).facts
    originals().save(original_path(facts.digest), ContentFile(buffer.getvalue()))
    return replace(facts, renditions=write_renditions(image, digest=facts.digest, codecs=AT_ONCE))


def plain_picture(color: str, width: int = 480) -> Facts:
    """A picture of one color with all its renditions, for tests and measurements."""
    image = Image.new("RGB", (width, width * 5 // 4), color)
    digest = hashlib.sha256(f"{color}{width}".encode()).hexdigest()
    return Facts(digest, image.width, image.height, color, write_renditions(image, digest=digest, codecs=SUFFIXES))


def _cache_file() -> Path:
    return Path(settings.MEDIA_ROOT).parent / "demo-pictures.json"


def _read_cache() -> dict[str, Facts]:
    try:
        known = json.loads(_cache_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    try:
        facts = {key: Facts(**values) for key, values in known.items()}
    except TypeError:
        return {}  # written by another version
    return {key: fact for key, fact in facts.items() if _is_stored(fact)}


def _is_stored(facts: Facts) -> bool:
    picture = Picture(**asdict(facts))
    return originals().exists(original_path(facts.digest)) and default_storage.exists(picture.path(picture.widths[0]))


def draw_all(jobs: list[Job], *, progress: Callable[[Iterator[Job]], Iterator[Job]]) -> dict[Job, Facts]:
    """The facts of every job's picture; `progress` wraps the jobs as they are done, to show a bar."""
    cache = _read_cache()
    missing = [job for job in dict.fromkeys(jobs) if job.key not in cache]
    if missing:
        context = multiprocessing.get_context("fork")  # the children need Django's settings, not its start-up again
        with ProcessPoolExecutor(os.cpu_count(), mp_context=context) as pool:
            futures = {pool.submit(_draw, job): job for job in missing}

            def done() -> Iterator[Job]:
                for future in as_completed(futures):
                    job = futures[future]
                    cache[job.key] = future.result()
                    yield job

            for _job in progress(done()):
                pass
        _cache_file().parent.mkdir(parents=True, exist_ok=True)
        _cache_file().write_text(json.dumps({key: asdict(facts) for key, facts in cache.items()}), encoding="utf-8")
    return {job: cache[job.key] for job in jobs}
