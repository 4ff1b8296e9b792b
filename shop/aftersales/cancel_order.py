"""Cancel an order before any of it has shipped: its goods go back on sale."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from shop.orders.models import Order, OrderState
from shop.orders.states import WrongState, move
from shop.payments.models import Payment, PaymentState
from shop.payments.states import move_payment
from shop.stock.reserve import release


@transaction.atomic
def cancel_order(*, order: Order, why: str, by: User, at: datetime) -> None:
    """Cancel an unpaid order and release what it held; raises `WrongState` once it is paid or shipped."""
    locked = Order.objects.select_for_update().get(pk=order.pk)
    if locked.state != OrderState.PENDING:
        raise WrongState(f"{locked.number} is {locked.state}")
    move(order=locked, to=OrderState.CANCELLED, why=why, by=by, at=at)
    for payment in Payment.objects.filter(order=locked, state=PaymentState.OPEN):
        move_payment(payment=payment, to=PaymentState.CANCELLED, at=at)
    for line in locked.lines.order_by("variant_id"):
        release(variant_id=line.variant_id, quantity=line.quantity, preorder=line.is_preorder, reason=locked.number, at=at, by=by)
