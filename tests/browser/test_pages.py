"""Every page and every state of it is usable by everyone: axe finds nothing, nothing scrolls sideways at 320 px, nothing breaks the policy.

Each page is loaded once in each language and looked at on a phone and on a desk, in the light and in the dark (`matrix.look`).
"""

from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from blog.articles.models import Post
from shop.catalog.models import Variant
from shop.stock.models import Stock
from tests.browser.matrix import LARGE_TEXT, faults_of_large_text, listen, look, open_context, violations
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
    "blog/archive/",
    "blog/series/metallic-rouge/",
    "blog/tags/its-tag/",
    "blog/authors/its-author/",
    "blog/its-month/",
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
FIGURE = "products/rouge-redstar-1-7/"


def paths(language: str) -> list[str]:
    """The addresses, with those of one article and of the lists in which it stands."""
    post = Post.objects.select_related("author").get(slug_de__startswith="metallic-rouge")
    its = {
        "metallic-rouge-post": getattr(post, f"slug_{language}"),
        "its-tag": post.tags.all()[0].slug,
        "its-author": post.author.slug,
        "its-month": f"{post.published_at:%Y/%m}",
    }
    return [f"/{language}/" + "/".join(its.get(part, part) for part in path.split("/")) for path in PUBLIC]


@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize("language", ["de", "en"])
def test_public_pages_are_usable_by_everyone(browser: Browser, shop: str, language: str, half: int) -> None:
    Stock.objects.filter(variant__product__slug="naomi-ortmann-1-8").update(on_hand=0)
    context = open_context(browser, shop)
    page = context.new_page()
    said = listen(page)
    found = []
    for path in paths(language)[half::2]:
        answer = page.goto(path)
        found += look(page, path)
        assert answer and answer.status == (404 if path.endswith("/nowhere/") else 200), path
    context.close()
    assert (found, said) == ([], [])


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_opens_on_a_page_is_usable_by_everyone(browser: Browser, shop: str, language: str) -> None:
    """The menu, the filters, the large view of a picture, a refused quantity, and the panel of the cart."""
    context = open_context(browser, shop, viewport={"width": 320, "height": 800})
    page = context.new_page()
    said = listen(page)
    page.goto(f"/{language}/")
    page.locator(".site-header__menu").click()
    found = look(page, "menu", widths=(320,))
    page.goto(f"/{language}/products/")
    page.locator(".listing__open").click()
    page.evaluate("document.querySelectorAll('.facet').forEach((fold) => (fold.open = true))")
    found += look(page, "filters", widths=(320,))
    page.goto(f"/{language}/{FIGURE}")
    page.locator("[data-enlarge]").click()
    page.keyboard.press("+")
    found += look(page, "large view")
    page.keyboard.press("Escape")
    page.locator("#quantity").fill("99")
    page.locator("#add-to-cart [type=submit]").click()
    expect(page.locator("#quantity-error")).to_be_visible()
    found += look(page, "refused quantity")
    page.locator("#quantity").fill("2")
    page.locator("#add-to-cart [type=submit]").click()
    expect(page.locator("dialog.cart-panel")).to_be_visible()
    found += look(page, "cart panel")
    context.close()
    assert (found, said) == ([], [])


@pytest.mark.parametrize("language", ["de", "en"])
def test_cart_and_checkout_are_usable_by_everyone(browser: Browser, shop: str, language: str) -> None:
    client = Client()
    for slug in ("rouge-redstar-1-7", "echo-vesper-1-7"):
        variant = Variant.objects.get(product__slug=slug)
        client.post("/de/cart/lines/", {"variant": variant.pk, "quantity": "1"})
    client.post("/de/checkout/", {**ADDRESS, "delivery-country": "AT", "delivery-postcode": "1010"})
    client.post("/de/checkout/payment/", {"method": "bank_transfer"})
    context = open_context(browser, shop)
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": shop}])
    page = context.new_page()
    said = listen(page)
    page.goto(f"/{language}/cart/")
    found = look(page, "cart")
    page.locator(".quantity-stepper__field").first.fill("99")
    page.keyboard.press("Enter")
    expect(page.locator("#quantity-error")).to_be_visible()
    page.locator(".cart-voucher summary").click()
    page.locator("#code").fill("NO-SUCH-CODE")
    page.keyboard.press("Enter")
    expect(page.locator("#code-error")).to_be_visible()
    found += look(page, "cart with errors")
    for step in ("payment", "review"):
        page.goto(f"/{language}/checkout/{step}/")
        found += look(page, step)
    page.goto(f"/{language}/checkout/")
    found += look(page, "address")
    page.locator("[name=delivery-postcode]").fill("x")
    page.locator("main form button[type=submit]").last.click()
    found += look(page, "address with an error")
    page.goto(f"/{language}/checkout/review/")
    page.locator("main form button[type=submit]").last.click()
    found += look(page, "order")
    context.close()
    assert (found, said) == ([], [])


def test_pages_for_what_went_wrong_are_usable_by_everyone(browser: Browser, shop: str) -> None:
    """They are read as they stand, without the rest of the shop."""
    broken = (Path(settings.BASE_DIR) / "templates" / "500.html").read_text(encoding="utf-8")
    context = open_context(browser, shop)
    page = context.new_page()
    found = []
    texts = {"500": broken, "503": render_to_string("503.html", {"sent": True}), "400": render_to_string("400.html")}
    page.route("**/went/*/", lambda route: route.fulfill(body=texts[route.request.url.split("/")[-2]], content_type="text/html"))
    for name in texts:
        page.goto(f"/went/{name}/")
        found += look(page, name)
    context.close()
    assert found == []


def test_axe_would_find_a_fault(page: Page, shop: str) -> None:
    """The control of the tests above: a picture without a text, a button without a name, two targets in one place, too wide a page."""
    page.goto(f"{shop}/de/")
    page.evaluate(
        """document.querySelector('main').insertAdjacentHTML('beforeend',
        '<img src=/x.png><button></button><p><a href=/a>x</a><a href=/b>y</a></p><hr width=2000>')"""
    )
    found = " ".join([*violations(page, "home"), *look(page, "home", widths=(320,))])
    assert [word for word in ("image-alt", "button-name", "target-size", "sideways") if word not in found] == []


def test_cut_text_would_be_found(page: Page, shop: str) -> None:
    """The control of the look at large text: a box that is too low, one that is too narrow, and a line that is too long for the window."""
    page.goto(f"{shop}/de/shipping/")
    page.set_viewport_size({"width": LARGE_TEXT, "height": 800})
    assert faults_of_large_text(page, "shipping") == []
    page.evaluate(
        """() => {
          const add = (name, rules) => {
            const box = document.createElement('p');
            box.className = name;
            box.textContent = 'Versandkostenfrei ab hundert Euro';
            Object.assign(box.style, { fontSize: '1rem', ...rules });
            document.querySelector('main').append(box);
          };
          add('low', { blockSize: '30px', overflow: 'hidden', whiteSpace: 'nowrap' });
          add('narrow', { inlineSize: '300px', overflowX: 'clip', whiteSpace: 'nowrap' });
          add('long', { inlineSize: '90rem' });
        }"""
    )
    assert faults_of_large_text(page, "shipping") == [
        "shipping: cuts its text at 200 %: low",
        "shipping: cuts its text at 200 %: narrow",
        "shipping: scrolls sideways with text at 200 %: 2920 px",
    ]
