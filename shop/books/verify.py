"""Do the books add up? All invariants of stock, orders, money and invoices in one place, as pure reading.

Used by the race, kill and replay tests, by `manage.py verify_books`, and every night by the worker, which raises an alert.
The rules bear the codes of docs/operations.md, 'When the books do not add up'.
"""

from datetime import datetime

from shop.books.invoices import verify_invoices
from shop.books.orders import verify_orders
from shop.books.payments import verify_payments
from shop.books.problem import Problem
from shop.books.stock import verify_stock
from shop.books.vouchers import verify_vouchers


def verify_books(*, at: datetime) -> list[Problem]:
    """Every contradiction that there is at the moment `at`; empty when all is well. A fixed number of queries."""
    return [*verify_stock(), *verify_orders(at=at), *verify_payments(), *verify_invoices(), *verify_vouchers()]
