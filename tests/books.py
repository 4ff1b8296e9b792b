"""All rows that a sale may touch, as plain values: a refused deed leaves them exactly as they were."""

from typing import Any

from shop.cart.models import Cart, CartLine
from shop.fulfillment.models import Parcel, ParcelLine
from shop.mail.models import MailAttachment, OutgoingMail
from shop.orders.models import Order, OrderAddress, OrderEvent, OrderLine
from shop.payments.models import Payment
from shop.stock.models import Stock, StockMove

TABLES = (
    Cart, CartLine, MailAttachment, Order, OrderAddress, OrderEvent, OrderLine, OutgoingMail, Parcel, ParcelLine, Payment, Stock,
    StockMove,
)  # fmt: skip


def books() -> dict[str, list[dict[str, Any]]]:
    return {table.__name__: list(table._default_manager.order_by("pk").values()) for table in TABLES}
