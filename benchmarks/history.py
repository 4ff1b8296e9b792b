"""Years of orders, written in bulk and consistent in all their rows: shipped, paid, waiting and expired ones."""

import hashlib
from collections import Counter as Tally
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from tqdm import tqdm

from benchmarks.shelves import fill_shelves
from shop.cart.models import Cart
from shop.catalog.models import Variant
from shop.fulfillment.models import Parcel, ParcelLine
from shop.invoices.models import Counter, Invoice, InvoiceDocument, InvoiceKind
from shop.jobs.kinds import JobKind
from shop.jobs.models import Job
from shop.money import split_gross
from shop.orders.models import Order, OrderAddress, OrderEvent, OrderLine, OrderState
from shop.orders.why import Why
from shop.payments.models import EntryKind, Payment, PaymentEntry, PaymentMethod, PaymentState
from shop.stock.models import MoveKind, Stock, StockMove
from shop.tax.models import TaxRate

BATCH = 1_000
SHIPPING = 4_90  # cents
LIFE = [OrderState.SHIPPED] * 7 + [OrderState.PAID, OrderState.PENDING, OrderState.CANCELLED]  # of ten orders in a row
INVOICED = {OrderState.PAID, OrderState.SHIPPED}


class Pencil:
    """Writes orders of two lines each until there are as many as asked for."""

    def __init__(self, *, document: bytes) -> None:
        self.at = timezone.now()
        self.document = document
        self.digest = hashlib.sha256(document).hexdigest()
        fill_shelves(at=self.at)
        self.variants = list(Variant.objects.select_related("product", "stock").order_by("pk"))
        self.rate = TaxRate.objects.filter(country="DE", kind="standard").latest("valid_from").percent
        self.written = 0
        self.invoices = 0

    def write_until(self, total: int) -> None:
        with tqdm(total=total, initial=self.written, desc="Writing orders", unit="", leave=False) as bar:
            while self.written < total:
                size = min(BATCH, total - self.written)
                with transaction.atomic():
                    self._write(range(self.written, self.written + size))
                self.written += size
                bar.update(size)

    def _write(self, numbers: range) -> None:
        carts = Cart.objects.bulk_create(
            Cart(country="DE", created_at=self.at, changed_at=self.at, ordered_at=self.at) for _number in numbers
        )
        orders = Order.objects.bulk_create(self._order(cart, number) for cart, number in zip(carts, numbers, strict=True))
        address = {"name": "Mika Muster", "street": "Regalweg 7", "postcode": "10115", "city": "Berlin", "country": "DE"}
        OrderAddress.objects.bulk_create(OrderAddress(order=order, kind="delivery", **address) for order in orders)
        lines = OrderLine.objects.bulk_create(
            line for order, number in zip(orders, numbers, strict=True) for line in self._lines(order, number)
        )
        OrderEvent.objects.bulk_create(event for order in orders for event in self._events(order))
        self._money(orders)
        self._goods(orders, lines)
        waiting = [(order.pk, order.hold_until) for order in orders if order.hold_until]
        Job.objects.bulk_create(Job(kind=JobKind.EXPIRE_ORDER, reference=str(pk), run_at=until) for pk, until in waiting)

    def _pair(self, number: int) -> list[Variant]:
        return [self.variants[number % len(self.variants)], self.variants[(number + 1) % len(self.variants)]]

    def _order(self, cart: Cart, number: int) -> Order:
        goods = sum(int(variant.price.amount * 100) for variant in self._pair(number))
        parts = [split_gross(gross, self.rate) for gross in (goods, SHIPPING)]
        net, tax = (sum(getattr(part, name) for part in parts) for name in ("net", "tax"))
        state = LIFE[number % len(LIFE)]
        return Order(
            cart=cart,
            number=f"SR-{number:09d}",
            state=state,
            language="de",
            email=f"guest-{number}@example.org",
            payment_method=PaymentMethod.BANK_TRANSFER,
            goods=goods,
            shipping=SHIPPING,
            total=goods + SHIPPING,
            shipping_reason="rate",
            carrier="DHL Paket",
            days_min=2,
            days_max=4,
            taxes=[{"rate": str(self.rate), "net": net, "tax": tax, "gross": goods + SHIPPING, "shipping": SHIPPING}],
            placed_at=self.at,
            hold_until=self.at + timedelta(days=7) if state == OrderState.PENDING else None,
        )

    def _lines(self, order: Order, number: int) -> list[OrderLine]:
        done = {OrderState.SHIPPED: {"shipped": 1}, OrderState.CANCELLED: {"released": 1}}.get(OrderState(order.state), {})
        lines = []
        for variant in self._pair(number):
            price = split_gross(int(variant.price.amount * 100), self.rate)
            values: dict[str, Any] = {
                "unit": price.gross,
                "gross": price.gross,
                "net": price.net,
                "tax": price.tax,
                "rate": self.rate,
            }
            name = str(variant)
            lines.append(OrderLine(order=order, variant=variant, sku=variant.sku, name=name, quantity=1, **values, **done))
        return lines

    def _events(self, order: Order) -> list[OrderEvent]:
        steps = [("", OrderState.PENDING, Why.PLACED)]
        if order.state in INVOICED:
            steps.append((OrderState.PENDING, OrderState.PAID, Why.BANK_TRANSFER))
        if order.state == OrderState.SHIPPED:
            steps.append((OrderState.PAID, OrderState.SHIPPED, Why.PARCEL_SHIPPED))
        if order.state == OrderState.CANCELLED:
            steps.append((OrderState.PENDING, OrderState.CANCELLED, Why.NOT_PAID_IN_TIME))
        return [OrderEvent(order=order, from_state=was, to_state=to, why=why, at=self.at) for was, to, why in steps]

    def _money(self, orders: list[Order]) -> None:
        states = {OrderState.PENDING: PaymentState.OPEN, OrderState.CANCELLED: PaymentState.EXPIRED}
        payments = Payment.objects.bulk_create(
            Payment(
                order=order,
                method=order.payment_method,
                state=states.get(OrderState(order.state), PaymentState.PAID),
                amount=order.total,
                captured=order.total if order.state in INVOICED else 0,
                created_at=self.at,
                changed_at=self.at,
            )
            for order in orders
        )
        paid = [payment for payment in payments if payment.captured]
        PaymentEntry.objects.bulk_create(
            PaymentEntry(payment=p, kind=EntryKind.RECEIVED, amount=p.amount, reference=f"bank:{p.pk}", at=self.at) for p in paid
        )
        series, first = "RE-2026", self.invoices + 1
        self.invoices += len(paid)
        invoices = Invoice.objects.bulk_create(
            Invoice(
                kind=InvoiceKind.INVOICE,
                series=series,
                value=value,
                number=f"{series}-{value:06d}",
                order=payment.order,
                key=f"invoice:{payment.order_id}",
                total=payment.amount,
                data={},
                issued_at=self.at,
            )
            for value, payment in enumerate(paid, first)
        )
        InvoiceDocument.objects.bulk_create(
            (InvoiceDocument(invoice=i, pdf=self.document, sha256=self.digest, made_at=self.at) for i in invoices), batch_size=100
        )
        Counter.objects.update_or_create(series=series, defaults={"value": self.invoices})

    def _goods(self, orders: list[Order], lines: list[OrderLine]) -> None:
        shipped = [order for order in orders if order.state == OrderState.SHIPPED]
        parcels = Parcel.objects.bulk_create(Parcel(order=order, carrier="DHL Paket", shipped_at=self.at) for order in shipped)
        of = {parcel.order_id: parcel for parcel in parcels}
        ParcelLine.objects.bulk_create(ParcelLine(parcel=of[x.order_id], order_line=x, quantity=1) for x in lines if x.shipped)
        moves, gone, held = [], Tally[int](), Tally[int]()
        for line in lines:
            kinds = [MoveKind.RESERVED]
            kinds += [MoveKind.SHIPPED] if line.shipped else [MoveKind.RELEASED] if line.released else []
            moves += [
                StockMove(variant_id=line.variant_id, kind=k, quantity=1, reason=line.order.number, at=self.at) for k in kinds
            ]
            gone[line.variant_id] += line.shipped
            held[line.variant_id] += line.open_quantity
        StockMove.objects.bulk_create(moves)
        for variant in {line.variant_id for line in lines}:
            taken = {"on_hand": F("on_hand") - gone[variant], "reserved": F("reserved") + held[variant]}
            Stock.objects.filter(variant_id=variant).update(**taken)
