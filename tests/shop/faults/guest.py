"""A guest at the order button, as the fault tests meet them: real requests, and the answer even where something broke."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client

from shop.cart.models import Cart
from tests.factories import a_checkout_ready_cart, a_variant


@dataclass
class Guest:
    client: Client
    cart: Cart
    seen: str

    def order(self) -> HttpResponse:
        """Press the button."""
        return self.client.post("/en/checkout/order/", {"seen": self.seen})


def a_guest(*, pieces: int = 1, method: str = "bank_transfer") -> Guest:
    """Somebody on the last page of the checkout, with `pieces` different figures."""
    cart = a_checkout_ready_cart(lines=[(a_variant(on_hand=5), 1) for _ in range(pieces)], method=method)
    client = Client(raise_request_exception=False)
    session = client.session
    session["cart"] = cart.token
    session.save()
    client.cookies["session"] = session.session_key
    return Guest(client, cart, client.get("/en/checkout/review/").context["seen"])
