"""A mail server that this test alone talks to."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from tests.shop.mail.smtp_server import MailServer


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with MailServer() as made:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", made.port, 5
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL = "Sternregal <shop@sternregal.example>"
        yield made
