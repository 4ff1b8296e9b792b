"""What the worker makes of an upload: three formats, five widths, recorded when the last one is written."""

import io
import multiprocessing
import signal
from datetime import datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image
from pytest_django.fixtures import Settings

from shop.alerts.models import Alert
from shop.jobs.models import Job
from shop.pictures import render
from shop.pictures.models import Picture
from shop.pictures.render import render_picture, write_renditions
from shop.pictures.store import look_at, original_path, originals, store_picture
from shop.pictures.sweep import sweep_pictures
from shop.worker.round import do_round
from tests.factories import a_picture_file, a_waiting_picture
from tests.shop.pictures.memory_bucket import MemoryBucket
from tests.shop.pictures.test_decode import FORMATS, lying_photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media")]
NAMES = {"avif": "AVIF", "webp": "WEBP", "jpeg": "JPEG"}


def opened(picture: Picture, width: int, codec: str = "jpeg") -> Image.Image:
    with default_storage.open(picture.path(width, codec)) as file:
        image = Image.open(io.BytesIO(file.read()))
        image.load()
    return image


def test_picture_is_written_in_three_formats_and_five_widths(at: datetime) -> None:
    picture = a_waiting_picture(size=(2000, 1000), color="#336699")
    render_picture(digest=picture.digest)
    picture.refresh_from_db()
    widths = [240, 480, 720, 1080, 1600]
    assert picture.renditions == {"avif": widths, "webp": widths, "jpeg": widths}
    for codec, name in NAMES.items():
        found = [opened(picture, width, codec) for width in widths]
        assert [(image.format, image.mode, image.size) for image in found] == [(name, "RGB", (w, w // 2)) for w in widths]
        middle = found[0].getpixel((120, 60))
        assert all(abs(a - b) < 6 for a, b in zip(middle, (0x33, 0x66, 0x99), strict=True))  # type: ignore[arg-type]
    assert len(default_storage.listdir(f"pictures/{picture.digest[:2]}")[1]) == 15


def test_picture_wider_than_high_to_the_extreme_keeps_one_row_of_pixels() -> None:
    picture = a_waiting_picture(size=(900, 1))
    render_picture(digest=picture.digest)
    assert opened(picture, 240).size == (240, 1)


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_written_tells_who_took_the_photo(format: str, at: datetime) -> None:  # noqa: A002
    picture = store_picture(upload=look_at(lying_photo(format)), at=at)
    render_picture(digest=picture.digest)
    for codec in NAMES:
        image = opened(picture, 20, codec)
        assert (image.size, dict(image.getexif()), image.info.get("icc_profile"), image.info.get("xmp")) == (
            (20, 40),
            {},
            None,
            None,
        )
        with default_storage.open(picture.path(20, codec)) as file:
            assert b"Secret Maker" not in file.read()


def test_worker_makes_it_and_only_once(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = a_waiting_picture()
    calls: list[str] = []
    written = write_renditions
    monkeypatch.setattr(render, "write_renditions", lambda *args, **more: calls.append("once") or written(*args, **more))
    do_round(at=at)
    render_picture(digest=picture.digest)
    picture.refresh_from_db()
    assert (picture.is_ready, calls, Job.objects.get().done_at) == (True, ["once"], at)


def test_formats_that_are_there_are_not_made_again(at: datetime) -> None:
    picture = a_waiting_picture()
    Picture.objects.update(renditions={"jpeg": [60], "webp": [60]})
    render_picture(digest=picture.digest)
    picture.refresh_from_db()
    assert picture.renditions == {"jpeg": [60], "webp": [60], "avif": [60]}
    assert [name.rpartition(".")[2] for name in default_storage.listdir(f"pictures/{picture.digest[:2]}")[1]] == ["avif"]


def test_lost_original_is_told_to_staff_and_shows_nothing(at: datetime) -> None:
    picture = a_waiting_picture()
    originals().delete(original_path(picture.digest))
    for hours in range(6):
        do_round(at=at + timedelta(hours=hours))
    picture.refresh_from_db()
    assert (picture.renditions, Alert.objects.get().reference) == ({}, picture.digest)


def test_picture_that_is_gone_is_left_alone() -> None:
    render_picture(digest="0" * 64)
    assert not default_storage.exists("pictures")


@pytest.mark.parametrize("file", [1, 2, 7, 14, 15])
def test_failure_at_any_file_shows_nothing_and_the_next_try_makes_all(
    file: int, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = a_waiting_picture(size=(2000, 1000))
    save, count = default_storage.save, iter(range(1, 100))

    def full_disk(name: str, content: object) -> str:
        if next(count) == file:
            raise OSError("No space left on device")
        return save(name, content)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(default_storage, "save", full_disk)
        do_round(at=at)
    picture.refresh_from_db()
    assert (picture.renditions, "No space left" in Job.objects.get().last_error) == ({}, True)
    do_round(at=at + timedelta(minutes=5))
    picture.refresh_from_db()
    assert sorted(picture.renditions) == ["avif", "jpeg", "webp"]
    assert [opened(picture, width, codec).size for codec in NAMES for width in picture.widths]


def test_process_killed_between_two_files_leaves_whole_files_only(settings: Settings) -> None:
    settings.KILL_AT = "picture.after_file"
    image, digest = Image.new("RGB", (500, 250), "#336699"), "cd" * 32
    options = {"digest": digest, "codecs": NAMES}
    child = multiprocessing.get_context("fork").Process(target=write_renditions, args=(image,), kwargs=options)
    child.start()
    child.join(20)
    assert child.exitcode == -signal.SIGKILL
    picture = Picture(digest=digest, width=500, height=250)
    assert default_storage.listdir("pictures/cd")[1] == [picture.path(500, "avif").rpartition("/")[2]]
    settings.KILL_AT = ""
    write_renditions(image, **options)  # type: ignore[arg-type]
    assert len(default_storage.listdir("pictures/cd")[1]) == 9  # 240, 480 and 500 pixels
    assert opened(picture, 500, "avif").size == (500, 250)


def test_pictures_wait_for_mails_and_come_two_in_a_round(at: datetime) -> None:
    for color in ("#000001", "#000002", "#000003"):
        a_waiting_picture(color=color)
    assert do_round(at=at) == (0, 0)
    assert Job.objects.filter(done_at=None).count() == 1
    do_round(at=at)
    assert Job.objects.filter(done_at=None).count() == 0


def test_bucket_needs_nothing_but_djangos_own_interface(settings: Settings, at: datetime) -> None:
    bucket = {"BACKEND": "tests.shop.pictures.memory_bucket.MemoryBucket"}
    settings.STORAGES = {**settings.STORAGES, "default": bucket, "originals": bucket}
    now = timezone.now()
    picture = store_picture(upload=look_at(a_picture_file()), at=now)
    do_round(at=now)
    picture.refresh_from_db()
    assert picture.url() == f"https://bucket.example/pictures/{picture.digest[:2]}/{picture.digest[:24]}-60.jpg?signature=abc"
    files = default_storage.files  # type: ignore[attr-defined]
    assert (isinstance(default_storage._wrapped, MemoryBucket), len(files)) == (True, 3)
    assert sweep_pictures(at=now + timedelta(hours=23)) == 0
    assert sweep_pictures(at=now + timedelta(days=2)) == 4
    assert (files, originals().files, Picture.objects.count()) == ({}, {}, 0)  # type: ignore[attr-defined]
