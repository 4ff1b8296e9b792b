"""The GiroCode as a phone's camera sees it: read off the screen, in both schemes, on a phone and on a desk."""

import io

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.factories import an_order


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_code_on_the_screen_is_read(browser: Browser, live_server: LiveServer, width: int, scheme: str) -> None:
    order = an_order()
    context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(order.get_absolute_url())
    code = page.locator(".girocode__code")
    seen = [(read.text.split("\n")[7], read.text.split("\n")[10]) for read in _read(code.screenshot())]
    fits = page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
    assert (seen, fits) == ([("EUR84.80", order.number)], True)


def _read(png: bytes) -> list[zxingcpp.Barcode]:
    return zxingcpp.read_barcodes(Image.open(io.BytesIO(png)))
