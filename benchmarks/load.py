"""Buyers at work: how many orders a second, how long each took, and what was refused."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import count
from time import perf_counter
from typing import Protocol

from tqdm import tqdm

from benchmarks.browser import Browser

ONE_PIECE = "one piece"


class Buyer(Protocol):
    """A guest's way through a shop, in three parts."""

    browser: Browser

    def prepare(self, product: str) -> None:
        """From the product's page to the last step before the order."""

    def order(self) -> float | None:
        """The POST that orders: how long it took in seconds, or None when the shop said no."""

    def finish(self) -> None:
        """The page that thanks for the order."""


class Shop(Protocol):
    """A shop that runs: products that never sell out, and some of which there is a single piece each."""

    name: str
    products: list[str]
    last_pieces: list[str]

    def buyer(self, number: int) -> Buyer:
        """A new guest."""

    def books(self) -> list[str]:
        """What does not add up in its database, in words."""

    def sold(self) -> dict[str, int]:
        """How many pieces of each product its orders hold."""


@dataclass
class Round:
    """What one round saw. `flows` and `posts` are seconds; `statuses` counts all answers, `refused` the orders that were."""

    shop: str
    kind: str
    buyers: int
    seconds: float = 0.0
    flows: list[float] = field(default_factory=list)
    posts: list[float] = field(default_factory=list)
    refused: int = 0
    statuses: Counter[str] = field(default_factory=Counter)

    @property
    def orders(self) -> int:
        return len(self.posts)

    @property
    def per_second(self) -> float:
        return self.orders / self.seconds if self.seconds else 0.0

    @property
    def errors(self) -> dict[str, int]:
        """Answers that no buyer should see: server errors and connections that broke. A 409 is an answer, not an error."""
        return {status: n for status, n in sorted(self.statuses.items()) if not status.isdigit() or int(status) >= 500}


def percentile(values: list[float], percent: int) -> float:
    """The value that `percent` of a hundred do not exceed; 0 for none."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)] if ordered else 0.0


def buy(shop: Shop, *, kind: str, buyers: int, purchases: int, most_seconds: float, products: list[str]) -> Round:
    """`purchases` whole purchases by `buyers` at once, or as many as begin within `most_seconds`."""
    result, lock, numbers = Round(shop.name, kind, buyers), threading.Lock(), count()
    begun = perf_counter()

    def work() -> None:
        while perf_counter() - begun < most_seconds and (number := next(numbers)) < purchases:
            since = perf_counter()
            with _watched(shop.buyer(number), result, lock) as buyer:
                buyer.prepare(products[number % len(products)])
                seconds = buyer.order()
                if seconds is not None:
                    buyer.finish()
                with lock:
                    if seconds is None:
                        result.refused += 1
                    else:
                        result.posts.append(seconds)
                        result.flows.append(perf_counter() - since)
                    bar.update()

    with _bar(shop, kind, buyers, purchases) as bar, ThreadPoolExecutor(buyers) as pool:
        for future in [pool.submit(work) for _ in range(buyers)]:
            future.result()
    result.seconds = perf_counter() - begun
    return result


def rush(shop: Shop, *, buyers: int, product: str) -> Round:
    """One piece only: everybody stands at the last step, then all order at once."""
    result, lock = Round(shop.name, ONE_PIECE, buyers), threading.Lock()
    crowd: list[Buyer] = []

    def prepare(number: int) -> None:
        with _watched(shop.buyer(number), result, lock) as buyer:
            buyer.prepare(product)
            crowd.append(buyer)
            bar.update()

    def order(buyer: Buyer) -> None:
        gate.wait()
        with _watched(buyer, result, lock):
            seconds = buyer.order()
            with lock:
                if seconds is None:
                    result.refused += 1
                else:
                    result.posts.append(seconds)

    with _bar(shop, result.kind, buyers, buyers) as bar, ThreadPoolExecutor(2) as pool:
        list(pool.map(prepare, range(buyers)))
    gate = threading.Barrier(max(1, len(crowd)))
    begun = perf_counter()
    with ThreadPoolExecutor(gate.parties) as pool:
        list(pool.map(order, crowd))
    result.seconds = perf_counter() - begun
    return result


@contextmanager
def _watched(buyer: Buyer, result: Round, lock: threading.Lock) -> Iterator[Buyer]:
    """Counts the buyer's answers, and what broke on the way, into `result`."""
    problem = ""
    try:
        yield buyer
    except (OSError, HTTPException, LookupError) as error:
        problem = "lost the way" if isinstance(error, LookupError) else type(error).__name__
    with lock:
        result.statuses.update({str(status): n for status, n in buyer.browser.statuses.items()})
        buyer.browser.statuses.clear()
        if problem:
            result.statuses[problem] += 1


def _bar(shop: Shop, kind: str, buyers: int, total: int) -> tqdm:
    return tqdm(
        total=total, desc=f"{shop.name}, {kind}, {buyers} buyers", unit="", leave=False, bar_format="{desc:44} {bar:20} {n_fmt}"
    )


def verdict(shop: Shop, rounds: list[Round]) -> list[str]:
    """What is wrong after all rounds of `shop`: errors, pieces sold twice, orders lost, books that do not add up."""
    wrong = [f"{r.kind}, {r.buyers} buyers: {status} x {n}" for r in rounds for status, n in r.errors.items()]
    wrong += [f"{r.kind}, {r.buyers} buyers: {r.refused} refused" for r in rounds if r.kind != ONE_PIECE and r.refused]
    sold, ordered = shop.sold(), sum(r.orders for r in rounds)
    if sum(sold.values()) != ordered:
        wrong.append(f"{ordered} pieces were ordered, the database holds {sum(sold.values())}")
    wrong += [f"of one piece of {slug}, {sold[slug]} were sold" for slug in shop.last_pieces if sold.get(slug, 0) > 1]
    if any(r.orders != 1 for r in rounds if r.kind == ONE_PIECE):
        wrong.append("a single piece was not sold exactly once")
    return wrong + shop.books()
