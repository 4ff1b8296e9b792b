"""Some buyers of one process, at the same instant."""

import json
import sys
import threading
from datetime import datetime

from django.db import connection

from shop.cart.models import Cart
from shop.checkout.place_order import place_order
from tests.factories import SHOP_URL


def buy(orders: str, at: datetime) -> None:
    """Place `orders` (JSON: cart and what was seen of it) in threads when the word is given; tells what became of each."""
    told: list[str] = []

    def one(cart: int, seen: str) -> None:
        try:
            order = place_order(cart=Cart.objects.get(pk=cart), seen=seen, language="en", at=at, shop_url=SHOP_URL)
            told.append(type(order).__name__)
        except Exception as error:  # what became of it is what the test looks at
            told.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=pair) for pair in json.loads(orders)]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.stdout.write(" ".join(told))
