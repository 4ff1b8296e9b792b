"""From the home page to a paid order with the keyboard alone; whatever has the focus can be seen."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from shop.orders.models import Order

# Where the focus is, and whether at least a part of it can be seen: within the window, and not under something else.
STOP = """() => {
  let at = document.activeElement;
  if (at === document.body) return { name: "", seen: true };
  const shown = at.matches("input[type=radio], input[type=checkbox]") ? (at.closest("label") ?? at) : at;
  const seen = [...shown.getClientRects()].some((box) => [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]].some(([x, y]) => {
    const hit = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return hit && (shown.contains(hit) || hit.contains(shown) && !hit.matches("body, main"));
  }));
  return { name: at.outerHTML.slice(0, 120), seen };
}"""


def press_tab_until(page: Page, selector: str, *, key: str = "Tab", most: int = 120) -> None:
    """Press Tab until `selector` has the focus; every stop on the way must be seen."""
    for _press in range(most):
        page.keyboard.press(key)
        stop = page.evaluate(STOP)
        if not stop["seen"]:
            page.wait_for_timeout(250)  # a list that snaps may still be on its way
            stop = page.evaluate(STOP)
        assert stop["seen"], f"the focus is hidden on {stop['name']}"
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with {most} times {key}")


def follow(page: Page, selector: str, address: str) -> None:
    press_tab_until(page, selector)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(address))


def fill_in(page: Page, values: dict[str, str]) -> None:
    for name, value in values.items():
        press_tab_until(page, f"[name={name}]")
        page.keyboard.type(value)


def test_walk_from_the_home_page_to_a_paid_order(browser: Browser, shop: str) -> None:
    context = browser.new_context(base_url=shop, viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto("/de/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Zum Inhalt springen")
    page.keyboard.press("Enter")
    follow(page, "main a[href*='/de/blog/metallic-rouge']", "/de/blog/metallic-rouge")
    follow(page, "main a[href^='/de/products/rouge-redstar-1-7/']", "/de/products/rouge-redstar-1-7/")
    press_tab_until(page, "#quantity")
    page.keyboard.press("ArrowUp")
    press_tab_until(page, "#add-to-cart [type=submit]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_focused()
    follow(page, "dialog a[href='/de/cart/']", "/de/cart/")
    follow(page, "main a[href='/de/checkout/']", "/de/checkout/")
    fill_in(
        page,
        {
            "email": "mika@example.org",
            "delivery-name": "Mika Muster",
            "delivery-street": "Sternweg 1",
            "delivery-postcode": "10115",
            "delivery-city": "Berlin",
        },
    )
    follow(page, "main form button[type=submit]", "/de/checkout/payment/")
    press_tab_until(page, "[name=method]")
    for _choice in range(3):
        if page.locator("[name=method][value=card]").is_checked():
            break
        page.keyboard.press("ArrowDown")
    expect(page.locator("[name=method][value=card]")).to_be_checked()
    follow(page, "main form button[type=submit]", "/de/checkout/review/")
    press_tab_until(page, "form[action='/de/checkout/order/'] [type=submit]")
    page.keyboard.press("Enter")
    pay = page.get_by_role("button", name="Mit Testkarte bezahlen")
    pay.wait_for()
    for _press in range(20):
        page.keyboard.press("Tab")
        if pay.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/de/orders/"))
    order = Order.objects.get()
    expect(page.locator("main")).to_contain_text(order.number)
    assert (order.state, order.total, order.payments.get().captured) == ("paid", 398_00, 398_00)
    context.close()


@pytest.mark.parametrize("path", ["/de/", "/de/products/rouge-redstar-1-7/", "/de/blog/"])
def test_focus_is_seen_on_the_way_down_and_up(browser: Browser, shop: str, path: str) -> None:
    """Upwards is where a header that sticks would hide it."""
    page = browser.new_page(base_url=shop, viewport={"width": 1100, "height": 600}, reduced_motion="reduce")
    page.goto(path)
    press_tab_until(page, ".site-footer a[href='/de/withdraw/']")
    press_tab_until(page, ".skip-link", key="Shift+Tab")
    page.close()


def test_focus_under_the_header_would_be_found(browser: Browser, shop: str) -> None:
    """The control: a header as high as the window hides what has the focus."""
    page = browser.new_page(base_url=shop, viewport={"width": 1100, "height": 600}, reduced_motion="reduce")
    page.goto("/de/blog/")
    page.evaluate("document.querySelector('.site-header').style.setProperty('min-block-size', '100vh')")
    with pytest.raises(AssertionError, match="the focus is hidden"):
        press_tab_until(page, ".site-footer a[href='/de/withdraw/']")
    page.close()


def test_carousel_by_keyboard_and_button(browser: Browser, shop: str) -> None:
    page = browser.new_page(base_url=shop, viewport={"width": 700, "height": 900}, reduced_motion="reduce")
    page.goto("/de/")
    carousel = page.locator("shelf-carousel").first
    track, previous, following = (carousel.locator(f"[data-{part}]") for part in ("track", "previous", "next"))
    expect(previous).to_be_disabled()
    expect(following).to_be_enabled()
    left = "track => Math.round(track.scrollLeft)"
    track.focus()
    page.keyboard.press("ArrowRight")
    expect(previous).to_be_enabled()
    card = track.evaluate(left)
    assert card > 100
    page.keyboard.press("End")
    expect(following).to_be_disabled()
    page.keyboard.press("Home")
    expect(previous).to_be_disabled()
    assert track.evaluate(left) == 0
    following.focus()
    for _step in range(12):
        if following.is_disabled():
            break
        page.keyboard.press("Enter")
        page.wait_for_timeout(120)
    expect(following).to_be_disabled()
    expect(previous).to_be_focused()  # the button that can do nothing hands the focus to the other
    page.close()
    still = browser.new_context(base_url=shop, java_script_enabled=False, viewport={"width": 700, "height": 900})
    plain = still.new_page()
    plain.goto("/de/")
    expect(plain.locator("shelf-carousel [data-controls]").first).to_be_hidden()
    card_link = plain.locator("shelf-carousel [data-track] a").last
    card_link.focus()  # the list scrolls by itself
    expect(card_link).to_be_in_viewport()
    still.close()
