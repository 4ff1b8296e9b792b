"""django-oscar as a target of the load: its server and a guest's way through it. Runs in our environment, Oscar in its own."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.browser import Browser, Page
from benchmarks.serve import ROOT, served


class Guest:
    """Product, basket, e-mail, address, preview, order, thanks, and the redirects between them; shipping is free, payment none."""

    def __init__(self, port: int, number: int) -> None:
        self.browser = Browser(port, {"Host": "127.0.0.1"})
        self.number = number
        self._page: Page

    def prepare(self, product: str) -> None:
        page = self.browser.get(product)
        answer = self.browser.send(page, page.form("/basket/add/"), {})
        if answer.status != 302:
            raise LookupError(f"the basket answers {answer.status}")
        self.browser.get("/basket/")
        page = self.browser.get("/checkout/")
        page = self.browser.post(page, "", username=f"guest-{self.number}@example.org", options="anonymous")
        address = {
            "first_name": "Mika",
            "last_name": "Muster",
            "line1": "Regalweg 7",
            "line4": "Berlin",
            "postcode": "10115",
            "country": "DE",
        }
        page = self.browser.post(page, "/checkout/shipping-address/", **address)
        if not page.url.startswith("/checkout/payment-details/"):
            raise LookupError(f"the address leads to {page.url}")
        self._page = self.browser.get("/checkout/preview/")
        self._page.form("/checkout/preview/")  # there is something to confirm

    def order(self) -> float | None:
        answer = self.browser.send(self._page, self._page.form("/checkout/preview/"), {})
        self._page = answer
        return answer.seconds if answer.status == 302 and "thank-you" in answer.location else None

    def finish(self) -> None:
        page = self.browser.get(self._page.location)
        if page.status != 200:
            raise LookupError(f"the thanks answer {page.status}")


class Oscar:
    name = "Oscar"

    def __init__(self, port: int, products: list[str], last_pieces: list[str], ask: Any) -> None:
        self.port = port
        self.products = products
        self.last_pieces = last_pieces
        self._ask = ask

    def buyer(self, number: int) -> Guest:
        return Guest(self.port, number)

    def sold(self) -> dict[str, int]:
        answer: dict[str, int] = self._ask("sold")
        return answer

    def books(self) -> list[str]:
        return []  # Oscar has no such check


@contextmanager
def open_oscar(folder: Path, *, python: str, threads: int, single: int) -> Iterator[Oscar]:
    """Oscar on a database of its own beside ours: the same kind, the same server."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "benchmarks.oscar.settings", "OSCAR_FOLDER": str(folder)}
    if os.environ["DATABASE_URL"].startswith("postgres"):
        environment["OSCAR_DATABASE_URL"] = _second_database(os.environ["DATABASE_URL"])

    def run(*command: str) -> str:
        done = subprocess.run([python, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}:\n{done.stderr}")
        return done.stdout

    def ask(*words: str) -> Any:
        return json.loads(run("-m", "benchmarks.oscar.stock", *words))

    run("-m", "django", "migrate", "--verbosity", "0")
    paths = ask("fill", str(single))
    log, products = folder / "oscar.log", paths[: len(paths) - single]
    with served("benchmarks.oscar.wsgi", environment=environment, log=log, threads=threads, python=python) as port:
        yield Oscar(port, products, paths[len(products) :], ask)


def _second_database(url: str) -> str:
    """A fresh database in the server of `url`."""
    folder = url.removeprefix("postgres://").rpartition("/")[0]
    with psycopg.connect(f"host={folder} dbname=postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE oscar")
    return f"postgres://{folder}/oscar"
