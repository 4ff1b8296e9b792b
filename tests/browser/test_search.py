"""The search by keyboard, without JavaScript, and usable by everyone."""

import pytest
from playwright.sync_api import Browser, expect

from shop.search.refresh import rebuild_index
from tests.browser.matrix import listen, look, open_context


@pytest.fixture
def searched(shop: str) -> str:
    rebuild_index(anew=True)  # the database is emptied between tests, the table of the index is not Django's
    return shop


PATHS = ["search/", "search/?q=metallic+rogue", "search/?q=xylophonqq", "search/?q=rouge+xylophonqq", "search/?q=%21%21"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_search_is_usable_by_everyone(browser: Browser, searched: str, language: str) -> None:
    context = open_context(browser, searched)
    page = context.new_page()
    said = listen(page)
    found = []
    for path in PATHS:
        page.goto(f"/{language}/{path}")
        found += look(page, path)
    page.goto(f"/{language}/")
    page.locator("#search-header").press_sequentially("rouge")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("ArrowDown")
    found += look(page, "suggestions")
    context.close()
    assert (found, said) == ([], [])


def test_suggestions_by_keyboard(browser: Browser, searched: str) -> None:
    page = browser.new_page(base_url=searched)
    page.goto("/de/")
    box = page.locator("#search-header")
    box.press_sequentially("echo ves")
    expect(page.get_by_role("listbox")).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None  # back in the field
    page.keyboard.press("Escape")
    expect(page.locator("[data-panel]").first).to_be_hidden()
    expect(box).to_have_value("echo ves")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    address = page.locator(f"#{box.get_attribute('aria-activedescendant')}").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")
    page.close()


def test_search_without_javascript(browser: Browser, searched: str) -> None:
    context = browser.new_context(base_url=searched, java_script_enabled=False)
    page = context.new_page()
    page.goto("/de/")
    page.locator("#search-header").fill("ehco vesper")
    page.keyboard.press("Enter")
    page.wait_for_url("**/de/search/?q=ehco+vesper")
    expect(page.get_by_role("heading", level=1)).to_contain_text("echo vesper")
    expect(page.get_by_role("link", name="Echo Vesper – 1/7")).to_be_visible()
    context.close()
