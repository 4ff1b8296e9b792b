"""The stand-in for Stripe beside the shop, driven by the test: nothing happens there by itself."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from demo.stripe_standin import StripeStandin
from tests.factories import AT


@pytest.fixture
def stripe(settings: Settings) -> Iterator[StripeStandin]:
    """Stripe over real HTTP; its clock stands at the tests' moment until a test moves it."""
    made = StripeStandin(webhook_url="", webhook_secret="whsec_standin", api_key="sk_test_standin", background=False)
    made.state.clock = AT.timestamp
    made.account.debit_seconds = None
    made.start()
    settings.STRIPE_API_BASE = made.url
    settings.STRIPE_INSIDE_TEST_TRANSACTION = True
    yield made
    made.stop()
