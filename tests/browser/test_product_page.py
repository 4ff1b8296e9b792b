"""The page of a product by hand and by key: its pictures, the large view, the quantity, and goods put into the cart in place."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from shop.cart.models import CartLine
from shop.stock.models import Stock

MEANT = ("Failed to load resource", "htmx:")  # what the browser and htmx say of an answer that is refused or does not come
FIGURE = "/de/products/rouge-redstar-1-7/"


@pytest.fixture
def product(page: Page, shop: str) -> Iterator[Page]:
    """The figure's page; what the browser complains about fails the test, but for the answers that are meant."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.set_default_timeout(10_000)
    page.goto(shop + FIGURE)
    yield page
    assert [text for text in said if not text.startswith(MEANT)] == []


def seen_view(page: Page) -> int:
    """Which of the pictures stands in the gallery, counted from one."""
    return page.evaluate(
        "(() => { const list = document.querySelector('[data-views]'); return Math.round(list.scrollLeft / list.clientWidth) + 1 })()"
    )


def settle(page: Page) -> None:
    page.wait_for_timeout(600)  # a smooth scroll has no end that can be asked for


def test_gallery_by_keyboard(product: Page) -> None:
    first = product.locator("[data-view]").first
    first.focus()
    product.keyboard.press("ArrowRight")
    product.keyboard.press("ArrowRight")  # at once: the second must count from where the first leads
    settle(product)
    assert (seen_view(product), product.locator("[data-thumb][aria-current]").count()) == (3, 1)
    assert product.evaluate("document.activeElement.closest('li').id") == "view-3"
    product.keyboard.press("End")
    settle(product)
    last = product.locator("[data-view]").count()
    assert seen_view(product) == last
    expect(product.locator(".gallery [data-controls] [data-next]")).to_be_disabled()
    product.keyboard.press("Home")
    settle(product)
    assert (seen_view(product), product.evaluate("document.activeElement.closest('li').id")) == (1, "view-1")
    expect(product.locator(".gallery [data-controls] [data-previous]")).to_be_disabled()
    assert product.locator("[data-view]:not([tabindex='-1'])").count() == 1  # one stop for Tab, however many pictures
    product.locator("[data-thumb]").nth(1).focus()
    product.keyboard.press("Enter")
    settle(product)
    assert (seen_view(product), product.url.endswith(FIGURE)) == (2, True)


def test_button_that_comes_to_the_end_does_not_lose_the_focus(product: Page) -> None:
    following = product.locator(".gallery [data-controls] [data-next]")
    following.focus()
    for _picture in range(product.locator("[data-view]").count() - 1):
        product.keyboard.press("Enter")
    expect(following).to_be_disabled()
    assert product.evaluate("document.activeElement.matches('[data-view][tabindex=\"0\"]')") is True


def test_large_view_by_keyboard_and_pointer(product: Page) -> None:
    product.locator("[data-view]").first.focus()
    product.keyboard.press("Enter")
    dialog = product.get_by_role("dialog")
    expect(dialog).to_be_visible()
    stage = product.locator("[data-stage]")
    expect(stage).to_be_focused()
    expect(product.locator(".zoom-view [data-smaller]")).to_be_disabled()
    width = "document.querySelector('[data-stage]').scrollWidth / document.querySelector('[data-stage]').clientWidth"
    assert product.evaluate(width) == 1
    product.keyboard.press("+")
    assert round(product.evaluate(width), 1) == 1.5
    middle = product.evaluate("document.querySelector('[data-stage]').scrollLeft")
    product.keyboard.press("ArrowRight")
    assert product.evaluate("document.querySelector('[data-stage]').scrollLeft") > middle
    product.keyboard.press("0")
    assert product.evaluate(width) == 1
    product.keyboard.press("ArrowRight")
    expect(product.locator(".zoom-view [data-count]")).to_contain_text("2 /")
    box = stage.bounding_box()
    assert box is not None
    stage.dblclick(position={"x": 200, "y": 200})
    assert round(product.evaluate(width), 1) == 2.5
    before = product.evaluate("document.querySelector('[data-stage]').scrollLeft")
    product.mouse.move(box["x"] + 400, box["y"] + 300)
    product.mouse.down()
    product.mouse.move(box["x"] + 300, box["y"] + 300, steps=4)
    product.mouse.up()
    assert round(product.evaluate("document.querySelector('[data-stage]').scrollLeft") - before) == 100
    product.mouse.wheel(0, 400)
    expect(product.locator(".zoom-view")).to_be_visible()
    assert product.evaluate(width) < 2.5
    product.locator(".zoom-view [data-larger]").click(click_count=1)
    product.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    settle(product)
    assert (seen_view(product), product.evaluate("document.activeElement.closest('li').id")) == (2, "view-2")


def test_goods_go_into_the_cart_without_leaving_the_page(product: Page) -> None:
    product.evaluate("window.untouched = true")
    button = product.get_by_role("button", name="In den Warenkorb", exact=True)
    button.dblclick()  # the second click of a pair is no second wish
    dialog = product.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("status")).to_contain_text("„Rouge Redstar – 1/7“ liegt in deinem Warenkorb. 1 Stück, 199,00")
    expect(dialog).to_be_focused()
    product.wait_for_timeout(500)
    expect(dialog).to_be_visible()
    expect(product.locator("cart-count .count")).to_have_text("1")
    product.keyboard.press("Escape")
    expect(button).to_be_focused()
    product.locator("[data-more]").click()
    button.click()
    expect(dialog).to_contain_text("3 Stück in deinem Warenkorb")
    dialog.get_by_role("button", name="Weiter stöbern").click()
    expect(dialog).to_be_hidden()
    expect(product.locator("cart-count .count")).to_have_text("3")
    assert (CartLine.objects.get().quantity, product.evaluate("window.untouched"), product.url.endswith(FIGURE)) == (3, True, True)


def test_what_cannot_be_added_is_said_in_its_place(product: Page) -> None:
    field = product.get_by_role("textbox", name="Anzahl").or_(product.locator("#quantity"))
    field.fill("99")
    product.keyboard.press("Enter")
    expect(product.get_by_role("alert")).to_have_text("Bitte gib eine ganze Zahl von 1 bis 10 ein.")
    expect(product.locator("#quantity")).to_be_focused()
    expect(product.locator("#quantity")).to_have_value("99")
    Stock.objects.filter(variant__product__slug="rouge-redstar-1-7").update(on_hand=2)
    product.locator("#quantity").fill("5")
    product.keyboard.press("Enter")
    expect(product.get_by_role("dialog")).to_contain_text("Zurzeit sind nur 2 Stück bestellbar")
    assert CartLine.objects.get().quantity == 2
    product.keyboard.press("Escape")
    Stock.objects.filter(variant__product__slug="rouge-redstar-1-7").update(on_hand=0)
    product.get_by_role("button", name="In den Warenkorb", exact=True).click()
    expect(product.get_by_role("alert")).to_contain_text("Das ist zurzeit nicht bestellbar.")
    expect(product.locator("#buy-box")).to_contain_text("Ausverkauft")
    assert product.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert (CartLine.objects.get().quantity, product.url.endswith(FIGURE)) == (2, True)


def test_shop_that_does_not_answer_is_said_in_its_place(product: Page) -> None:
    product.route("**/cart/lines/?*", lambda route: route.abort())
    product.get_by_role("button", name="In den Warenkorb", exact=True).click()
    expect(product.get_by_role("alert")).to_contain_text("Der Shop hat nicht geantwortet.")
    product.unroute("**/cart/lines/?*")
    product.get_by_role("button", name="In den Warenkorb", exact=True).click()
    expect(product.get_by_role("dialog")).to_be_visible()
    expect(product.locator("[data-failed]")).to_be_hidden()


def test_stepper_by_key_and_button(product: Page) -> None:
    field = product.locator("#quantity")
    field.focus()
    product.keyboard.press("ArrowDown")
    expect(field).to_have_value("1")
    product.keyboard.press("ArrowUp")
    expect(field).to_have_value("2")
    less = product.locator("[data-less]")
    less.focus()
    product.keyboard.press("Enter")
    expect(field).to_have_value("1")
    expect(less).to_be_disabled()
    expect(field).to_be_focused()
    for _piece in range(12):
        product.keyboard.press("ArrowUp")
    expect(field).to_have_value("10")
    expect(product.locator("[data-more]")).to_be_disabled()


def test_pictures_and_purchase_without_javascript(browser: Browser, shop: str) -> None:
    context = browser.new_context(base_url=shop, java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(FIGURE)
    page.locator("[data-thumb]").nth(2).click()
    expect(page).to_have_url(re.compile("#view-3$"))
    expect(page.locator("#view-3")).to_be_in_viewport(ratio=0.5)
    for scripted in ("[data-more]", "[data-enlarge]", "[data-controls]"):
        expect(page.locator(scripted).first).to_be_hidden()
    picture = page.locator("[data-view]").nth(2).get_attribute("href")
    response = page.request.get(f"{shop}{picture}")
    assert (response.status, response.headers["content-type"].partition("/")[0]) == (200, "image")
    page.get_by_role("button", name="In den Warenkorb", exact=True).click()
    expect(page).to_have_url(re.compile("/de/cart/$"))
    expect(page.locator("main")).to_contain_text("„Rouge Redstar – 1/7“ liegt in deinem Warenkorb.")
    context.close()


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_for_those_who_asked_for_less(browser: Browser, shop: str, motion: Any) -> None:
    context = browser.new_context(base_url=shop, reduced_motion=motion)
    page = context.new_page()
    page.goto(FIGURE)
    page.locator(".gallery [data-controls] [data-next]").click()
    at_once = page.evaluate(
        "(() => { const list = document.querySelector('[data-views]'); return list.scrollLeft === list.clientWidth })()"
    )
    page.locator("#add-to-cart [type=submit]").click()
    page.get_by_role("dialog").wait_for()
    moving = page.evaluate("getComputedStyle(document.querySelector('dialog.cart-panel')).transitionDuration")
    context.close()
    assert (at_once, moving in {"0s", "1e-05s", "1e-06s"}) == ((True, True) if motion == "reduce" else (False, False))
