"""Pictures from outside are decoded, made upright, stripped and written anew; anything else is refused."""

import hashlib
import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms
from pytest_django.fixtures import Settings

from shop.pictures.models import Picture
from shop.pictures.store import MAX_BYTES, NotAPicture, decode, store_picture
from tests.factories import a_picture_file

UNREADABLE = "This is not a picture that can be read. Please choose a JPEG, PNG, WebP or AVIF file."
TOO_MANY_PIXELS = "The picture has more than 40 megapixels."
RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)
ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


@pytest.fixture(autouse=True)
def _own_media_in_english(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    with override("en"):
        yield


@cache
def _lying_photo(format: str = "PNG") -> bytes:  # noqa: A002
    """Red on the left and blue on the right as stored, to be turned right by 90 degrees; it knows who took it, and where."""
    image = Image.new("RGB", (40, 20), "#0000ff")
    image.paste("#ff0000", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = 6, "Secret Maker"
    exif.get_ifd(GPS).update({1: "N", 2: (51.0, 20.0, 10.0)})
    buffer = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image.save(buffer, format, exif=exif, icc_profile=profile)
    return buffer.getvalue()


def _png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that say they are a huge picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def _rendition(picture: Picture, width: int) -> Image.Image:
    with default_storage.open(picture.path(width)) as file:
        image = Image.open(io.BytesIO(file.read()))
        image.load()
    return image


@pytest.mark.django_db
def test_picture_is_stored_in_every_width_that_fits() -> None:
    content = a_picture_file(size=(1000, 500), color="#336699")
    picture = store_picture(content=content)
    digest = hashlib.sha256(content).hexdigest()
    assert (picture.digest, picture.width, picture.height, picture.color) == (digest, 1000, 500, "#336699")
    assert sorted(default_storage.listdir("pictures")[1]) == sorted(f"{digest}-{width}.webp" for width in (240, 480, 960))
    images = [_rendition(picture, width) for width in picture.widths]
    assert [(image.format, image.size) for image in images] == [("WEBP", (240, 120)), ("WEBP", (480, 240)), ("WEBP", (960, 480))]


@pytest.mark.django_db
def test_small_picture_is_stored_once_in_its_own_width() -> None:
    picture = store_picture(content=a_picture_file(size=(60, 40)))
    assert (picture.widths, _rendition(picture, 60).size) == ([60], (60, 40))
    assert picture.srcset == f"{picture.url()} 60w"
    assert picture.url() == f"/media/pictures/{picture.digest}-60.webp"


@pytest.mark.django_db
def test_extremely_wide_picture_keeps_one_row_of_pixels() -> None:
    picture = store_picture(content=a_picture_file(size=(900, 1)))
    assert _rendition(picture, 240).size == (240, 1)


@pytest.mark.django_db
def test_same_file_twice_is_one_picture() -> None:
    content = a_picture_file()
    assert store_picture(content=content) == store_picture(content=content)
    assert Picture.objects.count() == 1
    assert len(default_storage.listdir("pictures")[1]) == 1


def test_rotated_photo_is_made_upright() -> None:
    upright = decode(_lying_photo())
    assert (upright.size, upright.getpixel((10, 0)), upright.getpixel((10, 39))) == ((20, 40), RED, BLUE)


@pytest.mark.django_db
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_metadata_is_gone_from_what_is_stored(format: str) -> None:  # noqa: A002
    content = _lying_photo(format)
    assert b"Secret Maker" in content
    picture = store_picture(content=content)
    with default_storage.open(picture.path(20)) as file:
        stored = file.read()
    image = Image.open(io.BytesIO(stored))
    assert (image.size, dict(image.getexif()), image.info.get("icc_profile")) == ((20, 40), {}, None)
    assert b"Secret Maker" not in stored


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7\n",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        b"PK\x03\x04",
        a_picture_file(format="GIF"),
        a_picture_file(format="TIFF"),
        a_picture_file(format="BMP"),
    ],
    ids=["empty", "gif-bytes", "svg", "html", "pdf", "eps", "zip", "gif", "tiff", "bmp"],
)
def test_anything_else_under_a_pictures_name_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPicture, match=UNREADABLE):
        decode(content)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_truncated_picture_is_refused(format: str, kept: float) -> None:  # noqa: A002
    image = Image.effect_noise((80, 60), 60)
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, format)
    content = buffer.getvalue()
    with pytest.raises(NotAPicture, match=UNREADABLE):
        decode(content[: int(len(content) * kept)])


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # Pillow tells of each broken tag
@given(
    format=st.sampled_from(["JPEG", "PNG", "WEBP", "AVIF"]),
    damage=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.sampled_from([0, 1, 127, 255])), max_size=20),
)
def test_damaged_picture_is_read_or_refused_and_nothing_else(format: str, damage: list[tuple[float, int]]) -> None:  # noqa: A002
    content = bytearray(_lying_photo(format))
    for place, byte in damage:
        content[int(place * len(content))] = byte
    with suppress(NotAPicture):
        assert decode(bytes(content)).mode == "RGB"


@pytest.mark.parametrize(("width", "height"), [(8_000, 5_001), (20_000, 20_000), (1_000_000, 1_000_000)])
def test_bomb_is_refused_before_it_is_unpacked(width: int, height: int) -> None:
    content = _png_that_claims(width, height)
    assert len(content) < 100
    with pytest.raises(NotAPicture, match=TOO_MANY_PIXELS):
        decode(content)


def test_file_above_twenty_megabytes_is_refused() -> None:
    with pytest.raises(NotAPicture, match=r"The file is larger than 20 MB\."):
        decode(b"\0" * (MAX_BYTES + 1))


@pytest.mark.django_db
def test_refused_picture_leaves_no_trace() -> None:
    with pytest.raises(NotAPicture):
        store_picture(content=b"<svg/>")
    assert (Picture.objects.count(), default_storage.exists("pictures")) == (0, False)


def test_picture_in_printers_colors_becomes_screen_colors() -> None:
    image = decode(a_picture_file(mode="CMYK", color=(0, 0, 0, 0), format="JPEG"))  # type: ignore[arg-type]
    assert (image.mode, image.getpixel((0, 0))) == ("RGB", WHITE)


@pytest.mark.parametrize(
    ("mode", "color", "shown"),
    [
        ("RGBA", (255, 0, 0, 0), WHITE),
        ("RGBA", (255, 0, 0, 255), RED),
        ("LA", (0, 0), WHITE),
        ("RGBA", (0, 0, 0, 51), (204, 204, 204)),
    ],
)
def test_transparent_picture_is_laid_on_white(mode: str, color: tuple[int, ...], shown: tuple[int, int, int]) -> None:
    image = decode(a_picture_file(mode=mode, color=color))  # type: ignore[arg-type]
    assert (image.mode, image.getpixel((0, 0))) == ("RGB", shown)


def test_picture_with_sixteen_bits_of_gray_keeps_its_gray() -> None:
    image = decode(a_picture_file(mode="I;16", color=0x8000))  # type: ignore[arg-type]
    assert (image.mode, image.getpixel((0, 0))) == ("RGB", (128, 128, 128))


def test_broken_color_profile_is_ignored() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4), "#ff0000").save(buffer, "PNG", icc_profile=b"no profile")
    assert decode(buffer.getvalue()).getpixel((0, 0)) == RED


def test_animation_becomes_its_first_frame() -> None:
    frames = [Image.new("RGB", (8, 8), color) for color in ("#ff0000", "#0000ff")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "PNG", save_all=True, append_images=frames[1:])
    assert decode(buffer.getvalue()).getpixel((0, 0)) == RED
