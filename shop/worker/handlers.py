"""What each job does. A handler reads its object anew, calls one deed, and says when it wants to be called again."""

from datetime import datetime, timedelta

from django.conf import settings

from shop.aftersales.expire_order import expire_order, remind_order
from shop.aftersales.watch_withdrawals import watch_withdrawals
from shop.alerts.models import AlertKind
from shop.alerts.raise_alert import raise_alert
from shop.books.verify import verify_books
from shop.checkout.pay_by_card import LOOK_EVERY, UNDECIDED, look_at_card_payment
from shop.checkout.stripe_events import apply_event, read_events
from shop.invoices.models import Invoice
from shop.invoices.oss_sales import watch_threshold
from shop.invoices.render import make_document
from shop.jobs.kinds import JobKind
from shop.jobs.run import Handler
from shop.listing.marks import sweep_marks
from shop.orders.models import Order
from shop.payments.models import Payment, Refund, RefundState
from shop.payments.refund import send_refund
from shop.payments.stripe import card_is_offered
from shop.pictures.render import render_picture
from shop.pictures.sweep import SHARDS, sweep_pictures
from shop.search.misses import forget_old_misses
from shop.throttle.count_try import forget_old_tries

EVENTS_EVERY = timedelta(minutes=5)
BOOKS_EVERY = timedelta(hours=24)
MARKS_EVERY = timedelta(hours=1)
HOURS = 24  # each hour of the day sweeps its share of the pictures' folders


def _expire_order(reference: str, at: datetime) -> datetime | None:
    return expire_order(order=Order.objects.get(pk=reference), at=at, shop_url=settings.SITE_URL)


def _remind_order(reference: str, at: datetime) -> datetime | None:
    remind_order(order=Order.objects.get(pk=reference), at=at, shop_url=settings.SITE_URL)
    return None


def _look_at_payment(reference: str, at: datetime) -> datetime | None:
    """Ask Stripe until the payment is decided: paid there means paid here within minutes, with the webhook dead."""
    payment = Payment.objects.select_related("order").get(pk=reference)
    if payment.state not in UNDECIDED:
        return None
    look_at_card_payment(payment=payment, at=at, shop_url=settings.SITE_URL)
    payment.refresh_from_db()
    return at + LOOK_EVERY if payment.state in UNDECIDED else None


def _send_refund(reference: str, at: datetime) -> datetime | None:
    """Have the refund made, then look until the bank has decided about it."""
    refund = Refund.objects.select_related("payment__order").get(pk=reference)
    send_refund(refund=refund, at=at)
    refund.refresh_from_db()
    if refund.state == RefundState.PENDING:
        look_at_card_payment(payment=refund.payment, at=at, shop_url=settings.SITE_URL)
        return at + timedelta(hours=6)
    return None


def _render_invoice(reference: str, at: datetime) -> datetime | None:
    invoice = Invoice.objects.select_related("order").get(pk=reference)
    make_document(invoice=invoice, at=at, shop_url=settings.SITE_URL)
    return None


def _apply_event(reference: str, at: datetime) -> datetime | None:
    return apply_event(event_id=reference, at=at, shop_url=settings.SITE_URL)


def _render_picture(reference: str, at: datetime) -> datetime | None:
    render_picture(digest=reference)
    return None


def _read_events(reference: str, at: datetime) -> datetime:
    if card_is_offered():
        read_events(at=at)
    return at + EVENTS_EVERY


def _check_books(reference: str, at: datetime) -> datetime:
    watch_threshold(at=at)
    watch_withdrawals(at=at)
    problems = verify_books(at=at)
    if problems:
        message = "\n".join(str(problem) for problem in problems[:20])
        raise_alert(key=f"books:{at.date()}", kind=AlertKind.BOOKS, message=message, at=at)
    return at + BOOKS_EVERY


def _sweep_marks(reference: str, at: datetime) -> datetime:
    sweep_marks()
    forget_old_tries(at=at)
    return at + MARKS_EVERY


def _tidy_search(reference: str, at: datetime) -> datetime:
    forget_old_misses(on=at.date())
    return at + BOOKS_EVERY


def _sweep_pictures(reference: str, at: datetime) -> datetime:
    sweep_pictures(at=at, shards=SHARDS[at.hour :: HOURS])
    return at + MARKS_EVERY


HANDLERS: dict[str, Handler] = {
    JobKind.EXPIRE_ORDER: _expire_order,
    JobKind.REMIND_ORDER: _remind_order,
    JobKind.LOOK_AT_PAYMENT: _look_at_payment,
    JobKind.SEND_REFUND: _send_refund,
    JobKind.RENDER_INVOICE: _render_invoice,
    JobKind.APPLY_EVENT: _apply_event,
    JobKind.RENDER_PICTURE: _render_picture,
    JobKind.READ_EVENTS: _read_events,
    JobKind.CHECK_BOOKS: _check_books,
    JobKind.SWEEP_MARKS: _sweep_marks,
    JobKind.TIDY_SEARCH: _tidy_search,
    JobKind.SWEEP_PICTURES: _sweep_pictures,
}
PERIODIC = (JobKind.READ_EVENTS, JobKind.CHECK_BOOKS, JobKind.SWEEP_MARKS, JobKind.TIDY_SEARCH, JobKind.SWEEP_PICTURES)
