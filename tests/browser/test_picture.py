"""A picture: the best format that the browser knows, the first one at once, the others late, and its color until it has come."""

from playwright.sync_api import Page

from shop.catalog.models import Product
from tests.factories import a_product_image, a_waiting_picture

FACTS = """() => [...document.querySelectorAll('.gallery img, .card img')].map((image) => ({
    source: image.currentSrc.split(/[-/]/).at(-1), color: getComputedStyle(image).backgroundColor,
    priority: image.fetchPriority, loading: image.loading, width: Math.round(image.getBoundingClientRect().width),
    height: Math.round(image.getBoundingClientRect().height), natural: image.naturalWidth,
}))"""


def test_picture_loads_small_first_and_in_the_best_format(page: Page, shop: str) -> None:
    product = Product.objects.get(slug="rouge-redstar-1-7")
    waiting = a_product_image(product=product, picture=a_waiting_picture(size=(800, 1000), color="#00ff88"), position=99)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{shop}/de/products/{product.slug}/", wait_until="networkidle")
    images = page.evaluate(FACTS)
    first = images[0]
    assert (first["source"], first["color"], first["priority"], first["loading"]) == (
        "480.avif",
        "rgb(204, 17, 51)",
        "high",
        "auto",
    )
    assert [image["priority"] for image in images if image["priority"] == "high"] == ["high"]
    assert {image["loading"] for image in images[1:]} == {"lazy"}
    thumb = page.locator(f".gallery__thumbs img[alt='{waiting.alt_de}']")
    thumb.scroll_into_view_if_needed()
    box = thumb.bounding_box()
    assert box is not None
    assert abs(box["width"] / box["height"] - 4 / 5) < 0.05
    assert thumb.evaluate("image => getComputedStyle(image).backgroundColor") == "rgb(0, 255, 136)"
    assert thumb.evaluate("image => image.complete && image.naturalWidth > 0")  # an empty area, not a broken picture
