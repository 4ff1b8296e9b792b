"""The header: one row from 1100 px up, two below, and a menu that opens, closes and gives the focus back without any script."""

import itertools

import pytest
from playwright.sync_api import Browser, Locator, Page, expect


def open_page(browser: Browser, shop: str, *, width: int, path: str = "/de/", javascript: bool = True, height: int = 800) -> Page:
    context = browser.new_context(base_url=shop, viewport={"width": width, "height": height}, java_script_enabled=javascript)
    page = context.new_page()
    page.goto(path)
    return page


def box(locator: Locator) -> tuple[float, float, float, float]:
    """Left, top, right and bottom edge on the page."""
    edges = locator.bounding_box()
    assert edges is not None
    return edges["x"], edges["y"], edges["x"] + edges["width"], edges["y"] + edges["height"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_header_stands_in_one_row_from_1100_px_and_in_two_on_phones(browser: Browser, shop: str, language: str) -> None:
    page = open_page(browser, shop, width=1280, path=f"/{language}/")
    for width, rows in ((1280, 1), (1100, 1), (1099, 1), (768, 1), (577, 1), (390, 2), (320, 2)):
        page.set_viewport_size({"width": width, "height": 800})
        parts = page.locator(
            ".site-header__row > .logo, .site-nav a, .site-header__row search-box, .site-header__languages a, .site-header .pill"
        )
        boxes = [box(parts.nth(i)) for i in range(parts.count()) if parts.nth(i).is_visible()]
        middles = {round((top + bottom) / 2 / 12) for _, top, _, bottom in boxes}
        assert len(middles) == rows, f"{width} px"
        for row in middles:
            edges = sorted((left, right) for left, top, right, bottom in boxes if round((top + bottom) / 2 / 12) == row)
            assert all(right <= left for (_, right), (left, _) in itertools.pairwise(edges)), f"{width} px: one over another"
        assert max(right for _, _, right, _ in boxes) <= width
        assert page.locator(".site-header__menu").is_visible() == (width < 1100)
    page.context.close()


def test_menu_by_keyboard_gives_the_focus_back(browser: Browser, shop: str) -> None:
    page = open_page(browser, shop, width=390)
    menu, button = page.locator("#site-menu"), page.locator(".site-header__menu")
    expect(menu).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Tab")
    expect(menu.get_by_role("button")).to_be_focused()
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    page.context.close()


def test_menu_opens_and_leads_on_without_javascript(browser: Browser, shop: str) -> None:
    page = open_page(browser, shop, width=320, javascript=False)
    page.locator(".site-header__menu").click()
    menu = page.locator("#site-menu")
    expect(menu).to_be_visible()
    menu.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/")
    page.locator(".site-header__menu").click()
    page.locator("#site-menu").get_by_role("link", name="All goods").click()
    page.wait_for_url("**/en/products/")
    page.context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_focus_is_never_hidden_under_the_header(browser: Browser, shop: str, width: int) -> None:
    page = open_page(browser, shop, width=width, path="/de/products/")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    seen = 0
    for _ in range(40):  # upwards, so that each thing comes in below the header
        page.keyboard.press("Shift+Tab")
        where = page.evaluate(
            """() => {
                const thing = document.activeElement, header = document.querySelector('.site-header');
                if (thing === document.body || header.contains(thing)) return null;
                const box = thing.getBoundingClientRect();
                return [Math.round(box.bottom), Math.round(header.getBoundingClientRect().bottom)];
            }"""
        )
        if where:
            seen += 1
            assert where[0] > where[1], f"hidden at step {seen}"
    assert seen > 20
    page.context.close()
