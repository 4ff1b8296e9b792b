"""The guest's way through the checkout."""

from datetime import datetime, timedelta

import pytest

from shop.cart.edit import CartIsOrdered
from shop.cart.models import Cart
from shop.checkout.models import CheckoutDraft
from shop.checkout.steps import Step, draft_of, next_step, save_address, save_payment_method
from tests.factories import a_cart, an_address

pytestmark = pytest.mark.django_db
HOME, OFFICE = an_address(), an_address(name="Roth GmbH", city="Wien", country="AT")


def test_address_begins_the_checkout_and_decides_the_country(at: datetime) -> None:
    cart, later = a_cart(country="DE"), at + timedelta(hours=1)
    draft = save_address(cart=cart, email="jana@example.org", delivery=OFFICE, billing=HOME, at=later)
    assert (draft.delivery_address, draft.billing_address) == (OFFICE, HOME)
    assert CheckoutDraft.objects.values("cart", "email", "payment_method", "changed_at").get() == {
        "cart": cart.pk, "email": "jana@example.org", "payment_method": "", "changed_at": later,
    }  # fmt: skip
    assert Cart.objects.values_list("country", "changed_at").get() == ("AT", later)


def test_address_again_replaces_the_first_and_keeps_the_payment_method(at: datetime) -> None:
    cart = a_cart()
    draft = save_address(cart=cart, email="jana@example.org", delivery=OFFICE, billing=HOME, at=at)
    save_payment_method(draft=draft, method="card", at=at)
    save_address(cart=cart, email="mika@example.org", delivery=HOME, billing=None, at=at)
    draft = CheckoutDraft.objects.get()
    assert (draft.email, draft.delivery_address, draft.billing_address, draft.payment_method) == (
        "mika@example.org",
        HOME,
        None,
        "card",
    )
    assert Cart.objects.get().country == "DE"


def test_address_of_an_ordered_cart_leaves_no_trace(at: datetime) -> None:
    cart = a_cart(country="DE")
    Cart.objects.update(ordered_at=at)
    with pytest.raises(CartIsOrdered):
        save_address(cart=cart, email="jana@example.org", delivery=OFFICE, billing=None, at=at + timedelta(hours=1))
    assert (CheckoutDraft.objects.count(), Cart.objects.get().country, Cart.objects.get().changed_at) == (0, "DE", at)


def test_steps_follow_from_what_is_known(at: datetime) -> None:
    cart = a_cart()
    assert (draft_of(cart), next_step(draft_of(cart))) == (None, Step.ADDRESS)
    draft = save_address(cart=cart, email="jana@example.org", delivery=HOME, billing=None, at=at)
    assert (draft_of(cart), next_step(draft_of(cart))) == (draft, Step.PAYMENT)
    draft = save_payment_method(draft=draft, method="bank_transfer", at=at + timedelta(minutes=1))
    assert (draft.payment_method, next_step(draft_of(cart))) == ("bank_transfer", Step.REVIEW)
    assert CheckoutDraft.objects.values_list("payment_method", "changed_at").get() == ("bank_transfer", at + timedelta(minutes=1))
