"""This shop as a target of the load: its server, its worker, a guest's way through it, and its books."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from benchmarks.browser import Browser, Page
from benchmarks.production import HOST
from benchmarks.serve import running, served
from benchmarks.shelves import fill_shelves
from shop.books.verify import verify_books
from shop.orders.models import OrderLine

PROXY = {"Host": HOST, "X-Forwarded-Proto": "https"}  # what the web server in front sets


class Guest:
    """10 requests: product, cart, address, payment, review, order, and the redirects between them."""

    def __init__(self, port: int, number: int) -> None:
        self.browser = Browser(port, PROXY)
        self.number = number
        self._page: Page

    def prepare(self, product: str) -> None:
        page = self.browser.get(f"/de/products/{product}/")
        self.browser.post(page, "/cart/lines/")
        address = {
            "email": f"guest-{self.number}@example.org",
            "delivery-name": "Mika Muster",
            "delivery-street": "Regalweg 7",
            "delivery-postcode": "10115",
            "delivery-city": "Berlin",
            "delivery-country": "DE",
        }
        page = self.browser.post(self.browser.get("/de/checkout/"), "", **address)
        self._page = self.browser.post(page, "", method="bank_transfer")
        self._page.form("/checkout/order/")  # there is something to confirm

    def order(self) -> float | None:
        answer = self.browser.send(self._page, self._page.form("/checkout/order/"), {})
        self._page = answer
        if answer.status == 302 and "/orders/" in answer.location:
            return answer.seconds
        if answer.status != 409:  # the review once more, which says what has changed
            raise LookupError(f"the order answers {answer.status}")
        return None

    def finish(self) -> None:
        page = self.browser.get(self._page.location)
        if page.status != 200:
            raise LookupError(f"the order's page answers {page.status}")


class Sternregal:
    name = "Sternregal"

    def __init__(self, port: int, products: list[str], last_pieces: list[str]) -> None:
        self.port = port
        self.products = products
        self.last_pieces = last_pieces
        self.books_seconds = 0.0

    def buyer(self, number: int) -> Guest:
        return Guest(self.port, number)

    def sold(self) -> dict[str, int]:
        rows = OrderLine.objects.values_list("variant__product__slug").annotate(pieces=Sum("quantity")).order_by()
        return dict(rows)

    def books(self) -> list[str]:
        begun = perf_counter()
        problems = verify_books(at=timezone.now())
        self.books_seconds = perf_counter() - begun
        return [str(problem) for problem in problems]


@contextmanager
def open_shop(folder: Path, *, threads: int, single: int) -> Iterator[Sternregal]:
    """The shop with web server and worker; all of it is gone afterwards. Call `production.set_up` first."""
    slugs = fill_shelves(at=timezone.now(), single=single)
    connection.close()
    log, products = folder / "sternregal.log", slugs[: len(slugs) - single]
    worker = running([sys.executable, "manage.py", "worker"], environment=os.environ, log=log)
    with served("config.wsgi", environment=os.environ, log=log, threads=threads) as port, worker:
        yield Sternregal(port, products, slugs[len(products) :])
