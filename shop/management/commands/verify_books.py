"""`manage.py verify_books`: do stock, orders, payments, vouchers and invoices agree with each other? Exit 1 if not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shop.books.verify import verify_books


class Command(BaseCommand):
    help = "Check that the books add up; every contradiction is printed with what to look at."

    def handle(self, *args: Any, **options: Any) -> None:
        problems = verify_books(at=timezone.now())
        for problem in problems:
            self.stdout.write(str(problem))
        if problems:
            raise CommandError(f"{len(problems)} contradictions. See docs/operations.md, 'When the books do not add up'.")
        self.stdout.write("The books add up.")
