"""The address that a page names for sites where it is shared."""

import io
import re

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings

from shop.catalog.models import Product
from shop.pictures import social_card
from shop.storefront import social_cards
from tests.factories import LONG_AGO, a_picture, a_post, a_product, a_product_image, a_shop, a_variant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings: Settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def product() -> Product:
    a_shop()
    product = a_product(slug="lumi", name_de="Lumi, groß", name_en="Lumi, large")
    a_variant(product=product)
    a_product_image(product=product)
    return product


def named(client: Client, path: str) -> str:
    """The path of the card that the page at `path` names."""
    found = re.search(r'property="og:image" content="https?://[^/]+([^"]+)"', client.get(path).content.decode())
    assert found is not None
    return found[1]


@pytest.mark.parametrize("language", ["de", "en"])
def test_product_has_a_card(client: Client, product: Product, language: str) -> None:
    response = client.get(named(client, f"/{language}/products/lumi/"))
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Image.open(io.BytesIO(response.content)).size == (1200, 630)


def test_article_has_a_card(client: Client) -> None:
    a_shop()
    a_post(slug_de="echo", published_at=LONG_AGO, cover=a_picture())
    response = client.get(named(client, "/de/blog/echo/"))
    assert (response.status_code, Image.open(io.BytesIO(response.content)).size) == (200, (1200, 630))


@pytest.mark.parametrize("path", ["/de/", "/en/series/"])
def test_other_pages_that_are_shared_have_the_shops_own(client: Client, path: str) -> None:
    a_shop()
    page = client.get(path).content.decode()
    assert "og:image" not in page or "/static/img/social-card.jpg" in page
    assert path != "/de/" or "/static/img/social-card.jpg" in page


def test_card_is_drawn_once(client: Client, product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    path = named(client, "/de/products/lumi/")
    first = client.get(path).content
    monkeypatch.setattr(social_card, "draw_card", lambda card: pytest.fail("drawn again"))
    assert client.get(path).content == first


def test_old_card_leads_to_the_new_one(client: Client, product: Product) -> None:
    old = named(client, "/de/products/lumi/")
    Product.objects.update(name_de="Lumi, noch größer")
    new = named(client, "/de/products/lumi/")
    assert new != old
    assert client.get(old).headers["Location"] == new


@pytest.mark.parametrize("path", ["/de/products/nobody/card-0123456789ab.jpg", "/de/blog/nobody/card-0123456789ab.jpg"])
def test_card_of_nothing_is_not_found(client: Client, path: str) -> None:
    a_shop()
    assert client.get(path).status_code == 404
    assert not default_storage.exists("cards")


def test_made_up_card_draws_nothing(client: Client, product: Product) -> None:
    for number in range(5):
        assert client.get(f"/de/products/lumi/card-{number:012x}.jpg").status_code == 302
    assert not default_storage.exists("cards")


def test_too_many_new_ones_lead_to_the_plain_picture(client: Client, product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(social_cards, "DRAWN", 1)
    picture = product.images.get().picture
    assert client.get(named(client, "/de/products/lumi/")).status_code == 200
    assert client.get(named(client, "/en/products/lumi/")).headers["Location"] == picture.url()
    product.images.all().delete()
    refused = client.get(named(client, "/en/products/lumi/"))
    assert (refused.status_code, refused["Retry-After"]) == (503, "60")
    assert client.get(named(client, "/de/products/lumi/")).status_code == 503


def test_price_is_not_on_the_card(client: Client, product: Product) -> None:
    """It would be wrong as soon as it is shared: another price is the same card."""
    path = named(client, "/de/products/lumi/")
    product.variants.update(price=1)
    assert named(client, "/de/products/lumi/") == path
