"""A checkout from cart to order takes at most 25 queries a step, with one line as with three.

Counted is what reads or writes rows. BEGIN, SAVEPOINT and their ends are left out: the tests' own transaction makes savepoints of
what is one COMMIT in the shop.
"""

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from demo.stripe_standin import StripeStandin
from shop.cart.models import Cart
from shop.orders.models import Order, OrderLine
from tests.factories import a_cart, a_shop, a_variant, a_voucher
from tests.shop.storefront.test_bad_input import ADDRESS

pytestmark = pytest.mark.django_db
CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")


def a_visitor(pieces: int) -> Client:
    """With `pieces` different figures in the cart."""
    a_shop()
    client = Client()
    session = client.session
    session["cart"] = a_cart(lines=[(a_variant(), 1) for _ in range(pieces)]).token
    session.save()
    client.cookies["session"] = session.session_key
    return client


def count(act: Callable[[], HttpResponse], status: int) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = act()
    assert answer.status_code == status
    return sum(not query["sql"].startswith(CONTROL) for query in captured)


def steps(client: Client, method: str) -> dict[str, int]:
    """The queries of each step, in the order in which a guest takes them."""
    where = "/de/checkout/"
    counted = {
        "cart": count(lambda: client.get("/de/cart/"), 200),
        "address": count(lambda: client.get(where), 200),
        "send address": count(lambda: client.post(where, ADDRESS), 302),
        "payment": count(lambda: client.get(f"{where}payment/"), 200),
        "send payment": count(lambda: client.post(f"{where}payment/", {"method": method}), 302),
    }
    seen = client.get(f"{where}review/").context["seen"]
    counted["review"] = count(lambda: client.get(f"{where}review/"), 200)
    placed = 307 if method == "card" else 302
    counted["order"] = count(lambda: client.post(f"{where}order/", {"seen": seen}), placed)
    order = Order.objects.get()
    if method == "card":
        counted["card payment"] = count(lambda: client.post(f"/de/orders/{order.token}/card-payment/"), 302)
    counted["order's page"] = count(lambda: client.get(f"/de/orders/{order.token}/"), 200)
    return counted


BEFORE = {"cart": 7, "address": 5, "send address": 8, "payment": 9, "send payment": 5, "review": 10}


@pytest.mark.parametrize(("pieces", "order"), [(1, 23), (3, 24)])
def test_order_by_bank_transfer(pieces: int, order: int) -> None:
    assert steps(a_visitor(pieces), "bank_transfer") == {**BEFORE, "order": order, "order's page": 8}
    assert OrderLine.objects.count() == pieces


@pytest.mark.parametrize(("pieces", "order"), [(1, 23), (3, 24)])
def test_order_by_card(pieces: int, order: int, stripe: StripeStandin) -> None:
    stripe.state.clock = lambda: timezone.now().timestamp()
    assert steps(a_visitor(pieces), "card") == {**BEFORE, "order": order, "card payment": 22, "order's page": 8}
    assert (Cart.objects.get().ordered_at is None, len(stripe.sessions)) == (False, 1)


def test_order_with_a_voucher_asks_for_its_limits_besides() -> None:
    """Seven more: who the customer is, how often they used it, the use itself, and its two counters."""
    client = a_visitor(1)
    Cart.objects.update(voucher=a_voucher())
    assert steps(client, "bank_transfer")["order"] == 30
