"""Pictures from outside are decoded, made upright, stripped and written anew; anything else is refused."""

import io
import struct
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from shop.pictures.decode import MAX_BYTES, NotAPicture, decode, glance
from tests.factories import a_picture_file

UNREADABLE = "This is not a picture that can be read. Please choose a JPEG, PNG, WebP or AVIF file."
TOO_MANY_PIXELS = "The picture has more than 40 megapixels."
RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)
ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825
FORMATS = ["JPEG", "PNG", "WEBP", "AVIF"]


HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


@cache
def lying_photo(format: str = "PNG", orientation: int = 6) -> bytes:  # noqa: A002
    """Red on the left and blue on the right as stored, to be turned as `orientation` says; it knows who took it, and where."""
    image = Image.new("RGB", (40, 20), "#0000ff")
    image.paste("#ff0000", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, "Secret Maker"
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


# What the two colors of `lying_photo` are turned to: the size, where red is, where blue is.
TURNED = {
    1: ((40, 20), (5, 10), (35, 10)),
    2: ((40, 20), (35, 10), (5, 10)),
    3: ((40, 20), (35, 10), (5, 10)),
    4: ((40, 20), (5, 10), (35, 10)),
    5: ((20, 40), (10, 5), (10, 35)),
    6: ((20, 40), (10, 5), (10, 35)),
    7: ((20, 40), (10, 35), (10, 5)),
    8: ((20, 40), (10, 35), (10, 5)),
}


def _near(color: object, wanted: tuple[int, int, int], by: int = 12) -> bool:
    return all(abs(a - b) < by for a, b in zip(color, wanted, strict=True))  # type: ignore[call-overload]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_photo_is_made_upright(format: str, orientation: int) -> None:  # noqa: A002
    size, red, blue = TURNED[orientation]
    content = lying_photo(format, orientation)
    image = decode(content)
    assert (image.size, _near(image.getpixel(red), RED), _near(image.getpixel(blue), BLUE)) == (size, True, True)
    tiny, width, height = glance(content)
    assert ((width, height), tiny.size, _near(tiny.getpixel(red), RED)) == (size, size, True)


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_is_left_of_metadata(format: str) -> None:  # noqa: A002
    content = lying_photo(format)
    assert b"Secret Maker" in content
    image = decode(content)
    assert (image.info, dict(image.getexif())) == ({}, {})


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "YCbCr", "I;16"])
def test_every_kind_of_pixels_can_be_glanced_at(mode: str) -> None:
    format = {"CMYK": "JPEG", "YCbCr": "JPEG"}.get(mode, "PNG")  # noqa: A001
    buffer = io.BytesIO()
    Image.linear_gradient("L").convert(mode if mode != "I;16" else "I").convert(mode).save(buffer, format)
    tiny, *size = glance(buffer.getvalue())
    assert (tiny.mode, tiny.size, size, decode(buffer.getvalue()).size) == ("RGB", (64, 64), [256, 256], (256, 256))


def test_colors_of_a_wide_gamut_become_those_of_screens() -> None:
    """Reckoned by hand: gamma 2.2, Display P3 to sRGB (1.2249 -0.2247 0 / -0.0420 1.0420 0 / -0.0196 -0.0786 1.0979), its curve."""
    content = _in_display_p3((80, 160, 80))
    shown = decode(content).getpixel((0, 0))
    assert shown != (80, 160, 80)
    assert _near(shown, (33, 164, 67), by=3)
    assert _near(glance(content)[0].getpixel((0, 0)), (33, 164, 67))


def _in_display_p3(color: tuple[int, int, int]) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), color).save(buffer, "PNG", icc_profile=(HERE / "wide_gamut.icc").read_bytes())
    return buffer.getvalue()


@pytest.mark.parametrize("format", FORMATS)
def test_what_hangs_behind_the_picture_is_left_behind(format: str) -> None:  # noqa: A002
    """A file that is a picture and a page or an archive as well: only the pixels get in."""
    content = a_picture_file(format=format, color="#336699") + b"<script>alert(1)</script>PK\x05\x06" + b"\0" * 18
    image = decode(content)
    assert (image.size, _near(image.getpixel((0, 0)), (0x33, 0x66, 0x99)), image.info) == ((60, 40), True, {})


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


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_truncated_picture_is_refused(format: str, kept: float) -> None:  # noqa: A002
    image = Image.effect_noise((80, 60), 60)
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, format)
    content = buffer.getvalue()
    cut = content[: int(len(content) * kept)]
    for read in (decode, glance):
        with pytest.raises(NotAPicture, match=UNREADABLE):
            read(cut)
    assert glance(content)[1:] == (80, 60)  # the whole is fine


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # Pillow tells of each broken tag
@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of the strategy
@given(
    format=st.sampled_from(FORMATS),
    damage=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.sampled_from([0, 1, 127, 255])), max_size=20),
)
def test_damaged_picture_is_read_or_refused_and_nothing_else(format: str, damage: list[tuple[float, int]]) -> None:  # noqa: A002
    content = bytearray(lying_photo(format))
    for place, byte in damage:
        content[int(place * len(content))] = byte
    with suppress(NotAPicture):
        assert decode(bytes(content)).mode == "RGB"
    with suppress(NotAPicture):
        assert glance(bytes(content))[0].mode == "RGB"


@pytest.mark.parametrize(("width", "height"), [(8_000, 5_001), (20_000, 20_000), (1_000_000, 1_000_000)])
def test_bomb_is_refused_before_it_is_unpacked(width: int, height: int) -> None:
    content = _png_that_claims(width, height)
    assert len(content) < 100
    began = time.process_time()
    for read in (decode, glance):
        with pytest.raises(NotAPicture, match=TOO_MANY_PIXELS):
            read(content)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("size", [(16_001, 1), (1, 16_001)])
def test_endless_strip_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(NotAPicture, match=r"The picture is longer than 16,000 pixels\."):
        glance(a_picture_file(size=size))
    assert glance(a_picture_file(size=(16_000, 1)))[1:] == (16_000, 1)


def test_file_above_twenty_megabytes_is_refused() -> None:
    with pytest.raises(NotAPicture, match=r"The file is larger than 20 MB\."):
        decode(b"\0" * (MAX_BYTES + 1))


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


@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF"])
def test_animation_becomes_its_first_frame(format: str) -> None:  # noqa: A002
    frames = [Image.new("RGB", (8, 8), color) for color in ("#ff0000", "#0000ff")]
    buffer = io.BytesIO()
    frames[0].save(buffer, format, save_all=True, append_images=frames[1:])
    for image in (decode(buffer.getvalue()), glance(buffer.getvalue())[0]):
        assert _near(image.getpixel((0, 0)), RED)
