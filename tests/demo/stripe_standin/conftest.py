"""A running stand-in, a receiver of its webhooks, and the real SDK pointed at it."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import stripe

from demo.stripe_standin import StripeStandin
from tests.demo.stripe_standin.receiver import SECRET, Receiver

API_KEY = "sk_test_standin"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


@pytest.fixture
def standin(receiver: Receiver) -> Iterator[StripeStandin]:
    made = StripeStandin(webhook_url=receiver.url, webhook_secret=SECRET, api_key=API_KEY)
    made.deliverer.retry_delays = (0.05, 0.05)
    made.account.debit_seconds = None
    made.start()
    yield made
    made.stop()


@pytest.fixture
def client(standin: StripeStandin) -> stripe.StripeClient:
    return stripe.StripeClient(API_KEY, base_addresses={"api": standin.url}, max_network_retries=0)


@pytest.fixture(scope="session")
def order() -> Callable[..., dict[str, Any]]:
    """Parameters of a session for two figures and a book, 1,234.50 EUR, as the shop sends them; `changes` replace some."""

    def make(**changes: Any) -> dict[str, Any]:
        prices = [("Rouge Redstar 1/7", 59_900, 2), ("Artbook <Alter>", 3_650, 1)]
        lines = [
            {"price_data": {"currency": "eur", "unit_amount": amount, "product_data": {"name": name}}, "quantity": quantity}
            for name, amount, quantity in prices
        ]
        return {
            "mode": "payment",
            "line_items": lines,
            "client_reference_id": "S-2026-0001",
            "customer_email": "mika@example.org",
            "locale": "de",
            "success_url": "http://shop.test:8000/thanks/?session={CHECKOUT_SESSION_ID}",
            "cancel_url": "http://shop.test:8000/cart/",
            "expires_at": int(time.time()) + 31 * 60,
            "metadata": {"order": "S-2026-0001", "payment": "7"},
            "payment_intent_data": {"metadata": {"order": "S-2026-0001"}},
            **changes,
        }

    return make


@pytest.fixture
def session(client: stripe.StripeClient, order: Callable[..., dict[str, Any]]) -> Any:
    """An open session of 1,234.50 EUR."""
    return client.v1.checkout.sessions.create(order())
