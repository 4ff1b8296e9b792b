"""A product that dies leaves no way to buy it on any page or in any feed, by whatever it died of."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree, html

from blog.articles.parts import PostProduct
from shop.catalog.models import Product, Release, Variant
from shop.catalog.slug_redirect import keep_old_slug
from shop.stock.models import Stock
from tests.factories import a_post, a_product, a_product_image, a_release, a_series, a_shop, a_variant

pytestmark = pytest.mark.django_db
SURFACES = {
    "home": "/en/",
    "list": "/en/products/",
    "product": "/en/products/lumi/",
    "series": "/en/series/nullsektor/",
    "search": "/en/search/?q=Lumi",
    "article": "/en/blog/about/",
}
MERCHANT_FEED, ATOM, RSS = "/en/feeds/products.xml", "/en/blog/feed.xml", "/en/blog/rss.xml"


def unpublish(variant: Variant) -> None:
    Product.objects.filter(pk=variant.product_id).update(is_published=False)


def sell_last_piece(variant: Variant) -> None:
    Stock.objects.filter(variant=variant).update(on_hand=1, reserved=1)


def promise_last_piece(variant: Variant) -> None:
    Stock.objects.filter(variant=variant).update(preorder_limit=2, preordered=2)


def let_the_release_pass(variant: Variant) -> None:
    Release.objects.filter(variants=variant).update(released_on=timezone.localdate())


def lose_the_stock_row(variant: Variant) -> None:
    Stock.objects.filter(variant=variant).delete()


def on_the_shelf(product: Product) -> Variant:
    return a_variant(product=product)


def to_preorder(product: Product) -> Variant:
    day = timezone.localdate() + timedelta(days=60)
    return a_variant(
        product=product, on_hand=0, preorder_limit=3, release=a_release(product=product, released_on=day, deliver_by=day)
    )


DEATHS: list[tuple[Callable[[Product], Variant], Callable[[Variant], None]]] = [
    (on_the_shelf, unpublish),
    (on_the_shelf, sell_last_piece),
    (on_the_shelf, lose_the_stock_row),
    (to_preorder, unpublish),
    (to_preorder, promise_last_piece),
    (to_preorder, let_the_release_pass),
]


def offers(client: Client, url: str, variant: Variant) -> set[str]:
    """The ways in which a page says that `variant` can be bought: its button, or a card that calls it available."""
    response = client.get(url)
    if response.status_code == 404:
        return set()
    page = html.fromstring(response.content)
    found = set()
    fields = page.xpath(f"//form[contains(@action, '/cart/lines/')]//input[@name='variant'][@value='{variant.pk}'][not(@disabled)]")
    if fields:
        found.add("button")
    for words in page.xpath("//*[contains(@class, 'availability--') and not(contains(@class, 'availability--sold_out'))]"):
        boxes = [box for box in words.iterancestors() if box.xpath(".//a[contains(@href, '/products/lumi/')]")]
        if boxes and boxes[0].tag in {"article", "aside"}:
            found.add("card")
    return found


def merchant_says(client: Client, variant: Variant) -> str | None:
    content = b"".join(client.get(MERCHANT_FEED).streaming_content)  # type: ignore[arg-type]
    google = "{http://base.google.com/ns/1.0}"
    for item in etree.fromstring(content).iter("item"):
        if item.findtext(f"{google}id") == variant.sku:
            return item.findtext(f"{google}availability")
    return None


@pytest.fixture
def series() -> Product:
    a_shop()
    product = a_product(slug="lumi", name="Lumi", series=a_series(slug="nullsektor"), added_at=timezone.now())
    a_product_image(product=product)
    post = a_post(slug_en="about", body_en="<p>Before.</p><p>[[product:lumi]]</p><p>After.</p>")
    PostProduct.objects.create(post=post, product=product)
    return product


@pytest.mark.parametrize(("make", "kill"), DEATHS)
def test_killed_product_leaves_no_way_to_buy_it(
    client: Client, series: Product, make: Callable[[Product], Variant], kill: Callable[[Variant], None]
) -> None:
    variant = make(series)
    before = {name: offers(client, url, variant) for name, url in SURFACES.items()}
    assert {name for name, found in before.items() if found} == set(SURFACES)  # the control: each surface does offer what lives
    assert ("button" in before["article"], "button" in before["product"]) == (True, True)
    assert merchant_says(client, variant) in {"in_stock", "preorder"}
    assert all(b"/en/products/lumi/" in client.get(feed).content for feed in (ATOM, RSS))
    kill(variant)
    assert {name: offers(client, url, variant) for name, url in SURFACES.items()} == {name: set() for name in SURFACES}
    assert merchant_says(client, variant) in {None, "out_of_stock"}
    assert not any(b"/en/products/lumi/" in client.get(feed).content for feed in (ATOM, RSS))


@pytest.mark.parametrize(("make", "kill"), DEATHS)
def test_article_offers_what_stands_in_for_a_killed_product(
    client: Client, series: Product, make: Callable[[Product], Variant], kill: Callable[[Variant], None]
) -> None:
    heir = a_variant(product=a_product(series=series.series, slug="heir"))
    kill(make(series))
    page = client.get("/en/blog/about/").content.decode()
    body = html.fromstring(page).xpath("//*[contains(@class, 'inline-card')]//input[@name='variant']/@value")
    assert (body, "The product shown here before is gone." in page) == ([str(heir.pk)], True)
    assert all(b"/en/products/heir/" in client.get(feed).content for feed in (ATOM, RSS))


def test_button_of_a_card_that_died_while_the_page_was_open_says_so(client: Client, series: Product) -> None:
    variant = on_the_shelf(series)
    form = {"product": "lumi", "variant": variant.pk, "quantity": "1"}
    unpublish(variant)
    assert client.post("/en/cart/lines/", form).status_code == 404
    Product.objects.update(is_published=True)
    sell_last_piece(variant)
    response = client.post("/en/cart/lines/", form)
    assert (response.status_code, client.get("/en/visitor/").content.strip()) == (409, b"")


def test_renamed_product_keeps_its_card(client: Client, series: Product) -> None:
    variant = on_the_shelf(series)
    series.slug = "lumi-again"
    series.save()
    keep_old_slug(thing=series, old_slug="lumi")
    page = html.fromstring(client.get("/en/blog/about/").content)
    assert page.xpath("//form[contains(@class, 'inline-card')]//input[@name='variant']/@value") == [str(variant.pk)]
