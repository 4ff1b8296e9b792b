"""Pictures of a shop that kept three WebP files of each: the widest becomes the original of what the worker makes anew."""

import io
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import Image

from shop.pictures.models import Picture
from shop.pictures.store import original_path, originals
from shop.worker.round import do_round
from tests.shop.test_migrations import migrate

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, AFTER = [("shop", "0010_popular_goods")], [("shop", "0011_renditions")]
KEPT, LOST = "ab" * 32, "cd" * 32


@pytest.fixture(autouse=True)
def _back_to_the_newest() -> Iterator[None]:
    yield
    call_command("migrate", verbosity=0)


def webp(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "#336699").save(buffer, "WEBP")
    return buffer.getvalue()


def test_pictures_are_carried_over_to_the_worker() -> None:
    old = migrate(BEFORE).get_model("shop", "Picture")
    for digest in (KEPT, LOST):
        old.objects.create(digest=digest, width=1000, height=500, color="#336699")
    for width in (240, 480, 960):
        default_storage.save(f"pictures/{KEPT}-{width}.webp", ContentFile(webp(width, width // 2)))
    migrate(AFTER)
    call_command("migrate", verbosity=0)
    with originals().open(original_path(KEPT)) as file:
        assert file.read() == webp(960, 480)
    assert not originals().exists(original_path(LOST))
    do_round(at=datetime.fromisoformat("2100-01-01T00:00:00+00:00"))
    widths = [240, 480, 720, 960]
    assert list(Picture.objects.order_by("digest").values_list("digest", "width", "height", "renditions")) == [
        (KEPT, 960, 480, {"avif": widths, "webp": widths, "jpeg": widths}),
        (LOST, 1000, 500, {}),
    ]
    assert default_storage.exists(f"pictures/{KEPT}-960.webp")  # pages that lie in a cache still show it
