"""How long a search takes on the server: `python -m benchmarks.search 1000 10000 100000`, or `make bench-search` for both databases.

Fills the database of DATABASE_URL with the demo shop and its copies, then asks for every query of `tests/shop/search/queries.toml`
(misspelled ones, Japanese, numbers) and for a few words that match a large part of the catalog. Each is asked `ROUNDS` times through
Django's test client: middleware, search, facets, cards and template. Prints a table in Markdown.
"""

import gc
import os
import statistics
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
BROAD = ["figur", "rouge", "manga", "plüsch", "metallic rouge figur", "1/7", "hoodie", "kurogane", "nullsektor", "sofort figur"]
ROUNDS = int(os.environ.get("ROUNDS", "3"))
HEAD = "| Database | Products | Search: p50 | p95 | misspelled: p50 | p95 | broad: p50 | p95 | search alone: p95 | suggestions: p50 | p95 |"


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000


def measured(ask: Callable[[str], object], queries: list[str]) -> list[float]:
    times = []
    for _round in range(ROUNDS):
        for query in queries:
            begin = time.perf_counter()
            ask(query)
            times.append(time.perf_counter() - begin)
    return times


def measure(products: int) -> str:
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from shop.listing.present import forget_index, kept_shelf
    from shop.search.search import search

    call_command("demo", products=products)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    forget_index()
    entries = tomllib.loads((ROOT / "tests/shop/search/queries.toml").read_text(encoding="utf-8"))["queries"]
    queries = [entry[0] for group in entries.values() for entry in group]
    misspelled = [entry[0] for group in ("typos", "first_letters") for entry in entries[group]]
    client = Client()

    def page(query: str) -> None:
        response = client.get("/de/search/", {"q": query})
        if response.status_code != 200:
            raise SystemExit(f"{query!r} was answered with {response.status_code}")

    def suggest(query: str) -> None:
        client.get("/de/search/suggestions/", {"q": query[:60]})

    page("oboro")  # the first request reads the catalog into the process
    gc.collect()
    gc.freeze()  # as gunicorn's workers do
    tables = [
        measured(page, queries),
        measured(page, misspelled),
        measured(page, BROAD),
        measured(lambda query: search(query, language="de", goods=kept_shelf), queries + BROAD),
        measured(suggest, [query[: max(2, len(query) // 2)] for query in queries]),
    ]
    shown = []
    for place, times in enumerate(tables):
        shown += [] if place == 3 else [f"{statistics.median(times) * 1000:.0f} ms"]
        shown.append(f"{percentile(times, 0.95):.0f} ms")
    return f"| {connection.vendor} | {products:,} | " + " | ".join(shown) + " |"


def main(sizes: list[int]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("SHOP_MODE", "demo")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    sys.stdout.write(HEAD + "\n" + "|---" * (HEAD.count("|") - 1) + "|\n")
    for size in sizes:
        sys.stdout.write(measure(size) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1000])
