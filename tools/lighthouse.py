"""Lighthouse's scores of the demo, served as in production: home, list, product, article and a cart with goods in it.

Called by `make lighthouse`. It needs Node 18 or newer with npm (which fetches Lighthouse into var/) and Chromium. Timings are only right on
a machine that does nothing else. Each page is measured several times; the table shows the run with the middle score for speed.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "lighthouse"
VERSION = "12.8.2"
FIGURE = "rouge-redstar-1-7"
PAGES = {
    "home": "/de/",
    "list": "/de/products/",
    "product": f"/de/products/{FIGURE}/",
    "article": "/de/blog/metallic-rouge-folge-1/",
    "cart": "/de/cart/",
}
CATEGORIES = {"performance": "speed", "accessibility": "access", "best-practices": "practice", "seo": "SEO"}
# A cart must not stand in a search engine, so its page says `noindex`, and the audit that asks for the opposite is left out.
LEFT_OUT = {"cart": "is-crawlable"}
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-component-update --disable-sync"

WARM = 8  # answers before the first measurement: the first one of each process compiles templates
ATTEMPTS = 3  # now and then the browser loses the beginning of its own recording


class NotPossible(Exception):
    """Something is missing on this machine; the message says what."""


def lighthouse() -> Path:
    """Lighthouse's program; npm fetches it when it is not there."""
    program = FOLDER / "node_modules" / ".bin" / "lighthouse"
    package = FOLDER / "node_modules" / "lighthouse" / "package.json"
    if not package.exists() or json.loads(package.read_text(encoding="utf-8"))["version"] != VERSION:
        npm = shutil.which("npm")
        if npm is None:
            raise NotPossible("npm is not installed (Debian: apt-get install npm).")
        print(f"Fetching Lighthouse {VERSION} into {FOLDER.relative_to(ROOT)}")
        options = ["--no-package-lock", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([npm, "install", "--prefix", FOLDER, *options, f"lighthouse@{VERSION}"], check=True)
    return program


def chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise NotPossible("Chromium is not installed (Debian: apt-get install chromium).")


def wait_for(site: str, server: subprocess.Popen) -> None:
    for _attempt in range(240):
        if server.poll() is not None:
            raise NotPossible("The demo did not start; its message stands above.")
        try:
            urllib.request.urlopen(f"{site}/healthz", timeout=5).close()  # noqa: S310 -- our own server
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
        else:
            return
    raise NotPossible("The demo does not answer.")


def fill_cart(site: str) -> str:
    """The cookie of a visitor who put the figure into the cart."""
    page = urllib.request.urlopen(f"{site}/de/products/{FIGURE}/").read().decode()  # noqa: S310
    variant = page.split('name="variant" value="')[1].split('"')[0]
    body = f"product={FIGURE}&variant={variant}&quantity=1".encode()
    request = urllib.request.Request(f"{site}/de/cart/lines/", body, {"Origin": site})  # noqa: S310
    cookies = urllib.request.HTTPCookieProcessor()
    urllib.request.build_opener(cookies).open(request).close()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in cookies.cookiejar)


def measure(name: str, url: str, cookie: str) -> dict[str, Any]:
    """Lighthouse's report of one run."""
    output = FOLDER / f"{name}.json"
    command = [str(lighthouse()), url, "--quiet", "--output=json", f"--output-path={output}", f"--chrome-flags={FLAGS}"]
    command += [f"--only-categories={','.join(CATEGORIES)}"]
    if name in LEFT_OUT:
        command += [f"--skip-audits={LEFT_OUT[name]}", f"--extra-headers={json.dumps({'Cookie': cookie})}"]
    for _attempt in range(ATTEMPTS):
        if subprocess.run(command, check=False, env={**os.environ, "CHROME_PATH": chromium()}).returncode == 0:
            report: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
            return report
    raise NotPossible(f"Lighthouse failed {ATTEMPTS} times at {url}; what it said stands above.")


def speed(report: dict[str, Any]) -> float:
    return float(report["categories"]["performance"]["score"] or 0)


def row(name: str, report: dict[str, Any]) -> str:
    audits = report["audits"]
    scores = "".join(f"{round((report['categories'][category]['score'] or 0) * 100):>10}" for category in CATEGORIES)
    seconds = "".join(
        f"{audits[audit]['numericValue'] / 1000:>8.2f} s" for audit in ("first-contentful-paint", "largest-contentful-paint")
    )
    blocked, shift = audits["total-blocking-time"]["numericValue"], audits["cumulative-layout-shift"]["numericValue"]
    weight = audits["total-byte-weight"]["numericValue"] / 1024
    return f"{name + ('*' if name in LEFT_OUT else ''):<10}{scores}{seconds}{blocked:>7.0f} ms{shift:>8.3f}{weight:>7.0f} KiB"


def faults(report: dict[str, Any]) -> list[str]:
    """The audits that cost points, by name."""
    counted = {ref["id"] for category in CATEGORIES for ref in report["categories"][category]["auditRefs"] if ref["weight"] > 0}
    return [
        f"{audit['id']} {audit.get('displayValue', '')}".strip()
        for audit in report["audits"].values()
        if audit["id"] in counted and audit["score"] is not None and audit["score"] < 0.9
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--runs", type=int, default=3, help="Runs of each page (3).")
    parser.add_argument("--pages", nargs="+", choices=PAGES, default=list(PAGES))
    arguments = parser.parse_args()
    site = f"http://127.0.0.1:{arguments.port}"
    try:
        lighthouse(), chromium()
        server = subprocess.Popen(
            [sys.executable, ROOT / "manage.py", "demo_server", "--port", str(arguments.port)], stdout=subprocess.DEVNULL
        )
        try:
            wait_for(site, server)
            cookie = fill_cart(site)
            header = "".join(f"{word:>10}" for word in CATEGORIES.values())
            print(f"{'page':<10}{header}{'FCP':>10}{'LCP':>10}{'TBT':>10}{'CLS':>8}{'weight':>11}")
            for name in arguments.pages:
                for _answer in range(WARM):
                    urllib.request.urlopen(site + PAGES[name]).close()  # noqa: S310
                reports = sorted((measure(name, site + PAGES[name], cookie) for _run in range(arguments.runs)), key=speed)
                middle = reports[len(reports) // 2]
                print(row(name, middle), *faults(middle), sep="\n    " if faults(middle) else "", flush=True)
            print(
                "* without 'is-crawlable': a cart says noindex. Mobile, simulated throttling; the whole reports: var/lighthouse/*.json"
            )
        finally:
            server.terminate()
            server.wait(20)
    except NotPossible as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
