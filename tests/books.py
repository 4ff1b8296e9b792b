"""All rows that a sale may touch, as plain values: a refused deed leaves them exactly as they were."""

from typing import Any

from shop.aftersales.models import WithdrawalLine, WithdrawalSettlement
from shop.alerts.models import Alert
from shop.cart.models import Cart, CartLine
from shop.fulfillment.models import Parcel, ParcelLine
from shop.invoices.models import Counter, Invoice
from shop.jobs.models import Job
from shop.mail.models import MailAttachment, OutgoingMail
from shop.orders.models import Order, OrderAddress, OrderEvent, OrderLine, OrderText
from shop.payments.models import Dispute, Payment, PaymentEntry, Refund
from shop.stock.models import Stock, StockMove
from shop.vouchers.models import Voucher, VoucherCustomer, VoucherUse

TABLES = (
    Alert, Cart, CartLine,
    Counter, Dispute, Invoice, Job, MailAttachment, Order, OrderAddress, OrderEvent, OrderLine, OrderText, OutgoingMail,
    Parcel, ParcelLine, Payment, PaymentEntry, Refund, Stock, StockMove, Voucher, VoucherCustomer, VoucherUse,
    WithdrawalLine, WithdrawalSettlement,
)  # fmt: skip


def books() -> dict[str, list[dict[str, Any]]]:
    return {table.__name__: list(table._default_manager.order_by("pk").values()) for table in TABLES}
