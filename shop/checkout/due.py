"""What the shop has of an order's money, and what it may keep of it."""

from django.db.models import F, Sum

from shop.invoices.issue import left_of
from shop.orders.models import Order
from shop.payments.models import Payment


def kept(order: Order) -> int:
    """The cents received for `order` and not given back, over all of its payments."""
    sums = Payment.objects.filter(order=order).aggregate(kept=Sum(F("captured") - F("refunded")))
    return sums["kept"] or 0


def due(order: Order) -> int:
    """The cents that the shop may keep: the invoice less its cancellations, plus what was deducted for loss of value."""
    deducted = order.settlements.aggregate(sum=Sum("deduction"))["sum"] or 0
    return left_of(order) + deducted
