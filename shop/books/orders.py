"""Orders: their sums, their mails, and a deadline for each that is not at its end."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, Sum
from django.db.models.functions import Cast

from shop.books.problem import Problem, compare
from shop.jobs.kinds import JobKind
from shop.jobs.models import Job
from shop.orders.models import Order, OrderEvent, OrderLine, OrderState
from shop.payments.models import Payment, PaymentState

LATE = timedelta(hours=3)  # a job that ends an order may wait for Stripe; then staff are told


def verify_orders(*, at: datetime) -> Iterator[Problem]:
    """O1-O4: sums, history and deadlines."""
    yield from _sums()
    yield from _history()
    yield from _deadlines(at)


def _sums() -> Iterator[Problem]:
    lines = {
        row["order"]: row
        for row in OrderLine.objects.values("order")
        .annotate(g=Sum("gross"), d=Sum("discount"), n=Sum("net"), t=Sum("tax"))
        .order_by()
    }
    for order in Order.objects.values("pk", "number", "goods", "discount", "shipping", "total", "taxes").iterator():
        line = lines.get(order["pk"], {"g": 0, "d": 0})
        rule = "O1 an order is the sum of its lines"
        yield from compare(rule, order["number"], (line["g"], line["d"]), (order["goods"], order["discount"]))
        gross = sum(group["gross"] for group in order["taxes"])
        parts = sum(group["net"] + group["tax"] for group in order["taxes"])
        yield from compare("O1 the tax rates sum to the total", order["number"], (order["total"],) * 2, (gross, parts))


def _history() -> Iterator[Problem]:
    last = OrderEvent.objects.filter(order=OuterRef("pk"), to_state=OuterRef("state"))
    for order in Order.objects.filter(~Exists(last)).values("number", "state"):
        yield Problem("O2 every state has its event", order["number"], order["state"])


def _deadlines(at: datetime) -> Iterator[Problem]:
    undecided = Payment.objects.filter(order=OuterRef("pk"), state__in=(PaymentState.PROCESSING, PaymentState.MISMATCH))
    job = Job.objects.filter(kind=JobKind.EXPIRE_ORDER, reference=Cast(OuterRef("pk"), CharField()), done_at__isnull=True)
    pending = Order.objects.filter(state=OrderState.PENDING)
    for order in pending.filter(Q(hold_until__isnull=True) & ~Exists(undecided)):
        yield Problem("O4 a pending order has a deadline", order.number, "no hold, and nothing is being decided")
    for order in pending.filter(Q(hold_until__isnull=False) & ~Exists(job)):
        yield Problem("O4 a pending order has a deadline", order.number, "no job will end it")
    for order in pending.filter(hold_until__lt=at - LATE):
        yield Problem(
            "O4 a pending order has a deadline", order.number, f"its hold ended at {order.hold_until}; is the worker running?"
        )
