"""`manage.py oss_export 2026 4 > oss-2026-Q4.csv`: the rows of a quarter's One-Stop-Shop return (UStG § 18j), from the invoices."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from shop.invoices.oss_sales import quarter_csv


class Command(BaseCommand):
    help = "Print net and VAT per country and rate of one quarter as CSV; corrections of earlier quarters stand apart."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("quarter", type=int, choices=(1, 2, 3, 4))

    def handle(self, *args: Any, year: int, quarter: int, **options: Any) -> None:
        self.stdout.write(quarter_csv(year, quarter), ending="")
