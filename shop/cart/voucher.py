"""Put a voucher into the cart, and take it out again."""

from datetime import datetime

from django.db import transaction

from shop.cart.edit import CartIsOrdered
from shop.cart.models import Cart
from shop.vouchers.models import Voucher


@transaction.atomic
def set_voucher(*, cart: Cart, voucher: Voucher | None, at: datetime) -> None:
    """Let `voucher` (or none) count for the cart; whether it takes anything off is asked anew on every page. Raises `CartIsOrdered`."""
    if not Cart.objects.filter(pk=cart.pk, ordered_at__isnull=True).update(voucher=voucher, changed_at=at):
        raise CartIsOrdered
