"""The shop's icons, for tabs, home screens and app lists."""

import io

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

IMAGES = settings.BASE_DIR / "static" / "img"


def opened(name: str) -> Image.Image:
    return Image.open(io.BytesIO((IMAGES / name).read_bytes()))


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("apple-touch-icon.png", (180, 180)),
        ("icon-192.png", (192, 192)),
        ("icon-512.png", (512, 512)),
        ("icon-maskable-512.png", (512, 512)),
        ("social-card.jpg", (1200, 630)),
    ],
)
def test_icon_has_its_size(name: str, size: tuple[int, int]) -> None:
    assert opened(name).size == size


def test_favicon_holds_three_sizes() -> None:
    assert opened("favicon.ico").info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_maskable_icon_keeps_its_star_within_the_safe_circle() -> None:
    """Android may cut off all that lies outside of a circle of 80 %."""
    image = opened("icon-maskable-512.png").convert("RGB")
    outside = [
        (x, y) for x in range(512) for y in range(512) if (x - 255.5) ** 2 + (y - 255.5) ** 2 > (0.4 * 512) ** 2
        and image.getpixel((x, y)) != (0xFB, 0xF8, 0xF4)
    ]  # fmt: skip
    assert outside == []


def test_manifest_names_icons_that_there_are(client: Client) -> None:
    response = client.get("/site.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    facts = response.json()
    assert (facts["name"], facts["start_url"]) == ("Sternregal", "/")
    for icon in facts["icons"]:
        width, _x, height = icon["sizes"].partition("x")
        assert opened(icon["src"].rpartition("/")[2]).size == (int(width), int(height))


@pytest.mark.django_db
def test_page_names_its_icons(client: Client) -> None:
    page = client.get("/de/cart/").content.decode()
    assert [name for name in ("favicon.ico", "favicon.svg", "apple-touch-icon.png") if f"/static/img/{name}" not in page] == []
    assert 'rel="manifest" href="/site.webmanifest"' in page


def test_favicon_that_no_page_names_is_found(client: Client) -> None:
    assert client.get("/favicon.ico").headers["Location"] == "/static/img/favicon.ico"
