"""What money that has come means for its order."""

from datetime import datetime, timedelta

import pytest

from demo.stripe_standin import StripeStandin
from shop.aftersales.cancel_order import cancel_order
from shop.aftersales.refund_order import refund_order
from shop.alerts.models import Alert
from shop.books.verify import verify_books
from shop.checkout.pay_by_card import look_at_card_payment, start_card_payment
from shop.invoices.models import Invoice
from shop.mail.models import OutgoingMail
from shop.orders.models import Order
from shop.payments.models import Payment, PaymentEntry, Refund
from shop.stock.models import Stock
from tests.factories import SHOP_URL, a_staff_member, a_variant, an_order, pay

pytestmark = pytest.mark.django_db


def _mails() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("key", flat=True))


def test_whole_sum_makes_an_order_paid_with_invoice_and_mail(at: datetime) -> None:
    order = an_order()
    assert verify_books(at=at) == []
    payment = pay(order)
    assert (order.state, order.hold_until, payment.state, payment.captured) == ("paid", None, "paid", 8480)
    assert list(PaymentEntry.objects.values_list("kind", "amount")) == [("received", 8480)]
    assert list(Invoice.objects.values_list("number", "kind", "total")) == [("RE-2026-000001", "invoice", 8480)]
    assert _mails() == [f"order-confirmation:{order.pk}", f"payment-received:{order.pk}"]
    assert verify_books(at=at) == []


def test_too_little_leaves_the_order_waiting_and_tells_the_customer(at: datetime) -> None:
    order = an_order()
    payment = pay(order, amount=5000)
    assert (order.state, payment.state, payment.rest) == ("pending", "open", 3480)
    assert _mails() == [f"order-confirmation:{order.pk}", f"part-payment-5000:{order.pk}"]
    assert Invoice.objects.count() == 0
    pay(order, amount=3480)
    assert (order.state, Payment.objects.get().state, Invoice.objects.count()) == ("paid", "paid", 1)
    assert verify_books(at=at) == []


def test_too_much_is_given_back(at: datetime) -> None:
    order = an_order()
    payment = pay(order, amount=9000)
    assert (order.state, payment.captured) == ("paid", 9000)
    assert list(Refund.objects.values_list("amount", "state", "reason")) == [(520, "requested", "paid too much")]
    assert set(Alert.objects.values_list("kind", flat=True)) == {"overpaid", "refund_due"}
    assert verify_books(at=at) == []


def test_paid_twice_is_given_back_once(at: datetime) -> None:
    order = an_order()
    pay(order)
    pay(order)
    assert list(Refund.objects.values_list("amount", flat=True)) == [8480]
    assert (order.state, Invoice.objects.count()) == ("paid", 1)
    assert verify_books(at=at) == []


def test_late_money_brings_an_order_back_whose_goods_are_there(at: datetime) -> None:
    order = an_order()
    cancel_order(order=order, why="no money", in_time=False, at=at, shop_url=SHOP_URL)
    assert Stock.objects.get().reserved == 0
    pay(order)
    assert (order.state, Stock.objects.get().reserved, Invoice.objects.count()) == ("paid", 1, 1)
    assert list(Alert.objects.values_list("kind", flat=True)) == ["late_payment"]
    assert verify_books(at=at) == []


def test_late_money_for_goods_that_are_gone_goes_back(at: datetime) -> None:
    variant = a_variant(on_hand=1)
    order = an_order(lines=[(variant, 1)])
    cancel_order(order=order, why="no money", in_time=False, at=at, shop_url=SHOP_URL)
    an_order(lines=[(variant, 1)])
    pay(order)
    assert order.state == "cancelled"
    assert list(Refund.objects.values_list("amount", "reason")) == [(8480, "paid late")]
    assert _mails()[-1] == f"late-payment-{Payment.objects.get(order=order).pk}-8480:{order.pk}"
    assert verify_books(at=at) == []


def test_cancelled_paid_order_gives_everything_back(at: datetime) -> None:
    order = an_order()
    pay(order)
    cancel_order(order=order, why="scratched", by=a_staff_member(), at=at, shop_url=SHOP_URL)
    assert (order.state, Stock.objects.get().reserved) == ("cancelled", 0)
    assert list(Refund.objects.values_list("amount", flat=True)) == [8480]
    assert list(Invoice.objects.order_by("pk").values_list("number", "total")) == [
        ("RE-2026-000001", 8480),
        ("ST-2026-000001", 8480),
    ]
    assert verify_books(at=at) == []


def test_order_that_costs_nothing_is_paid_at_once(at: datetime) -> None:
    order = an_order(lines=[(a_variant(price="0.00"), 1)])
    assert (order.state, order.total, Invoice.objects.get().total) == ("paid", 0, 0)
    assert verify_books(at=at + timedelta(days=30)) == []


def test_control_a_planted_cent_is_found(at: datetime) -> None:
    order = an_order()
    pay(order)
    Payment.objects.filter(order=order).update(captured=8481)
    Order.objects.filter(pk=order.pk).update(goods=7991, total=8481)
    Stock.objects.update(reserved=2)
    assert sorted({problem.rule[:2] for problem in verify_books(at=at)}) == ["M1", "M3", "O1", "S2"]


def test_refund_in_stripes_dashboard_is_taken_off_the_invoice(stripe: StripeStandin, at: datetime) -> None:
    order = an_order(method="card")
    session = start_card_payment(order=order, at=at, shop_url=SHOP_URL).rsplit("/", 1)[1]
    stripe.pay(session)
    payment = Payment.objects.get()
    look_at_card_payment(payment=payment, at=at, shop_url=SHOP_URL)
    stripe.refund_in_dashboard(session, amount=1000)
    look_at_card_payment(payment=payment, at=at, shop_url=SHOP_URL)
    look_at_card_payment(payment=payment, at=at, shop_url=SHOP_URL)
    assert list(Refund.objects.values_list("amount", "state", "reason")) == [(1000, "succeeded", "made at Stripe")]
    assert list(Invoice.objects.order_by("pk").values_list("kind", "total")) == [("invoice", 8480), ("cancellation", 1000)]
    assert verify_books(at=at) == []
    order.refresh_from_db()
    cancel_order(order=order, why="sold out after all", by=a_staff_member(), at=at, shop_url=SHOP_URL)
    assert list(Invoice.objects.order_by("pk").values_list("kind", "total"))[2:] == [("cancellation", 7480)]
    assert list(Refund.objects.order_by("pk").values_list("amount", flat=True)) == [1000, 7480]
    assert verify_books(at=at) == []


def test_second_payment_after_a_goodwill_refund_goes_back_whole(at: datetime) -> None:
    order = an_order()
    pay(order)
    refund_order(order=order, amount=3000, reason="scratch", key="a" * 16, by=a_staff_member(), at=at, shop_url=SHOP_URL)
    pay(order)
    assert sorted(Refund.objects.values_list("amount", flat=True)) == [3000, 8480]
    assert verify_books(at=at) == []
