"""One page, looked at by axe on a phone and on a desk, in the light and in the dark, without loading it again."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page

WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")
OPTIONS: dict[str, object] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,  # else it writes each imported stylesheet into the page anew, and the policy refuses that
}
# What depends on colors; all else was found in the first scheme already.
COLORS = {**OPTIONS, "runOnly": ["color-contrast", "link-in-text-block"]}
LARGE_TEXT = 1280  # CSS pixels: the width at which the text is doubled
# Boxes that cut what is larger than they are: those that hold text must hold all of it. What only a screen reader reads is clipped away.
CUT_TEXT = """() => [...document.querySelectorAll('body *')].filter((box) => {
  const { overflowX, overflowY, clipPath } = getComputedStyle(box);
  if (clipPath === 'inset(50%)' || !box.innerText?.trim() || !box.checkVisibility()) return false;
  return (['hidden', 'clip'].includes(overflowX) && box.scrollWidth > box.clientWidth + 1)
    || (['hidden', 'clip'].includes(overflowY) && box.scrollHeight > box.clientHeight + 1);
}).map((box) => box.className || box.tagName)"""


def open_context(browser: Browser, shop: str, **options: object) -> BrowserContext:
    """Colors are looked at, so nothing may fade from one to the other: motion is reduced."""
    return browser.new_context(base_url=shop, reduced_motion="reduce", **options)  # type: ignore[arg-type]


def listen(page: Page) -> list[str]:
    """What the browser says against the Content-Security-Policy, and every script that fails, from now on."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def violations(page: Page, name: str, *, options: dict[str, object] = OPTIONS) -> list[str]:
    """What axe finds on the page as it is now."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(options).then(({ violations }) => violations)", options)
    return [f"{name}: {one['id']} {[node['target'] for node in one['nodes']][:3]}" for one in found]


def faults_of_large_text(page: Page, name: str) -> list[str]:
    """What does not fit while the text is twice as large."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found = [f"{name}: cuts its text at 200 %: {box}" for box in page.evaluate(CUT_TEXT)]
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > LARGE_TEXT:
        found.append(f"{name}: scrolls sideways with text at 200 %: {wide} px")
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def look(page: Page, name: str, *, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """What is wrong with the page that is open, in its present state, at each width and in each scheme."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{name}: scrolls sideways at {width} px")
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            found += violations(page, f"{name} at {width} px, {scheme}", options=OPTIONS if scheme == SCHEMES[0] else COLORS)
        if width == LARGE_TEXT:
            found += faults_of_large_text(page, name)
    return found
