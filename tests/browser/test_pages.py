"""Every page is usable by everyone: axe finds nothing, nothing scrolls sideways at 320 px, nothing breaks the policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page

from shop.catalog.models import Variant
from shop.stock.models import Stock
from tests.shop.storefront.test_bad_input import ADDRESS

PUBLIC = [
    "",
    "products/",
    "products/?category=apparel",
    "products/?category=none",
    "products/rouge-redstar-1-7/",
    "products/metallic-rouge-nektar-shirt/",
    "products/echo-vesper-1-7/",
    "products/naomi-ortmann-1-8/",
    "products/juno-brandt-1-8/",
    "series/",
    "series/metallic-rouge/",
    "characters/rouge-redstar/",
    "makers/",
    "makers/kurogane-works/",
    "lines/heavy-frame/",
    "scales/1-7/",
    "scales/1-4/",
    "sculptors/kazuma-idogawa/",
    "releases/",
    "releases/2031-05/",
    "blog/",
    "blog/metallic-rouge-post/",
    "cart/",
    "shipping/",
    "legal/imprint/",
    "legal/terms/",
    "legal/privacy/",
    "legal/withdrawal/",
    "legal/warranty/",
    "legal/accessibility/",
    "withdraw/",
    "nowhere/",
]
PERSONAL = ["cart/", "checkout/", "checkout/payment/", "checkout/review/"]
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}


def open_context(browser: Browser, shop: str, width: int, scheme: str):  # type: ignore[no-untyped-def]
    return browser.new_context(base_url=shop, viewport={"width": width, "height": 800}, color_scheme=scheme)


def check(page: Page, path: str, width: int) -> list[str]:
    """What is wrong with one page."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
    page.goto(path)
    found = [
        f"{path}: {v['id']} {[n['target'] for n in v['nodes']][:3]}"
        for v in Axe().run(page, options=OPTIONS).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth") > width:
        found.append(f"{path}: scrolls sideways at {width} px")
    return found + [f"{path}: {text}" for text in said]


def paths(language: str) -> list[str]:
    from blog.articles.models import Post

    slug = getattr(Post.objects.get(slug_de__startswith="metallic-rouge"), f"slug_{language}")
    return [f"/{language}/{path.replace('metallic-rouge-post', slug)}" for path in PUBLIC]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_public_pages_are_usable_by_everyone(browser: Browser, shop: str, language: str, width: int, scheme: str) -> None:
    Stock.objects.filter(variant__product__slug="naomi-ortmann-1-8").update(on_hand=0)
    context = open_context(browser, shop, width, scheme)
    page = context.new_page()
    found = [problem for path in paths(language) for problem in check(page, path, width)]
    context.close()
    assert found == []


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_cart_and_checkout_are_usable_by_everyone(browser: Browser, shop: str, language: str, width: int, scheme: str) -> None:
    client = Client()
    for slug in ("rouge-redstar-1-7", "echo-vesper-1-7"):
        variant = Variant.objects.get(product__slug=slug)
        client.post("/de/cart/lines/", {"variant": variant.pk, "quantity": "1"})
    client.post("/de/checkout/", {**ADDRESS, "delivery-country": "AT", "delivery-postcode": "1010"})
    client.post("/de/checkout/payment/", {"method": "bank_transfer"})
    context = open_context(browser, shop, width, scheme)
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": shop}])
    page = context.new_page()
    found = [problem for path in PERSONAL for problem in check(page, f"/{language}/{path}", width)]
    page.goto(f"/{language}/checkout/")
    page.locator("[name=delivery-postcode]").fill("x")
    page.locator("main form button[type=submit]").last.click()
    found += [f"form with an error: {v['id']}" for v in Axe().run(page, options=OPTIONS).response["violations"]]
    page.goto(f"/{language}/checkout/review/")
    page.locator("main form button[type=submit]").last.click()
    found += [f"order page: {v['id']}" for v in Axe().run(page, options=OPTIONS).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth") > width:
        found.append("the order page scrolls sideways")
    context.close()
    assert found == []


def test_axe_would_find_a_fault(browser: Browser, shop: str) -> None:
    """The control of the tests above: a picture without an alternative text and a grey text are found."""
    page = browser.new_page(base_url=shop)
    page.goto("/de/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=/x.png><button></button>')")
    found = {violation["id"] for violation in Axe().run(page, options=OPTIONS).response["violations"]}
    page.close()
    assert {"image-alt", "button-name"} <= found
