"""Sitemaps and robots.txt."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.db.models import Model
from django.test import Client
from pytest_django.fixtures import Settings

from config.urls import EVERYTHING
from shop.catalog.models import Product
from shop.pricing.models import PriceChange
from shop.storefront import sitemap
from tests.factories import AT, a_post, a_product, a_product_image, a_release, a_series, a_shop, a_variant

pytestmark = pytest.mark.django_db
HOST = "http://127.0.0.1:8000"
NS = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
}


def body(client: Client, path: str) -> ET.Element:
    response = client.get(path)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/xml; charset=utf-8")
    return ET.fromstring(response.getvalue())


def urls(client: Client, section: str) -> list[str]:
    return [loc.text.removeprefix(HOST) for loc in body(client, f"/sitemaps/{section}.xml").findall("s:url/s:loc", NS) if loc.text]


def chunk_of(thing: Model) -> int:
    """PostgreSQL counts its keys on from test to test."""
    return int(thing.pk) // sitemap.CHUNK


def test_index_names_a_chunk_of_each_section_that_has_something(client: Client) -> None:
    product = a_product(series=a_series())
    assert product.series is not None
    found = [loc.text for loc in body(client, "/sitemap.xml").findall("s:sitemap/s:loc", NS)]
    things = {"products": product, "series": product.series, "makers": product.manufacturer}
    names = ["pages-0", "releases-0", *(f"{section}-{chunk_of(thing)}" for section, thing in things.items())]
    assert found == [f"{HOST}/sitemaps/{name}.xml" for name in names]
    for url in found:
        if url and "releases" not in url:
            body(client, url.removeprefix(HOST))


def test_product_stands_there_in_both_languages_with_pictures_and_change(client: Client) -> None:
    product = a_product(slug="lumi", added_at=AT - timedelta(days=9))
    image = a_product_image(product=product)
    variant = a_variant(product=product, since=AT - timedelta(days=9))
    PriceChange.objects.create(variant=variant, cents=1, valid_from=AT - timedelta(days=2))
    PriceChange.objects.create(variant=variant, cents=2, valid_from=AT + timedelta(days=20_000))
    a_product(is_published=False)
    rows = body(client, f"/sitemaps/products-{chunk_of(product)}.xml").findall("s:url", NS)
    assert [row.findtext("s:loc", namespaces=NS) for row in rows] == [f"{HOST}/{code}/products/lumi/" for code in ("de", "en")]
    for row in rows:
        alternates = {link.get("hreflang"): link.get("href") for link in row.findall("x:link", NS)}
        assert alternates == {
            "de": f"{HOST}/de/products/lumi/",
            "en": f"{HOST}/en/products/lumi/",
            "x-default": f"{HOST}/en/products/lumi/",
        }
        assert [loc.text for loc in row.findall("i:image/i:loc", NS)] == [f"{HOST}{image.picture.url()}"]
        assert row.findtext("s:lastmod", namespaces=NS) == (AT - timedelta(days=2)).isoformat()


def test_articles_that_readers_see_stand_there(client: Client) -> None:
    post = a_post(slug_de="gut", slug_en="good")
    a_post(is_draft=True), a_post(published_at=AT + timedelta(days=20_000))
    assert urls(client, f"articles-{chunk_of(post)}") == ["/de/blog/gut/", "/en/blog/good/"]


def test_entities_without_goods_and_months_without_releases_do_not(client: Client) -> None:
    series = a_series(slug="mine")
    a_series(slug="empty"), a_product(series=series)
    assert urls(client, f"series-{chunk_of(series)}") == ["/de/series/mine/", "/en/series/mine/"]
    assert client.get("/sitemaps/releases-0.xml").status_code == 404
    a_release(released_on=AT.date().replace(year=2098), deliver_by=None)
    assert urls(client, "releases-0") == ["/de/releases/2098-11/", "/en/releases/2098-11/"]


def test_every_address_of_the_pages_is_there(client: Client) -> None:
    a_shop()
    for path in urls(client, "pages-0"):
        assert (path, client.get(path).status_code) == (path, 200)


def test_chunks_are_ranges_of_keys(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "CHUNK", 2)
    goods = [a_product(slug=f"p-{n}") for n in range(5)]
    Product.objects.filter(pk=goods[0].pk).update(is_published=False)
    kept = [product for product in goods if product.pk != goods[0].pk]
    chunks = EVERYTHING["products"].chunks()
    assert chunks == sorted({product.pk // 2 for product in kept})
    found = [path for chunk in chunks for path in urls(client, f"products-{chunk}")]
    assert found == [f"/{code}/products/{product.slug}/" for product in kept for code in ("de", "en")]


@pytest.mark.parametrize("rows", [1, 3])
def test_costs_two_queries_more_only_for_pictures(client: Client, rows: int, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    goods = [a_product() for _ in range(rows)]
    for product in goods:
        a_product_image(product=product)
    path = f"/sitemaps/products-{goods[0].pk // sitemap.CHUNK}.xml"
    with django_assert_num_queries(3):  # products, images, pictures
        assert len(body(client, path)) == 2 * rows


@pytest.mark.parametrize(
    "name", ["nothing-0", "products-99999", "products-99999999999999999999999", "products", "products--1", "products-٣", "pages-1"]
)
def test_what_is_no_sitemap_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/sitemaps/{name}.xml").status_code == 404


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/sitemaps/pages-0.xml"])
def test_they_are_read_and_never_written(client: Client, path: str) -> None:
    assert [client.get(path).status_code, client.head(path).status_code, client.post(path).status_code] == [200, 200, 405]


def test_robots_names_the_sitemap_and_keeps_out_of_personal_pages(client: Client, settings: Settings) -> None:
    settings.SITE_URL = "https://shop.example"
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /*/cart/", "Disallow: /*/checkout/", "Disallow: /*/orders/", "Disallow: /*/search/"} <= set(lines)
    assert "Sitemap: https://shop.example/sitemap.xml" in lines
