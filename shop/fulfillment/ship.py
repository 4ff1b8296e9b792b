"""Ship: a parcel, the stock it takes, the order's new state and the mail about it, together."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from shop.fulfillment.models import Parcel, ParcelLine
from shop.legal.texts import seller
from shop.mail.outbox import queue_mail
from shop.orders.models import Order, OrderLine, OrderState
from shop.orders.states import WrongState, move
from shop.orders.why import Why
from shop.payments.dispute import is_disputed
from shop.stock.reserve import take_from_shelf


class NothingToShip(Exception):
    """No line was chosen, or more was chosen than is still open."""


class OrderIsDisputed(Exception):
    """The bank is asking for the money back; nothing is shipped until that is decided."""


@transaction.atomic
def ship(*, order: Order, quantities: Mapping[int, int], tracking: str, by: User, at: datetime, shop_url: str) -> Parcel:
    """Ship `quantities` (order line id -> pieces) of a paid order.

    Raises `WrongState` (not paid), `OrderIsDisputed`, `NothingToShip`, and `NotEnoughStock` for a pre-order that has not arrived.
    """
    locked = Order.objects.select_for_update().get(pk=order.pk)
    if locked.state not in {OrderState.PAID, OrderState.PARTLY_SHIPPED}:
        raise WrongState(f"{locked.number} is {locked.state}")
    if is_disputed(locked):
        raise OrderIsDisputed(locked.number)
    wanted = {line_id: pieces for line_id, pieces in quantities.items() if pieces > 0}
    if not wanted:
        raise NothingToShip
    parcel = Parcel.objects.create(order=locked, carrier=locked.carrier, tracking=tracking, shipped_at=at, by=by)
    lines = {line.pk: line for line in locked.lines.order_by("variant_id")}
    for line_id in sorted(wanted, key=lambda i: lines[i].variant_id if i in lines else 0):
        if line_id not in lines:
            raise NothingToShip
        _ship_line(parcel, lines[line_id], wanted[line_id], by, at)
    done = not OrderLine.objects.filter(order=locked, quantity__gt=F("shipped") + F("released")).exists()
    move(order=locked, to=OrderState.SHIPPED if done else OrderState.PARTLY_SHIPPED, why=Why.PARCEL_SHIPPED, by=by, at=at)
    _queue_mail(parcel, at, shop_url)
    return parcel


def _ship_line(parcel: Parcel, line: OrderLine, pieces: int, by: User, at: datetime) -> None:
    still_open = OrderLine.objects.filter(pk=line.pk, quantity__gte=F("shipped") + F("released") + pieces)
    if not still_open.update(shipped=F("shipped") + pieces):
        raise NothingToShip
    ParcelLine.objects.create(parcel=parcel, order_line=line, quantity=pieces)
    take_from_shelf(
        variant_id=line.variant_id, quantity=pieces, preorder=line.is_preorder, reason=parcel.order.number, at=at, by=by
    )


def _queue_mail(parcel: Parcel, at: datetime, shop_url: str) -> None:
    order = parcel.order
    with override(order.language):
        context = {"order": order, "parcel": parcel, "seller": seller(), "order_url": shop_url + order.get_absolute_url()}
        queue_mail(
            key=f"parcel:{parcel.pk}",
            to=order.email,
            language=order.language,
            subject=gettext("Your order %(number)s is on its way") % {"number": order.number},
            text=render_to_string("mail/parcel_shipped.txt", context),
            html=render_to_string("mail/parcel_shipped.html", context),
            at=at,
        )
