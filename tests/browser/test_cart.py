"""The cart follows its fields at once, loses no click, keeps the focus, and is the same without JavaScript."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from shop.cart.models import CartLine
from shop.catalog.models import Variant

MEANT = ("Failed to load resource", "htmx:", "Response Status Error")  # of answers that are refused or do not come


@pytest.fixture
def session(shop: str) -> str:
    """The cookie of a visitor with three different goods in the cart, one piece each."""
    client = Client()
    for slug in ("rouge-redstar-1-7", "metal-rouge-1-7", "echo-vesper-1-7"):
        client.post("/de/cart/lines/", {"variant": Variant.objects.get(product__slug=slug).pk, "quantity": "1"})
    return client.cookies["session"].value


def open_cart(browser: Browser, shop: str, session: str, *, scripts: bool) -> Page:
    context = browser.new_context(base_url=shop, java_script_enabled=scripts)
    context.add_cookies([{"name": "session", "value": session, "url": shop}])
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto("/de/cart/")
    return page


@pytest.fixture
def cart(browser: Browser, shop: str, session: str) -> Iterator[Page]:
    page = open_cart(browser, shop, session, scripts=True)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.evaluate("window.untouched = true")
    yield page
    assert page.evaluate("window.untouched") is True
    assert [text for text in said if not text.startswith(MEANT)] == []
    page.context.close()


def held() -> list[int]:
    return list(CartLine.objects.values_list("quantity", flat=True))


def test_quick_clicks_are_all_counted_and_the_focus_stays(cart: Page) -> None:
    more = cart.locator("[data-more]").first
    for _click in range(3):
        more.click()
    expect(cart.locator("#cart-news")).to_contain_text("6 Stück im Warenkorb")
    expect(cart.locator("cart-count .count")).to_have_text("6")
    assert (held(), cart.evaluate("document.activeElement.matches('.cart-line:first-child [data-more]')")) == ([4, 1, 1], True)


def test_click_while_the_answer_is_on_its_way_is_not_lost(cart: Page) -> None:
    def slowly(route) -> None:  # type: ignore[no-untyped-def]
        cart.wait_for_timeout(700)
        route.continue_()

    cart.route("**/cart/lines/*/", slowly, times=1)
    first, second = cart.locator("[data-more]").nth(0), cart.locator("[data-more]").nth(1)
    first.click()
    cart.wait_for_timeout(450)  # the first number is being sent
    first.click()
    second.click()
    expect(cart.locator("#cart-news")).to_contain_text("6 Stück im Warenkorb")
    expect(cart.locator("cart-count .count")).to_have_text("6")
    assert held() == [3, 2, 1]
    assert [cart.locator(".quantity-stepper__field").nth(place).input_value() for place in range(3)] == ["3", "2", "1"]


def test_removed_line_hands_the_focus_on_and_a_double_click_removes_one(cart: Page) -> None:
    cart.locator("[data-removal] button").nth(1).dblclick()
    expect(cart.locator("#cart-news")).to_contain_text("liegt nicht mehr in deinem Warenkorb. 2 Stück im Warenkorb")
    assert cart.evaluate("document.activeElement.matches('.cart-line:nth-child(2) [data-removal] button')") is True
    for left in (1, 0):
        cart.keyboard.press("Enter")
        expect(cart.locator(".cart-line")).to_have_count(left)
    expect(cart.locator("#cart-news")).to_contain_text("Dein Warenkorb ist leer.")
    assert (held(), cart.evaluate("document.activeElement.id")) == ([], "cart-title")
    expect(cart.locator("cart-count .count")).to_have_count(0)


def test_wrong_quantity_is_said_at_its_field_and_changes_nothing(cart: Page) -> None:
    field = cart.locator(".quantity-stepper__field").nth(1)
    field.fill("77")
    cart.keyboard.press("Enter")
    expect(cart.locator(".cart-line").nth(1).get_by_role("alert")).to_have_text("Bitte gib eine ganze Zahl von 1 bis 10 ein.")
    expect(field).to_be_focused()
    expect(field).to_have_value("77")
    assert held() == [1, 1, 1]
    field.fill("2")
    cart.keyboard.press("Enter")
    expect(cart.locator("#cart-news")).to_contain_text("4 Stück im Warenkorb")
    assert held() == [1, 2, 1]


def test_country_and_voucher_change_in_place(cart: Page) -> None:
    cart.locator("#country").select_option("AT")
    cart.locator("#country-change").click()
    expect(cart.locator("#cart-news")).to_contain_text("Stück im Warenkorb")
    expect(cart.locator("#country")).to_have_value("AT")
    expect(cart.locator("#country-change")).to_be_focused()
    cart.get_by_text("Gutschein einlösen").click()
    cart.locator("#code").fill("NO-SUCH-CODE")
    cart.keyboard.press("Enter")
    expect(cart.locator("#code-error")).to_be_visible()
    expect(cart.locator("#code")).to_be_focused()


def test_line_that_another_tab_took_out_is_said(cart: Page) -> None:
    CartLine.objects.filter(quantity=1).first().delete()  # type: ignore[union-attr]
    cart.locator("[data-removal] button").first.click()
    expect(cart.locator("#cart-news")).to_contain_text("Dieser Artikel liegt nicht mehr in deinem Warenkorb.")
    expect(cart.locator(".cart-line")).to_have_count(2)


def test_shop_that_does_not_answer_leaves_the_cart_as_it_stands(cart: Page) -> None:
    cart.route("**/cart/lines/*/removal/", lambda route: route.fulfill(status=503, body="<p>away</p>", content_type="text/html"))
    cart.locator("[data-removal] button").first.click()
    expect(cart.locator("live-cart > [role=alert]")).to_contain_text("Der Shop hat nicht geantwortet.")
    expect(cart.locator(".cart-line")).to_have_count(3)
    cart.unroute("**/cart/lines/*/removal/")
    cart.locator("[data-removal] button").first.click()
    expect(cart.locator(".cart-line")).to_have_count(2)
    expect(cart.locator("live-cart > [role=alert]")).to_be_hidden()


def test_cart_without_javascript(browser: Browser, shop: str, session: str) -> None:
    page = open_cart(browser, shop, session, scripts=False)
    page.locator(".quantity-stepper__field").first.fill("3")
    page.get_by_role("button", name="Aktualisieren").first.click()
    expect(page.locator(".quantity-stepper__field").first).to_have_value("3")
    page.locator("[data-removal] button").last.click()
    expect(page.locator("main")).to_contain_text("liegt nicht mehr in deinem Warenkorb.")
    assert held() == [3, 1]
    page.context.close()
