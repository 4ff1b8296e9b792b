"""The list of goods in a browser: it follows its filters at once, remembers each step, and does the same by plain form."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

LIST = "/de/products/"


@pytest.fixture
def listing(page: Page, shop: str) -> Iterator[Page]:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.set_default_timeout(10_000)
    page.goto(shop + LIST)
    yield page
    assert said == []


def names(page: Page) -> list[str]:
    return page.locator(".listing__goods .card__name").all_inner_texts()


def count(page: Page) -> int:
    return int(re.sub(r"\D", "", page.locator("#listing-count").inner_text()))


def facet(page: Page, name: str, value: str):  # type: ignore[no-untyped-def]
    """The box of one value, its facet unfolded."""
    box = page.locator(f"#facets-form input[name={name}][value={value}]")
    fold = page.locator(f"#facet-{name}")
    if not fold.evaluate("fold => fold.open"):
        fold.locator("summary").first.click()
    return box


def test_facet_order_and_way_back(listing: Page) -> None:
    everything = count(listing)
    listing.evaluate("window.untouched = true")
    box = facet(listing, "category", "apparel")
    box.check()
    expect(listing).to_have_url(re.compile(r"\?category=apparel$"))
    expect(listing.locator("[data-part=goods] .pill--chosen")).to_have_count(1)
    chosen = count(listing)
    assert 0 < chosen < everything
    assert chosen == len(names(listing))
    assert listing.evaluate("document.activeElement.name") == "category"  # the focus stays on the box
    assert listing.evaluate("document.querySelector('link[rel=canonical]').href").endswith("?category=apparel")
    facet(listing, "category", "scale-figures").check()
    expect(listing).to_have_url(re.compile("category=apparel.*scale-figures|scale-figures.*apparel"))
    expect(listing.locator("[data-part=goods] .pill--chosen")).to_have_count(2)
    assert (count(listing) > chosen, listing.evaluate("window.untouched")) == (True, True)
    listing.locator("#listing-sort").select_option(index=listing.locator("#listing-sort option").count() - 1)
    expect(listing).to_have_url(re.compile("sort="))
    listing.go_back()
    expect(listing).not_to_have_url(re.compile("sort="))
    expect(listing.locator("[data-part=goods] .pill--chosen")).to_have_count(2)
    listing.go_back()
    expect(listing).to_have_url(re.compile(r"\?category=apparel$"))
    expect(listing.locator("[data-part=goods] .pill--chosen")).to_have_count(1)
    expect(listing.locator("#facets-form input[name=category][value=apparel]")).to_be_checked()
    assert count(listing) == chosen
    listing.go_forward()
    expect(listing.locator("[data-part=goods] .pill--chosen")).to_have_count(2)


def test_prices_fall_when_they_are_sorted_so(listing: Page) -> None:
    for label, sort, turned in (("Preis aufsteigend", "price", False), ("Preis absteigend", "-price", True)):
        listing.locator("#listing-sort").select_option(label=label)
        expect(listing).to_have_url(re.compile(f"sort={sort}$"))
        prices = [int(price.get_attribute("data-price") or 0) for price in listing.locator(".listing__goods [data-price]").all()]
        assert (len(prices) > 3, prices) == (True, sorted(prices, reverse=turned))


def test_chip_takes_its_filter_away_and_the_count_is_read_out(listing: Page) -> None:
    everything = count(listing)
    facet(listing, "category", "apparel").check()
    chip = listing.locator("[data-part=goods] .pill--chosen")
    expect(chip).to_have_count(1)
    chip.focus()
    listing.keyboard.press("Enter")
    expect(chip).to_have_count(0)
    expect(listing.locator("#listing-count")).to_be_focused()
    assert (count(listing), listing.url.endswith(LIST)) == (everything, True)


def test_quick_clicks_end_with_the_last_one(listing: Page) -> None:
    """The answer to an earlier click may come later; it must not win."""
    first = True

    def slowly(route) -> None:  # type: ignore[no-untyped-def]
        nonlocal first
        if first:
            first = False
            listing.wait_for_timeout(500)
        route.continue_()

    listing.route("**/de/products/?*", slowly)
    box = facet(listing, "category", "apparel")
    other = listing.locator("#facets-form input[name=category][value=scale-figures]")
    box.check()
    other.check()
    expect(listing.locator("[data-part=goods] .pill--chosen")).to_have_count(2)
    listing.wait_for_timeout(700)
    expect(listing.locator("[data-part=goods] .pill--chosen")).to_have_count(2)
    listing.unroute("**/de/products/?*")


def test_panel_of_a_phone(browser: Browser, shop: str) -> None:
    context = browser.new_context(base_url=shop, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(LIST)
    expect(page.locator("#facets")).to_be_hidden()
    opener = page.locator(".listing__open")
    opener.click()
    expect(page.locator("#facets")).to_be_visible()
    facet(page, "category", "apparel").check()
    expect(page.locator(".listing__open .count")).to_have_text("1")
    page.locator(".facets__submit button").click()
    expect(page.locator("#facets")).to_be_hidden()
    assert 0 < count(page) == len(names(page))
    opener.click()
    page.keyboard.press("Escape")
    expect(page.locator("#facets")).to_be_hidden()
    expect(opener).to_be_focused()
    context.close()


def test_list_without_javascript(browser: Browser, shop: str) -> None:
    context = browser.new_context(base_url=shop, java_script_enabled=False)
    page = context.new_page()
    page.goto(LIST)
    everything = count(page)
    facet_box = page.locator("#facets-form input[name=category][value=apparel]")
    facet_box.check()
    page.locator(".facets__submit button").click()
    expect(page).to_have_url(re.compile("category=apparel"))
    assert 0 < count(page) < everything
    page.locator("#listing-sort").select_option(label="Preis aufsteigend")
    page.locator(".listing__apply").click()
    expect(page).to_have_url(re.compile("category=apparel.*sort="))
    page.locator("[data-part=goods] .pill--chosen").click()
    assert count(page) == everything
    context.close()
