"""A shop to walk through: the small shop behind a live server, with the stand-in Stripe beside it."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from demo.stripe_standin import StripeStandin
from tests.small_shop import load_small_shop

PRODUCTS = [
    "rouge-redstar-1-7",
    "naomi-ortmann-1-8",
    "metal-rouge-1-7",
    "metallic-rouge-nektar-shirt",
    "echo-vesper-1-7",
    "juno-brandt-1-8",
    "kon-azukida-1-7",
]
ARTICLES = ["metallic-rouge-episode-1", "figure-care", "pre-orders"]


@pytest.fixture
def shop(live_server: LiveServer, settings) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """The address of a running shop with goods, articles and a card payment that works."""
    settings.SITE_URL = live_server.url
    standin = StripeStandin(
        webhook_url=f"{live_server.url}/webhooks/stripe/",
        webhook_secret=settings.STRIPE_WEBHOOK_SECRETS[0],
        api_key=settings.STRIPE_SECRET_KEY,
    )
    standin.start()
    settings.STRIPE_API_BASE = standin.url
    settings.SECURE_CSP = {**settings.SECURE_CSP, "form-action": ["'self'", standin.url]}
    load_small_shop(at=timezone.now(), products=PRODUCTS, articles=ARTICLES)
    yield live_server.url
    standin.stop()
