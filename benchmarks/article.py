"""`make bench-articles`: what the page of an article with 20 live cards costs the server, and how many queries.

Measured in one process from request to response (every middleware, the database, the template), without the network, with the demo's goods
multiplied to `--sizes`. Rounds: all cards alive; a quarter of them dead, so that they are healed; after a sale, when the goods of one card
have changed; and a process that has just begun. The database is a new SQLite file, or that of DATABASE_URL, which must be empty.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.listing import open_shop

CARDS = 20
SLUG = "twenty-cards"
SENTENCE = "<p>Nach einem Jahr im Regal sieht man, was die Bemalung taugt und wo der Sockel Platz braucht.</p>" * 3


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-articles", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000], metavar="N", help="products")
    parser.add_argument("--requests", type=int, default=200, help="requests for each figure (200)")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the database and pictures stay for another run")
    return parser.parse_args()


class Bench:
    """The article and its figures; everything of Django's is imported when it is set up."""

    def __init__(self, times: int) -> None:
        from django.db import connection
        from django.test import Client

        self.times, self.client, self.connection = times, Client(), connection

    def write(self) -> None:
        """An article that shows 20 products of as many kinds as there are, in the order of their slugs."""
        from django.utils import timezone

        from blog.articles.models import Author, Post, PostKind
        from shop.catalog.models import Product, Series
        from shop.stock.sections import on_the_shelf

        goods = Product.objects.published().filter(on_the_shelf()).order_by("slug").values_list("slug", flat=True)[:CARDS]
        body = "".join(f"<h2>Teil {number}</h2>{SENTENCE}<p>[[product:{slug}]]</p>" for number, slug in enumerate(goods))
        texts = {"title_de": "Zwanzig Karten", "excerpt_de": "Zwanzig Waren auf einer Seite.", "body_de": body}
        fields = {"author": Author.objects.first(), "is_draft": False, "published_at": timezone.now() - timedelta(hours=1)}
        post, _created = Post.objects.update_or_create(slug_de=SLUG, defaults={**texts, **fields, "kind": PostKind.GUIDE})
        post.series.set(Series.objects.order_by("pk")[:1])
        self.slugs = list(goods)

    def get(self) -> str:
        response = self.client.get(f"/de/blog/{SLUG}/")
        if response.status_code != 200:
            raise SystemExit(f"status {response.status_code}")
        return response.content.decode()

    def report(self, size: int) -> None:
        from shop.listing.present import forget_index

        self.stock(self.slugs, 5)
        cards = self.get().count('class="inline-card"')
        print(f"\n{self.connection.vendor}, {size:,} products, {cards} cards")
        print(f"{'round':28} {'p50 ms':>8} {'p95 ms':>8} {'CPU ms':>8} {'queries':>8}")
        self.line("all alive")
        self.line("after a sale", before=lambda: self.stock(self.slugs[:1], 4))
        self.stock(self.slugs[::4], 0)
        self.line("a quarter dead")
        self.stock(self.slugs, 5)
        self.line("a process that begins", before=forget_index, times=10)

    def stock(self, slugs: list[str], pieces: int) -> None:
        from shop.stock.models import Stock

        Stock.objects.filter(variant__product__slug__in=slugs).update(on_hand=pieces, reserved=0)

    def line(self, name: str, *, before: Callable[[], Any] | None = None, times: int | None = None) -> None:
        from django.test.utils import CaptureQueriesContext

        for _ in range(3):
            self.get()
        spent, busy, queries = [], 0.0, 0
        for _ in range(times or self.times):
            if before:
                before()
            begin, cpu = time.perf_counter(), time.process_time()
            self.get()
            spent.append((time.perf_counter() - begin) * 1000)
            busy += time.process_time() - cpu
        if before:
            before()
        with CaptureQueriesContext(self.connection) as captured:
            self.get()
            queries = len(captured)
        p50, p95 = statistics.median(spent), statistics.quantiles(spent, n=20)[-1]
        print(f"{name:28} {p50:8.1f} {p95:8.1f} {busy * 1000 / len(spent):8.1f} {queries:8}", flush=True)


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
            bench.write()
            bench.report(size)


if __name__ == "__main__":
    main()
