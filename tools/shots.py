"""Pictures of every page: `make shots`. Starts a demo shop of its own and writes var/shots/index.html, to be looked at in a minute.

Each page is loaded once and photographed four times: on a phone and on a desk, light and dark. The main pages follow in English.
"""

import argparse
import html
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright
from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
SHOP = ROOT / "var" / "shots"
PICTURES = SHOP / "pictures"
WIDTHS = {390: 844, 1280: 900}  # CSS pixels: width and height of the window
SCHEMES = ("light", "dark")
START_WITHIN = 60  # seconds
SHEET = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Every page of the shop</title>
<style>
body { font: 16px/1.4 system-ui; margin: 2rem; background: #ddd } section { margin-block-end: 2rem }
div { display: flex; gap: 12px; align-items: start }
img { display: block; height: 30rem; width: auto; object-fit: cover; object-position: top; border-radius: 6px }
</style>
<h1>Every page of the shop</h1>"""
LOAD_PICTURES = """() => Promise.all([...document.images].map(picture => {
    picture.loading = "eager"; return picture.decode().catch(() => {}) }))"""
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass(frozen=True)
class Shot:
    """A page by its path below the language; `make` walks to it instead where an address alone does not lead there."""

    name: str
    path: str = ""
    make: Callable[[Page, str], None] | None = None
    phone_only: bool = False


# Ways to pages that no address leads to ---------------------------------------------------------------
def first(*links: str) -> Callable[[Page, str], None]:
    """Where the first of such links leads, and from there the first of the next."""

    def walk(page: Page, path: str) -> None:
        page.goto(path)
        for link in links:
            page.goto(page.locator(link).first.get_attribute("href") or path)

    return walk


first_card, first_article = first(".card__name a"), first(".card__title a")


def plain(name: str) -> Callable[[Page, str], None]:
    """A template that is shown while the shop itself cannot speak."""

    def show(page: Page, path: str) -> None:
        text = (ROOT / "templates" / name).read_text(encoding="utf-8")
        text = text.replace("{% if sent %}", "<!--").replace("{% else %}", "-->").replace("{% endif %}", "")
        text = re.sub(r"\{#.*?#\}", "", text)
        answer(page, path, lambda: text)

    return show


def answer(page: Page, path: str, body: Callable[[], str]) -> None:
    """Show `body()` under an address of the shop, as if the shop had said it."""
    address = f"**{path}shots/"
    page.route(address, lambda route: route.fulfill(body=body(), content_type="text/html; charset=utf-8"))
    page.goto(f"{path}shots/")
    page.unroute(address)


def forged(page: Page, path: str) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    answer(page, path, lambda: page.request.post(f"{path}cart/lines/", headers=headers).text())


def unreadable(page: Page, path: str) -> None:
    answer(page, path, lambda: page.request.get(f"{path}products/?q=%00").text())


def fill_cart(page: Page, path: str) -> None:
    for query in ("products/?availability=preorder", "products/?availability=in_stock", "products/?category=apparel"):
        first_card(page, path + query)
        page.locator(".add-to-cart button[type=submit]").click()
        page.wait_for_timeout(600)
    page.goto(f"{path}cart/")


def with_voucher(page: Page, path: str) -> None:
    fill_cart(page, path)
    page.locator(".cart-voucher summary").click()
    page.locator("#code").fill("STERN10")
    page.locator(".cart-voucher__form button").click()
    page.wait_for_load_state()


def bad_address(page: Page, path: str) -> None:
    page.goto(f"{path}checkout/")
    page.locator("[name=delivery-postcode]").fill("x")
    page.locator(".checkout button[type=submit]").last.click()
    page.wait_for_load_state()


def payment(page: Page, path: str) -> None:
    page.goto(f"{path}checkout/")
    given = {"email": "mika@example.org", "delivery-name": "Mika Muster", "delivery-street": "Sternweg 1"}
    for name, value in {**given, "delivery-postcode": "10115", "delivery-city": "Berlin"}.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator(".checkout button[type=submit]").last.click()
    page.wait_for_load_state()


def review(page: Page, path: str) -> None:
    page.locator("[name=method][value=bank_transfer]").check()
    page.locator(".checkout button[type=submit]").last.click()
    page.wait_for_load_state()


def order(page: Page, path: str) -> None:
    page.locator(".button--order").click()
    page.wait_for_load_state()


def opened(button: str) -> Callable[[Page, str], None]:
    """A phone's page after a press on `button`."""

    def press(page: Page, path: str) -> None:
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(path)
        page.locator(button).click()

    return press


def suggestions(page: Page, path: str) -> None:
    page.goto(path)
    page.locator("#search-header").press_sequentially("rouge")
    page.locator(".suggestion").first.wait_for()


MAIN = [
    Shot("Home"),
    Shot("List", "products/"),
    Shot("Product, pre-order", "products/?availability=preorder", first_card),
    Shot("Product, in stock", "products/?availability=in_stock", first_card),
    Shot("Series", "series/metallic-rouge/"),
    Shot("Magazine", "blog/"),
    Shot("Article", "blog/", first_article),
    Shot("Search", "search/?q=rouge"),
    Shot("Cart", make=fill_cart),
    Shot("Checkout: address", "checkout/"),
    Shot("Checkout: payment", make=payment),
    Shot("Checkout: review", make=review),
    Shot("Order", make=order),
]
OTHERS = [
    Shot("List, filtered", "products/?availability=preorder&category=scale-figures"),
    Shot("List, nothing left", "products/?category=manga&scale=1-4"),
    Shot("Product with sizes", "products/?category=apparel", first_card),
    Shot("Product, sold out", "products/?availability=sold_out", first_card),
    Shot("All series", "series/"),
    Shot("Character", "characters/rouge-redstar/"),
    Shot("Maker", "makers/kurogane-works/"),
    Shot("Releases", "releases/"),
    Shot("Top list", "blog/?kind=top10", first_article),
    Shot("Magazine: series", "blog/series/metallic-rouge/"),
    Shot("Magazine: tag", "blog/", first(".card__title a", "main a[href*='/blog/tags/']")),
    Shot("Magazine: author", "blog/", first(".card__title a", "main a[rel=author]")),
    Shot("Magazine: archive", "blog/archive/"),
    Shot("Search, empty", "search/"),
    Shot("Search, another word", "search/?q=metallic+rogue"),
    Shot("Search, nothing found", "search/?q=xylophonqq"),
    Shot("Suggestions", make=suggestions),
    Shot("Menu", "", opened(".site-header__menu"), phone_only=True),
    Shot("Filters", "products/", opened(".listing__open"), phone_only=True),
    Shot("Cart, empty", "cart/"),
    Shot("Cart with a voucher", make=with_voucher),
    Shot("Checkout: mistakes", make=bad_address),
    Shot("Shipping and payment", "shipping/"),
    Shot("Imprint", "legal/imprint/"),
    Shot("Terms", "legal/terms/"),
    Shot("Withdrawal, text", "legal/withdrawal/"),
    Shot("Withdrawal, form", "withdraw/"),
    Shot("404", "nowhere/"),
    Shot("400", make=unreadable),
    Shot("403", make=forged),
    Shot("500", make=plain("500.html")),
    Shot("503", make=plain("503.html")),
]


@contextmanager
def demo_shop(port: int) -> Iterator[str]:
    """The demo on `port` with a database and pictures of its own, and its address."""
    own = {"SHOP_MODE": "demo", "DATABASE_URL": f"sqlite:///{SHOP / 'shop.sqlite3'}", "MEDIA_ROOT": str(SHOP / "media")}
    environment = {**os.environ, **own, "EMAIL_URL": f"filemail:///{SHOP / 'mail'}"}
    SHOP.mkdir(parents=True, exist_ok=True)
    for command in (["migrate", "--verbosity", "0"], ["demo"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
    command = [sys.executable, "manage.py", "demo_server", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    site = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + START_WITHIN
        while not answers(f"{site}/healthz"):
            if server.poll() is not None or time.monotonic() > until:
                raise SystemExit(f'The demo did not start on {site}. Another port: make shots ARGS="--port 8300"')
            time.sleep(0.3)
        yield site
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2):  # noqa: S310 -- our own server on this machine
            return True
    except (urllib.error.URLError, OSError):
        return False


def photograph(page: Page, shot: Shot, language: str) -> list[tuple[int, str, str]]:
    """Walk to the page and take its pictures: width, scheme and file name of each."""
    base = f"/{language}/"
    if shot.make:
        shot.make(page, base + shot.path)
    else:
        page.goto(base + shot.path)
    taken = []
    for width in WIDTHS if not shot.phone_only else [390]:
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        page.evaluate(LOAD_PICTURES)
        for scheme in SCHEMES if language == "de" else ["light"]:
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
            slug = "".join(letter if letter.isalnum() else "-" for letter in shot.name.lower())
            name = f"{slug}-{language}-{width}-{scheme}.jpg"
            page.screenshot(path=PICTURES / name, full_page=not shot.phone_only, type="jpeg", quality=80)
            taken.append((width, scheme, name))
    return taken


def contact_sheet(rows: list[tuple[str, list[tuple[int, str, str]]]]) -> str:
    parts = [SHEET]
    for title, taken in rows:
        pictures = "".join(
            f'<a href="pictures/{name}"><img src="pictures/{name}" loading=lazy alt="{width} px, {scheme}" '
            f'style="aspect-ratio:{"9/19" if width == 390 else "4/5"}"></a>'  # the top of the page; the link leads to all of it
            for width, scheme, name in taken
        )
        parts.append(f"<section><h2>{html.escape(title)}</h2><div>{pictures}</div></section>")
    return "\n".join(parts)


def visitor(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8190, help="the demo's port; the stand-in Stripe takes the next one")
    parser.add_argument("--only", default="", help="photograph only pages with this in their name")
    chosen = parser.parse_args()
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    todo = [(shot, language) for language in ("de", "en") for shot in (MAIN + OTHERS if language == "de" else MAIN)]
    todo = [(shot, language) for shot, language in todo if chosen.only.lower() in shot.name.lower()]
    rows = []
    with demo_shop(chosen.port) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        contexts = {language: browser.new_context(base_url=site, locale=language) for language in ("de", "en")}
        pages = {language: visitor(context) for language, context in contexts.items()}
        for shot, language in tqdm(todo, desc="Photographing", unit="page"):
            rows.append((f"{shot.name} ({language})", photograph(pages[language], shot, language)))
        browser.close()
    (SHOP / "index.html").write_text(contact_sheet(rows), encoding="utf-8")
    print(f"{sum(len(taken) for _, taken in rows)} pictures: file://{SHOP / 'index.html'}")


if __name__ == "__main__":
    main()
