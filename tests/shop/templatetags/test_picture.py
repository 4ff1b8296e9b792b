"""`components/picture.html`: what a browser is told of one picture."""

import pytest
from django.template.loader import render_to_string

from shop.pictures.models import Picture

READY = Picture(
    digest="ab" * 32,
    width=500,
    height=625,
    color="#336699",
    renditions={"jpeg": [240, 500], "webp": [240, 500], "avif": [240, 500]},
)
WAITING = Picture(digest="cd" * 32, width=500, height=625, color="#336699")


def drawn(picture: Picture, **more: object) -> str:
    return render_to_string("components/picture.html", {"picture": picture, "alt": "Lumi", "sizes": "10rem", **more})


def test_first_picture_is_fetched_at_once() -> None:
    text = drawn(READY, eager=True, boxed=True)
    assert 'fetchpriority="high"' in text
    assert ("loading=" in text, "auto" in text) == (False, False)


def test_other_pictures_load_late() -> None:
    text = drawn(READY)
    assert 'loading="lazy"' in text
    assert ("fetchpriority" in text, text.count('sizes="10rem"')) == (False, 3)


def test_browser_may_measure_the_place_where_the_style_gives_it_both_sizes() -> None:
    assert drawn(READY, boxed=True).count('sizes="auto, 10rem"') == 3


def test_formats_come_best_first_and_jpeg_last() -> None:
    text = drawn(READY)
    assert text.index("image/avif") < text.index("image/webp") < text.index("<img")
    assert 'width="500" height="625" alt="Lumi"' in text
    assert 'class="tint tint--r3 tint--g6 tint--b9"' in text


@pytest.mark.parametrize("eager", [True, False])
def test_picture_that_waits_has_its_shape_and_color_and_asks_for_nothing(eager: bool) -> None:
    text = drawn(WAITING, eager=eager)
    assert ("srcset" in text, "/media/" in text, "<source" in text) == (False, False, False)
    assert 'src="data:image/svg+xml,' in text
    assert 'width="500" height="625" alt="Lumi"' in text
