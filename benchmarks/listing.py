"""`make bench-listing`: what a list with all its facets costs the server, at 1,000, 10,000 and 100,000 products.

Measured in one process from request to response (every middleware, the database, the template), without the network. The
database is a new SQLite file, or that of DATABASE_URL, which must be empty: `sh tools/with_postgres.sh make bench-listing`.
"""

import argparse
import gc
import os
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

PAGES = {
    "no filter": "",
    "one filter": "category=scale-figures",
    "three filters": "availability=in_stock&category=scale-figures&price=50-100",
    "by price": "sort=price",
}
DEEP = 0.9  # a deep page lies behind nine tenths of the list


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-listing", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000], metavar="N", help="products")
    parser.add_argument("--requests", type=int, default=200, help="requests for each figure (200)")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the database and pictures stay for another run")
    return parser.parse_args()


def open_shop(folder: Path) -> None:
    """Django with the demo's settings on the database of this run."""
    os.environ.update(SHOP_MODE="demo", DJANGO_SETTINGS_MODULE="config.settings", MEDIA_ROOT=str(folder / "media"))
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'shop.sqlite3'}")
    os.environ.update(STATIC_ROOT=str(folder / "static"), LOG_LEVEL="ERROR", DEBUG="false")
    import django  # the settings read the environment that was set above

    django.setup()


def milliseconds(act: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    act()
    return (time.perf_counter() - begin) * 1000


class Bench:
    """The figures of one size; everything of Django's is imported when it is set up."""

    def __init__(self, times: int) -> None:
        from django.db import connection
        from django.http import QueryDict
        from django.test import Client
        from django.utils import timezone

        from shop.listing import present
        from shop.listing.filters import Filters
        from shop.listing.listing import listing

        self.times, self.client, self.connection, self.present = times, Client(), connection, present
        self.today = timezone.localdate()
        self.read: Callable[[str], Any] = lambda query: Filters.from_query(QueryDict(query))
        self.listing = listing

    def get(self, query: str) -> None:
        response = self.client.get(f"/de/products/?{query}")
        if response.status_code != 200:
            raise SystemExit(f"{query}: status {response.status_code}")

    def answer(self, query: str) -> None:
        self.listing(filters=self.read(query), on=self.today, language="de")

    def deep(self, query: str) -> str:
        """The address of a page behind nine tenths of the list of `query`."""
        filters = self.read(query)
        total = self.listing(filters=filters, on=self.today, language="de").total
        page = self.listing(filters=filters, on=self.today, language="de", page_size=int(total * DEEP))
        return f"{query}&after={page.next.text()}" if page.next else query

    def index(self) -> tuple[float, float]:
        """Seconds to read the whole catalog anew, and the megabytes that it takes."""

        def rebuild() -> None:
            self.present.forget_index()
            with self.present.present_index():
                pass

        seconds = statistics.median(milliseconds(rebuild) for _ in range(3)) / 1000
        self.present.forget_index()
        gc.collect()
        tracemalloc.start()
        rebuild()
        megabytes = tracemalloc.get_traced_memory()[0] / 1e6
        tracemalloc.stop()
        return seconds, megabytes

    def report(self, size: int) -> None:
        seconds, megabytes = self.index()
        print(f"\n{self.connection.vendor}, {size:,} products: index built in {seconds:.2f} s, {megabytes:.1f} MB")
        print(f"{'page':28} {'p50 ms':>8} {'p95 ms':>8} {'CPU ms':>8} {'facets p50':>11}")
        for name, query in PAGES.items():
            shallow = self.line(name, query)
            deep = self.line(f"{name}, deep page", self.deep(query))
            print(f"{'':28} deep page costs {deep / shallow:.2f} of the first")
        self.line("after a sale", "", before=self.sell)

    def line(self, name: str, query: str, *, before: Callable[[], None] | None = None) -> float:
        """Print the figures of one page; answers the processor time of a request, which other programs on the machine do not stretch."""
        for _ in range(3):
            self.get(query)
        spent = []
        busy = 0.0
        for _ in range(self.times):
            if before:
                before()
            begin = time.process_time()
            spent.append(milliseconds(lambda: self.get(query)))
            busy += time.process_time() - begin
        p50, p95 = statistics.median(spent), statistics.quantiles(spent, n=20)[-1]
        facets = statistics.median(milliseconds(lambda: self.answer(query)) for _ in range(20))
        cpu = busy * 1000 / self.times
        print(f"{name:28} {p50:8.1f} {p95:8.1f} {cpu:8.1f} {facets:11.2f}", flush=True)
        return cpu

    def sell(self) -> None:
        """Another process would do this: one variant's stock changes between two requests."""
        with self.connection.cursor() as cursor:
            cursor.execute(
                "UPDATE shop_stock SET on_hand = on_hand + 1 WHERE variant_id = (SELECT max(variant_id) FROM shop_stock)"
            )


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory() as temporary:
        open_shop(options.keep or Path(temporary))
        from django.core.management import call_command

        from shop.catalog.models import Product

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        bench = Bench(options.requests)
        for size in sorted(options.sizes):
            if Product.objects.count() < size:
                call_command("demo", products=size)
            bench.report(size)


if __name__ == "__main__":
    main()
