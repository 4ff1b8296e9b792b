"""One page, looked at by axe on a phone and on a desk, in the light and in the dark, without loading it again."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page

WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,  # else it writes each imported stylesheet into the page anew, and the policy refuses that
}


def open_context(browser: Browser, shop: str, **options: object) -> BrowserContext:
    """Colors are looked at, so nothing may fade from one to the other: motion is reduced."""
    return browser.new_context(base_url=shop, reduced_motion="reduce", **options)  # type: ignore[arg-type]


def listen(page: Page) -> list[str]:
    """What the browser says against the Content-Security-Policy, and every script that fails, from now on."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def violations(page: Page, name: str) -> list[str]:
    """What axe finds on the page as it is now."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(options).then(({ violations }) => violations)", OPTIONS)
    return [f"{name}: {one['id']} {[node['target'] for node in one['nodes']][:3]}" for one in found]


def look(page: Page, name: str, *, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """What is wrong with the page that is open, in its present state, at each width and in each scheme."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{name}: scrolls sideways at {width} px")
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            found += violations(page, f"{name} at {width} px, {scheme}")
    return found
