"""A process that does one deed on the test's own database and may be told to die on the way: python -m tests.shop.kills.child."""

import json
import os
import sys
from collections.abc import Callable
from datetime import datetime

import django


def main(deed: str, argument: str) -> None:
    """Do `deed`; the database, Stripe's address and the moment come by the environment that `run.py` made."""
    django.setup()
    from django.conf import settings
    from django.db import connection

    settings.DATABASES["default"].update(json.loads(os.environ["KILL_DATABASE"]))  # for the connections of other threads
    connection.settings_dict.update(settings.DATABASES["default"])
    settings.STRIPE_API_BASE = os.environ["KILL_STRIPE"]
    settings.MEDIA_ROOT = os.environ["KILL_MEDIA"]
    settings.STORAGES["originals"]["OPTIONS"]["location"] = os.environ["KILL_ORIGINALS"]
    host, _colon, port = os.environ["KILL_SMTP"].partition(":")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = host, int(port), False, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    deeds()[deed](argument, datetime.fromisoformat(os.environ["KILL_MOMENT"]))


def deeds() -> dict[str, Callable[[str, datetime], None]]:
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    from shop.cart.models import Cart
    from shop.checkout.pay_by_card import start_card_payment
    from shop.checkout.place_order import place_order
    from shop.checkout.record_transfer import record_transfer
    from shop.orders.models import Order
    from shop.worker.round import do_round
    from tests.factories import SHOP_URL, fingerprint
    from tests.shop.kills.buyers import buy
    from tests.shop.kills.readers import read, read_naively

    def place(cart: str, at: datetime) -> None:
        found = Cart.objects.get(pk=cart)
        place_order(cart=found, seen=fingerprint(found), language="en", at=at, shop_url=SHOP_URL)

    def start(order: str, at: datetime) -> None:
        start_card_payment(order=Order.objects.get(pk=order), at=at, shop_url=SHOP_URL)

    def transfer(order: str, at: datetime) -> None:
        found = Order.objects.get(pk=order)
        record_transfer(order=found, amount=found.total, reference="line-1", by=User.objects.get(), at=at, shop_url=SHOP_URL)

    def webhook(event: str, at: datetime) -> None:
        body, signature = json.loads(event)
        answer = Client().post(
            "/webhooks/stripe/", body.encode(), content_type="application/json", headers={"Stripe-Signature": signature}
        )
        assert answer.status_code == 200, answer.content

    def work(_nothing: str, at: datetime) -> None:
        do_round(at=at)

    def worker(_nothing: str, _at: datetime) -> None:
        call_command("worker", every=0.05)

    return {
        "buy": buy, "place": place, "read": read, "read_naively": read_naively, "start": start, "transfer": transfer,
        "webhook": webhook, "work": work, "worker": worker,
    }  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:3])
