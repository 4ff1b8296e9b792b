"""An upload is kept as it came, out of reach, and waits for the worker."""

import hashlib
from datetime import datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image

from shop.jobs.models import Job
from shop.pictures.decode import NotAPicture
from shop.pictures.models import SUFFIXES, Picture
from shop.pictures.store import dominant_color, look_at, original_path, originals, store_picture
from tests.factories import a_picture_file

pytestmark = pytest.mark.django_db


def test_upload_is_kept_and_waits_for_the_worker(at: datetime, own_media: None) -> None:
    content = a_picture_file(size=(1000, 500), color="#336699")
    picture = store_picture(upload=look_at(content), at=at)
    digest = hashlib.sha256(content).hexdigest()
    assert (picture.digest, picture.width, picture.height, picture.color) == (digest, 1000, 500, "#336699")
    assert (picture.renditions, picture.stored_at, default_storage.exists("pictures")) == ({}, at, False)
    with originals().open(original_path(digest)) as file:
        assert file.read() == content
    assert list(Job.objects.values_list("kind", "reference", "run_at")) == [("render_picture", digest, at)]


def test_same_file_twice_is_one_picture_and_one_job(at: datetime) -> None:
    upload, later = look_at(a_picture_file()), at + timedelta(days=3)
    assert store_picture(upload=upload, at=at) == store_picture(upload=upload, at=later)
    assert (Picture.objects.get().stored_at, Job.objects.get().run_at) == (later, at)


def test_picture_that_has_all_is_not_made_again(at: datetime) -> None:
    upload = look_at(a_picture_file())
    store_picture(upload=upload, at=at)
    Picture.objects.update(renditions={codec: [60] for codec in SUFFIXES})
    Job.objects.all().delete()
    store_picture(upload=upload, at=at)
    assert not Job.objects.exists()


def test_what_is_no_picture_leaves_no_trace(own_media: None) -> None:
    with pytest.raises(NotAPicture):
        look_at(b"<svg/>")
    assert (Picture.objects.count(), Job.objects.count(), originals().exists("")) == (0, 0, False)


def test_originals_have_no_address(client: Client, at: datetime) -> None:
    digest = store_picture(upload=look_at(a_picture_file()), at=at).digest
    with pytest.raises(ValueError, match="no address"):
        originals().url(original_path(digest))
    assert client.get(f"/media/{original_path(digest)}").status_code == 404


def test_dominant_color_is_the_one_that_most_of_the_picture_has() -> None:
    image = Image.new("RGB", (100, 100), "#336699")
    image.paste("#ff0000", (0, 0, 100, 30))
    assert dominant_color(image) == "#336699"
    image.paste("#ff0000", (0, 0, 100, 80))
    assert dominant_color(image) == "#ff0000"
