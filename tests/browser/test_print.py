"""A page on paper: black on white whatever the screen is like, with the logo as its head and without what can only be pressed."""

import io

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from shop.catalog.models import Variant
from tests.shop.storefront.test_bad_input import walk_to_review


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


@pytest.mark.parametrize("language", ["de", "en"])
def test_order_of_three_lines_is_one_sheet_of_paper(browser: Browser, shop: str, language: str) -> None:
    """Also with the bank's details and their code: the longest page that an order has."""
    client = Client()
    for slug in ("rouge-redstar-1-7", "echo-vesper-1-7", "naomi-ortmann-1-8"):
        client.post("/de/cart/lines/", {"variant": Variant.objects.get(product__slug=slug).pk, "quantity": "1"})
    placed = client.post("/de/checkout/order/", {"seen": walk_to_review(client)})
    page = browser.new_page(base_url=shop, viewport={"width": 1280, "height": 900})
    page.goto(placed["Location"].replace("/de/", f"/{language}/"))
    assert page.locator(".order .order-line").count() == 3
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    page.locator(".order__head").evaluate("(head) => (head.style.paddingBlockEnd = '297mm')")
    control = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    page.close()
    assert (len(sheets), len(control) > 1) == (1, True)
