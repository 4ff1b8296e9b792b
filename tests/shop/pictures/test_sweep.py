"""What nobody shows goes after a day; what anything shows stays, and so does what may still come to be shown."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.utils import timezone

from shop.orders.models import OrderLine
from shop.pictures.models import Picture
from shop.pictures.store import look_at, original_path, originals, store_picture
from shop.pictures.sweep import sweep_pictures
from tests.factories import a_picture, a_picture_file, a_post, a_product_image, an_order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media")]
NOW = timezone.now()
TOMORROW = NOW + timedelta(days=1, minutes=5)


def files_of(picture: Picture) -> tuple[int, bool]:
    """How many renditions there are, and whether the original is."""
    folder = f"pictures/{picture.digest[:2]}"
    names = default_storage.listdir(folder)[1] if default_storage.exists(folder) else []
    return sum(name.startswith(picture.digest[:24]) for name in names), originals().exists(original_path(picture.digest))


def on_a_product(picture: Picture) -> None:
    a_product_image(picture=picture)


def on_an_article(picture: Picture) -> None:
    a_post(cover=picture)


def in_an_order(picture: Picture) -> None:
    OrderLine.objects.filter(order=an_order()).update(picture=picture)


@pytest.mark.parametrize("use", [on_a_product, on_an_article, in_an_order])
def test_picture_in_use_stays(use: Callable[[Picture], None]) -> None:
    picture = a_picture()
    use(picture)
    sweep_pictures(at=TOMORROW + timedelta(days=400))
    assert (Picture.objects.filter(pk=picture.pk).count(), files_of(picture)) == (1, (3, True))


def test_picture_without_use_goes_after_a_day_with_its_files() -> None:
    picture = a_picture()
    Picture.objects.update(stored_at=NOW)
    assert sweep_pictures(at=NOW + timedelta(hours=23)) == 0
    assert (Picture.objects.count(), files_of(picture)) == (1, (3, True))
    assert sweep_pictures(at=TOMORROW) == 4
    assert (Picture.objects.count(), files_of(picture)) == (0, (0, False))


def test_picture_that_is_uploaded_again_has_another_day(at: datetime) -> None:
    upload = look_at(a_picture_file())
    store_picture(upload=upload, at=at)
    store_picture(upload=upload, at=at + timedelta(hours=20))
    sweep_pictures(at=at + timedelta(hours=30))
    assert Picture.objects.count() == 1


@pytest.mark.parametrize("name", ["{0}-60.jpg.a1b2c3d4.part", "{0}-60_Xy12abc.jpg", "notes.txt", "ffffffffffffffffffffffff-60.jpg"])
def test_leavings_of_a_crash_go_and_the_picture_beside_them_stays(name: str) -> None:
    picture = a_picture()
    a_product_image(picture=picture)
    path = default_storage.save(f"pictures/{picture.digest[:2]}/{name.format(picture.digest[:24])}", ContentFile(b"half"))
    assert (sweep_pictures(at=NOW), default_storage.exists(path)) == (0, True)
    assert (sweep_pictures(at=TOMORROW), default_storage.exists(path)) == (1, False)
    assert files_of(picture) == (3, True)


def test_upload_whose_form_was_never_saved_goes() -> None:
    digest = look_at(a_picture_file()).facts.digest
    originals().save(original_path(digest), ContentFile(b"never got a row"))
    assert sweep_pictures(at=TOMORROW) == 1
    assert not originals().exists(original_path(digest))


def test_picture_stored_while_the_sweep_looks_is_spared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of rows is older than the file: the row is asked for once more before anything goes."""
    upload = look_at(a_picture_file())
    path = original_path(upload.facts.digest)
    originals().save(path, ContentFile(upload.content))
    os.utime(originals().path(path), (0, 0))
    modified = type(originals()).get_modified_time

    def meanwhile(self: Storage, name: str) -> datetime:
        found: datetime = modified(self, name)  # type: ignore[arg-type]
        store_picture(upload=upload, at=TOMORROW)
        return found

    monkeypatch.setattr(type(originals()), "get_modified_time", meanwhile)
    assert sweep_pictures(at=TOMORROW) == 0
    assert originals().exists(path)


def test_only_the_named_folders_are_looked_at() -> None:
    default_storage.save("pictures/aa/half.part", ContentFile(b"x"))
    assert sweep_pictures(at=TOMORROW, shards=["ab"]) == 0
    assert sweep_pictures(at=TOMORROW, shards=["aa", "ab"]) == 1
