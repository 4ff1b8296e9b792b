"""A page on paper: black on white whatever the screen is like, with the logo as its head and without what can only be pressed."""

from playwright.sync_api import Page


def test_page_is_printed_black_on_white(page: Page, shop: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{shop}/de/legal/terms/")
    ink = "getComputedStyle(document.body).color"
    assert page.evaluate(ink) != "rgb(0, 0, 0)"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(ink) == "rgb(0, 0, 0)"
    heading = page.locator("h1").evaluate("(heading) => getComputedStyle(heading).color")
    assert heading == "rgb(0, 0, 0)"
    shown = {name: page.locator(name).first.is_visible() for name in (".logo", "h1", ".site-nav", ".site-footer")}
    assert shown == {".logo": True, "h1": True, ".site-nav": False, ".site-footer": False}
