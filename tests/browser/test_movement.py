"""From page to page: what moves, for whom, and what the browser may fetch ahead."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_started
from playwright.sync_api import Browser, Page

LISTEN = """
addEventListener("pagereveal", event => {
    const moved = [];
    for (const thing of document.querySelectorAll(".gallery__stage, .card__picture"))
        if (getComputedStyle(thing).viewTransitionName === "goods-picture") moved.push(thing.className);
    sessionStorage.setItem("moved", JSON.stringify(event.viewTransition ? moved : null));
});
"""
PRIVATE = [
    "/de/cart/",
    "/de/checkout/",
    "/de/checkout/review/",
    "/de/orders/token/",
    "/de/orders/token/invoices/1.pdf",
    "/de/withdraw/",
    "/de/visitor/",
    "/de/search/",
    "/de/search/?q=rouge",
    "/de/products/?category=apparel",
    "/de/releases/calendar.ics",
    "/de/series/metallic-rouge/releases.ics",
    "/admin/",
    "/admin/logout/",
    "/media/pictures/a.jpg",
    "/healthz",
    "/",
]
PUBLIC = [
    "/de/",
    "/en/",
    "/de/products/",
    "/de/products/rouge-redstar-1-7/",
    "/en/blog/",
    "/de/series/metallic-rouge/",
    "/de/shipping/",
]


def open_page(browser: Browser, shop: str, **options: Any) -> Page:
    page = browser.new_context(base_url=shop, viewport={"width": 1280, "height": 800}, **options).new_page()
    page.add_init_script(LISTEN)
    return page


def moved(page: Page) -> list[str] | None:
    """The things that bore the shared name when the page appeared; None when nothing moved at all."""
    page.wait_for_function("sessionStorage.getItem('moved') !== null")
    seen: list[str] | None = page.evaluate("JSON.parse(sessionStorage.getItem('moved'))")
    page.evaluate("sessionStorage.removeItem('moved')")
    return seen


def test_picture_of_a_card_grows_into_that_of_its_page_and_back(browser: Browser, shop: str) -> None:
    page = open_page(browser, shop)
    page.goto("/de/products/")
    page.evaluate("sessionStorage.removeItem('moved')")
    page.evaluate("""addEventListener("pageswap", event => sessionStorage.setItem("left", String(document.querySelectorAll(
        ".card__picture--moving").length) + String(Boolean(event.viewTransition))))""")
    page.locator(".card__name a").first.click()
    page.wait_for_url("**/products/*/")
    assert moved(page) == ["gallery__stage"]
    assert page.evaluate("sessionStorage.getItem('left')") == "1true"
    page.context.close()


def test_nothing_moves_for_people_who_want_no_movement(browser: Browser, shop: str) -> None:
    page = open_page(browser, shop, reduced_motion="reduce")
    page.goto("/de/products/")
    page.evaluate("sessionStorage.removeItem('moved')")
    page.locator(".card__name a").first.click()
    page.wait_for_url("**/products/*/")
    assert moved(page) is None
    running = page.evaluate("document.getAnimations({subtree: true}).length")
    assert running == 0
    page.context.close()


def test_rules_name_public_pages_only(browser: Browser, shop: str) -> None:
    page = open_page(browser, shop)
    response = page.goto("/de/")
    assert response is not None
    rules = page.request.get(response.headers["speculation-rules"].strip('"'))
    assert rules.headers["content-type"] == "application/speculationrules+json"
    named = page.evaluate(
        """([rules, paths]) => {
            const {and: [one, other]} = rules.prefetch[0].where;
            const any = (patterns, path) => patterns.some(pattern => new URLPattern(pattern, location.origin).test(location.origin + path));
            return paths.filter(path => any(one.href_matches, path) && !any(other.not.href_matches, path));
        }""",
        [rules.json(), PRIVATE + PUBLIC],
    )
    assert named == PUBLIC
    assert "speculation-rules" not in page.request.get("/admin/login/").headers
    page.context.close()


@pytest.fixture
def fetched_ahead() -> Iterator[list[str]]:
    paths: list[str] = []

    def note(environ: dict[str, Any] | None = None, **_: Any) -> None:
        if environ and "prefetch" in environ.get("HTTP_SEC_PURPOSE", ""):
            paths.append(environ["PATH_INFO"])

    request_started.connect(note)
    yield paths
    request_started.disconnect(note)


def test_page_under_the_pointer_is_fetched_ahead_but_never_the_cart(browser: Browser, shop: str, fetched_ahead: list[str]) -> None:
    page = open_page(browser, shop)
    page.goto("/de/products/", wait_until="networkidle")
    page.locator(".site-header__cart a").hover()
    page.wait_for_timeout(800)
    link = page.locator(".card__name a").first
    link.hover()
    page.wait_for_timeout(800)
    assert fetched_ahead == [link.get_attribute("href")]
    page.context.close()
