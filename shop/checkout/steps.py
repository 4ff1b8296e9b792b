"""The guest's way through the checkout: what is known so far, and which step comes next."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from shop.cart.edit import CartIsOrdered
from shop.cart.models import Cart
from shop.checkout.models import CheckoutDraft
from shop.customers.address import Address


class Step(StrEnum):
    ADDRESS = "address"
    PAYMENT = "payment"
    REVIEW = "review"


def draft_of(cart: Cart) -> CheckoutDraft | None:
    """What the checkout of `cart` knows."""
    return CheckoutDraft.objects.filter(cart=cart).first()


def next_step(draft: CheckoutDraft | None) -> Step:
    """The first step that still needs something; no later one may be entered."""
    if draft is None:
        return Step.ADDRESS
    return Step.REVIEW if draft.payment_method else Step.PAYMENT


@transaction.atomic
def save_address(*, cart: Cart, email: str, delivery: Address, billing: Address | None, at: datetime) -> CheckoutDraft:
    """Remember where to; the cart is from now on quoted for that country. Raises `CartIsOrdered`."""
    if not Cart.objects.filter(pk=cart.pk, ordered_at__isnull=True).update(
        country=delivery.country, postcode=delivery.postcode, changed_at=at
    ):
        raise CartIsOrdered
    values = {"email": email, "delivery": delivery.to_dict(), "billing": billing.to_dict() if billing else None, "changed_at": at}
    draft, _created = CheckoutDraft.objects.update_or_create(cart=cart, defaults=values)
    return draft


@transaction.atomic
def save_payment_method(*, draft: CheckoutDraft, method: str, at: datetime) -> CheckoutDraft:
    """Remember how the guest wants to pay."""
    CheckoutDraft.objects.filter(pk=draft.pk).update(payment_method=method, changed_at=at)
    draft.payment_method = method
    return draft
