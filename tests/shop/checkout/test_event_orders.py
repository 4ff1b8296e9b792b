"""Stripe's events of one session in every order, and each order with a duplicate: always the same end.

Stripe's truth stands still while they come, as it does when they are days late, so it is asked over HTTP once for each story.
The first comparison is with a webhook that hears of each event in the moment in which it happens.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from demo.stripe_standin import StripeStandin
from shop.aftersales.expire_order import expire_order
from shop.alerts.models import Alert
from shop.books.verify import verify_books
from shop.checkout import apply_session, pay_by_card, stripe_events
from shop.checkout.pay_by_card import start_card_payment
from shop.checkout.stripe_events import apply_event, keep_event
from shop.invoices.models import Invoice
from shop.jobs.models import Job
from shop.mail.models import OutgoingMail
from shop.orders.models import Order, OrderEvent, OrderLine
from shop.payments.models import Dispute, Payment, PaymentEntry, Refund, StripeEvent
from shop.payments.record import receive
from shop.payments.stripe import Event, Session, fetch_session, read_webhook
from shop.stock.models import Stock, StockMove
from tests.factories import SHOP_URL, a_variant, an_order

pytestmark = pytest.mark.django_db
LATE = timedelta(hours=2)

Story = Callable[[StripeStandin, str], Iterator[None]]  # each step of it is a yield


def _card_paid(stripe: StripeStandin, session: str) -> Iterator[None]:
    stripe.pay(session)
    yield


def _debit_paid(stripe: StripeStandin, session: str) -> Iterator[None]:
    stripe.pay_by_debit(session)
    yield
    stripe.settle_debit(session, succeeds=True)
    yield


def _debit_failed(stripe: StripeStandin, session: str) -> Iterator[None]:
    stripe.pay_by_debit(session)
    yield
    stripe.settle_debit(session, succeeds=False)
    yield


def _refunded_and_disputed(stripe: StripeStandin, session: str) -> Iterator[None]:
    stripe.pay(session)
    yield
    stripe.refund_in_dashboard(session, amount=10_00)
    yield
    stripe.open_dispute(session)
    yield


def _declined_and_expired(stripe: StripeStandin, session: str) -> Iterator[None]:
    stripe.decline(session)
    yield
    an_hour_later = stripe.state.clock() + 3600
    stripe.state.clock = lambda: an_hour_later
    stripe.catch_up()
    yield


COMPLETED, CHARGED = "checkout.session.completed", "charge.succeeded"
STORIES: dict[str, tuple[Story, tuple[str, ...]]] = {
    "card paid": (_card_paid, (COMPLETED, "payment_intent.succeeded", CHARGED)),
    "debit paid": (
        _debit_paid,
        (COMPLETED, "payment_intent.processing", "checkout.session.async_payment_succeeded", "payment_intent.succeeded", CHARGED),
    ),
    "debit failed": (
        _debit_failed,
        (
            COMPLETED, "payment_intent.processing", "charge.pending", "checkout.session.async_payment_failed",
            "payment_intent.payment_failed",
        ),
    ),
    "paid, partly refunded, disputed": (
        _refunded_and_disputed,
        (COMPLETED, CHARGED, "refund.created", "charge.refunded", "charge.dispute.created"),
    ),
    "declined, expired": (
        _declined_and_expired,
        ("charge.failed", "payment_intent.payment_failed", "checkout.session.expired", "payment_intent.canceled"),
    ),
}  # fmt: skip


def _snapshot() -> dict[str, Any]:
    """All that the events may have brought about; row ids, which PostgreSQL never gives twice, stand for nothing."""
    return {
        "orders": list(Order.objects.values_list("number", "state", "hold_until", "payment_method")),
        "history": list(OrderEvent.objects.order_by("pk").values_list("from_state", "to_state", "why", "at")),
        "lines": list(OrderLine.objects.values_list("quantity", "shipped", "released", "withdrawn")),
        "payments": list(Payment.objects.order_by("pk").values_list("state", "captured", "refunded", "session_id", "intent_id")),
        "entries": list(PaymentEntry.objects.order_by("reference").values_list("kind", "amount", "at")),
        "refunds": list(Refund.objects.order_by("stripe_id").values_list("stripe_id", "amount", "state", "reason")),
        "disputes": list(Dispute.objects.values_list("stripe_id", "amount", "state", "reason")),
        "invoices": list(Invoice.objects.order_by("number").values_list("number", "kind", "total", "issued_at")),
        "mails": sorted(OutgoingMail.objects.values_list("key", flat=True)),
        "alerts": sorted(Alert.objects.values_list("kind", "reference", "message")),
        "stock": list(Stock.objects.order_by("pk").values_list("on_hand", "reserved", "preordered")),
        "moves": sorted(StockMove.objects.values_list("variant", "kind", "quantity")),
        "jobs": sorted(
            Job.objects.exclude(kind__in=("apply_event", "render_invoice", "send_refund")).values_list("kind", "run_at")
        ),
        "waiting events": StripeEvent.objects.filter(handled_at=None).count(),
    }


def _bring(event: Event, at: datetime) -> None:
    keep_event(event=event, at=at)
    apply_event(event_id=event.id, at=at, shop_url=SHOP_URL)


def _try_again(at: datetime) -> None:
    """As the worker does: an event about an intent may come before the one that tells whose it is."""
    for waiting in StripeEvent.objects.filter(handled_at=None):
        apply_event(event_id=waiting.pk, at=at, shop_url=SHOP_URL)


@contextmanager
def _for_now() -> Iterator[None]:
    """Nothing of what happens inside stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _event(stripe: StripeStandin, event_id: str) -> Event:
    body, signature = stripe.signed(event_id)
    return read_webhook(payload=body, signature=signature)


def _chosen(stripe: StripeStandin, session: str, kinds: tuple[str, ...]) -> tuple[Event, ...]:
    by_kind = {event["type"]: event["id"] for event in stripe.events_of(session)}
    return tuple(_event(stripe, by_kind[kind]) for kind in kinds)


def _ends(events: tuple[Event, ...], at: datetime, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The end of each order of `events`, and of each with one of them once more; orders that begin alike share their beginning."""
    known: dict[str, Session] = {}

    def fetch_once(session_id: str) -> Session:
        if session_id not in known:
            known[session_id] = fetch_session(session_id)
        return known[session_id]

    monkeypatch.setattr(pay_by_card, "fetch_session", fetch_once)
    monkeypatch.setattr(stripe_events, "fetch_session", fetch_once)
    ends: list[dict[str, Any]] = []

    def end() -> None:
        _try_again(at)
        found = _snapshot()
        same = next((one for one in ends if {**found, "books": []} == one), None)
        ends.append(same or {**found, "books": verify_books(at=at)})

    def walk(come: tuple[Event, ...]) -> None:
        left = [event for event in events if event not in come]
        for event in left:
            with _for_now():
                _bring(event, at)
                walk((*come, event))
        if not left:
            again = come[len(ends) // 2 % len(come)]
            with _for_now():
                end()
            with _for_now():
                _bring(again, at)
                end()

    walk(())
    return ends


def _start(order: Order, at: datetime) -> str:
    return start_card_payment(order=order, at=at, shop_url=SHOP_URL).rsplit("/", 1)[1]


@pytest.mark.parametrize("name", STORIES)
def test_events_in_any_order_come_to_the_same_end(
    name: str, stripe: StripeStandin, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    story, kinds = STORIES[name]
    session = _start(an_order(method="card"), at)
    with _for_now():  # the webhook is never late
        told = 0
        for _ in story(stripe, session):
            fresh, told = stripe.events[told:], len(stripe.events)
            for event in fresh:
                _bring(_event(stripe, event["id"]), at)
        _try_again(at)
        expected = {**_snapshot(), "books": []}
    ends = _ends(_chosen(stripe, session, kinds), at, monkeypatch)
    assert len(ends) == {3: 12, 4: 48, 5: 240}[len(kinds)]
    assert [end for end in ends if end != expected] == []


@pytest.mark.parametrize(("left", "state"), [(1, "paid"), (0, "cancelled")])
def test_money_after_the_order_expired_comes_to_the_same_end_in_any_order(
    left: int, state: str, stripe: StripeStandin, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the goods still there the order comes back to life, without them the money goes back."""
    variant = a_variant(on_hand=1)
    order = an_order(method="card", lines=[(variant, 1)])
    session, late = _start(order, at), at + LATE
    expire_order(order=order, at=late, shop_url=SHOP_URL)
    assert Order.objects.get().state == "cancelled"
    if not left:
        an_order(lines=[(variant, 1)])
    stripe.tamper(session, status="open", expires_at=int(late.timestamp()) + 3600)  # as if we had never closed it
    stripe.pay(session)
    ends = _ends(_chosen(stripe, session, (COMPLETED, "payment_intent.succeeded", CHARGED)), late, monkeypatch)
    assert len(ends) == 12
    assert [end for end in ends if end != ends[0]] == []
    assert (ends[0]["books"], {row[0]: row[1] for row in ends[0]["orders"]}[order.number]) == ([], state)
    assert [row[1:3] for row in ends[0]["refunds"]] == ([] if left else [(order.total, "requested")])
    assert len(ends[0]["invoices"]) == left


def test_control_an_order_of_events_that_matters_is_seen(
    stripe: StripeStandin, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were a payment booked by each event's own name, the ends would differ."""
    session = _start(an_order(method="card"), at)
    stripe.pay(session)

    def book_each(*, payment: Payment, amount: int, reference: str, at: datetime) -> None:
        number = StripeEvent.objects.filter(handled_at=None).count() + payment.entries.count()
        receive(payment=payment, amount=amount, reference=f"{reference}-{number}", at=at)

    monkeypatch.setattr(apply_session, "receive", book_each)
    monkeypatch.setattr(apply_session, "move_payment", lambda **_: True)
    monkeypatch.setattr(apply_session, "settle_payment", lambda **_: None)
    ends = _ends(_chosen(stripe, session, (COMPLETED, CHARGED)), at, monkeypatch)
    assert [end for end in ends if end != ends[0]] != []
