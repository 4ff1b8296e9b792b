"""`manage.py index_search`: write the search's index, all of it. The search goes on meanwhile; what changes is indexed by itself."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from shop.search.refresh import rebuild_index


class Command(BaseCommand):
    help = "Index all goods, series, characters, makers and articles. Needed after a change of the normalizer, or of the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anew", action="store_true", help="Empty the index first; searches find less until it is done.")

    def handle(self, *args: Any, anew: bool, **options: Any) -> None:
        count = rebuild_index(anew=anew, progress=self._bar)
        self.stdout.write(f"{count} documents are indexed.")

    def _bar(self, kind: str, total: int) -> Callable[[int], object]:
        return tqdm(desc=kind, total=total, unit="", bar_format="{desc:14} {bar:30} {n_fmt}", file=self.stderr).update
