"""What a page needs of a picture, from its row alone."""

import pytest
from pytest_django.fixtures import Settings

from shop.pictures.models import Picture, fitting_widths

DIGEST = "ab" * 32
NAME = "/media/pictures/ab/abababababababababababab"


def a_row(**fields: object) -> Picture:
    return Picture(**{"digest": DIGEST, "width": 500, "height": 250, "color": "#336699", **fields})


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (1, [1]),
        (240, [240]),
        (241, [240, 241]),
        (1000, [240, 480, 720, 1000]),
        (1600, [240, 480, 720, 1080, 1600]),
        (8000, [240, 480, 720, 1080, 1600]),
    ],
)
def test_no_rendition_is_wider_than_the_upload_or_than_any_page_needs(width: int, widths: list[int]) -> None:
    assert fitting_widths(width) == widths


def test_written_renditions_have_addresses() -> None:
    picture = a_row(renditions={"jpeg": [240, 500], "webp": [240, 500], "avif": [240, 500]})
    assert picture.srcset == f"{NAME}-240.jpg 240w, {NAME}-500.jpg 500w"
    assert picture.sources == [
        ("image/avif", f"{NAME}-240.avif 240w, {NAME}-500.avif 500w"),
        ("image/webp", f"{NAME}-240.webp 240w, {NAME}-500.webp 500w"),
    ]
    assert (picture.url(), picture.thumbnail, picture.size, picture.is_ready) == (
        f"{NAME}-500.jpg",
        f"{NAME}-240.jpg",
        (500, 250),
        True,
    )


def test_what_is_not_written_yet_is_not_named() -> None:
    picture = a_row(renditions={"jpeg": [240, 500]})
    assert (picture.sources, picture.url()) == ([], f"{NAME}-500.jpg")


def test_picture_without_renditions_is_an_empty_area_of_its_shape() -> None:
    picture = a_row()
    assert (picture.is_ready, picture.srcset, picture.sources) == (False, "", [])
    assert picture.url() == picture.thumbnail
    assert picture.url() == (
        "data:image/svg+xml,%3Csvg%20xmlns%3D%27http%3A//www.w3.org/2000/svg%27%20viewBox%3D%270%200%20500%20250%27/%3E"
    )


@pytest.mark.parametrize(
    ("color", "steps"), [("#000000", "r0 g0 b0"), ("#ffffff", "rf gf bf"), ("#336699", "r3 g6 b9"), ("#08097a", "r0 g1 b7")]
)
def test_color_is_said_in_three_classes(color: str, steps: str) -> None:
    assert a_row(color=color).tint == " ".join(["tint", *(f"tint--{step}" for step in steps.split())])


def test_address_is_the_storages_own(settings: Settings) -> None:
    settings.MEDIA_URL = "https://cdn.example/"
    assert a_row(renditions={"jpeg": [500]}).url() == "https://cdn.example/pictures/ab/abababababababababababab-500.jpg"
