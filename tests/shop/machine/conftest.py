"""What a machine needs around it."""

import pytest
from pytest_django.fixtures import Settings

from shop.invoices import render
from shop.invoices.pdf import Rendered


@pytest.fixture
def machine_room(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stripe may be called inside the test's transaction; a PDF is not set anew for each of thousands of invoices."""
    settings.STRIPE_INSIDE_TEST_TRANSACTION = True
    settings.STRIPE_API_BASE = ""
    monkeypatch.setattr(render, "render_invoice", lambda document: Rendered(pdf=document.number.encode(), xml=b""))
