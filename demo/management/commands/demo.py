"""`manage.py demo`: load the demo shop into the database; safe to run again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone
from tqdm import tqdm

from demo.content import posts, rows
from demo.load_catalog import jobs_for, load_entities, load_product
from demo.load_magazine import cover_job, load_authors, load_post
from demo.load_search import index_all, load_synonyms
from demo.load_shop import load_shop
from demo.many import load_many
from demo.pictures import draw_all
from shop.catalog.models import Product


class Command(BaseCommand):
    help = "Load the demo shop: seller, shipping, goods, pictures and articles. What is there already stays as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--products",
            type=int,
            default=0,
            metavar="N",
            help="Fill up with copies to N products, to measure the shop (such as 10000).",
        )

    def handle(self, *args: Any, products: int, **options: Any) -> None:
        if not 0 <= products <= 1_000_000:
            raise CommandError("--products takes a number from 0 to 1000000.")
        now = timezone.now()
        characters = {row["slug"]: row for row in rows("character")}
        goods, articles = rows("product"), posts()
        with transaction.atomic():
            load_shop(at=now)
            load_entities()
            load_authors()
            load_synonyms()
        wanted = {row["slug"]: jobs_for(row, characters) for row in goods}
        covers = {post["key"]: cover_job(post, characters) for post in articles}
        jobs = [job for group in wanted.values() for job in group] + list(covers.values())
        connection.close()  # the drawing processes are forks and must not share it
        facts = draw_all(jobs, progress=lambda done: self._bar(done, "Drawing pictures", None, len(jobs)))
        for row in self._bar(goods, "Filling the shelves", len(goods)):
            with transaction.atomic():
                load_product(row, [(job.view, facts[job]) for job in wanted[row["slug"]]], at=now)
        for post in self._bar(articles, "Printing the magazine", len(articles)):
            with transaction.atomic():
                load_post(post, facts[covers[post["key"]]], at=now)
        if products:
            missing = max(0, products - Product.objects.count())
            load_many(products, at=now, progress=lambda numbers: self._bar(numbers, "Adding products", missing))
        index_all(progress=lambda kind, total: self._bar(None, "Writing the index", total).update)

    def _bar(self, things: Any, title: str, total: int | None, at_most: int | None = None) -> Any:
        return tqdm(things, desc=title, total=total or at_most, unit="", leave=True, bar_format="{desc:22} {bar:30} {n_fmt}")
