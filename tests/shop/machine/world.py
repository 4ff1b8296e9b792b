"""One small shop beside a Stripe of its own, with a clock that only the machine moves."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import F
from hypothesis.stateful import precondition

from demo.stripe_standin import StripeStandin
from demo.stripe_standin.debits import NothingToSettle
from shop.aftersales.models import WithdrawalDeclaration
from shop.books.verify import verify_books
from shop.cart.models import Cart
from shop.catalog.models import Variant
from shop.checkout.agreement import agreement
from shop.checkout.place_order import totals_now
from shop.checkout.stripe_events import apply_event, keep_event
from shop.jobs.kinds import JobKind
from shop.jobs.models import Job
from shop.legal.texts import texts_in_force
from shop.mail.models import OutgoingMail
from shop.orders.models import Order
from shop.payments.models import Payment, Refund, RefundState
from shop.payments.stripe import StripeIsUnreachable, read_webhook
from shop.shipping.tariff import load_tariff
from shop.stock.models import Stock
from shop.vouchers.models import Voucher
from shop.worker.round import do_round, plan_periodic
from tests.factories import AT, SHOP_URL, a_preorder, a_shop, a_staff_member, a_variant, a_voucher
from tests.shop.kills.run import nobody_was_charged_for_nothing

T = TypeVar("T")
SETTLING = [6, 6, 60, 60] + [60 * 24 * 3] * 4  # minutes between the last rounds: longer than anybody may take to pay
# Statements that change a row which `verify_books` reads: not those about carts, prices, mails, alerts and the inbox.
WRITES_IN_THE_BOOKS = re.compile(
    r'(INSERT|UPDATE|DELETE)[^"]*"shop_(counter|dispute|invoice|job|order|parcel|payment|refund|stock|voucher|withdrawal)'
)


class BooksDoNotAddUp(AssertionError):
    """What `verify_books` found."""


class World:
    """Everything that the rules act on. It lives in a transaction that `leave` takes back."""

    def __init__(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now: datetime = AT
        self.stripe = StripeStandin(webhook_url="", webhook_secret="whsec_standin", api_key="sk_test_standin", background=False)
        self.stripe.state.clock = self._clock
        self.stripe.account.debit_seconds = None
        self.stripe.start()
        settings.STRIPE_API_BASE = self.stripe.url
        a_shop()
        self.staff: User = a_staff_member()
        self.variants: list[Variant] = [
            a_variant(price="79.90", on_hand=4),
            a_variant(price="9.95", on_hand=6),
            a_preorder(limit=3),
        ]
        self.voucher: Voucher = a_voucher(limit=3, limit_per_customer=2)
        self.carts: list[Cart] = []
        self.seen: dict[int, str] = {}  # what the last page of each cart's checkout showed
        self.facts: set[str] = set()
        self.references = 0
        self.has_written = False
        self.watching = connection.execute_wrapper(self._watch)
        self.watching.__enter__()
        plan_periodic(at=self.now)
        Job.objects.filter(kind=JobKind.CHECK_BOOKS).delete()  # the machine looks itself, after every step

    def _watch(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.has_written = self.has_written or WRITES_IN_THE_BOOKS.match(sql) is not None
        return execute(sql, params, many, context)

    def _clock(self) -> float:
        return self.now.timestamp()

    def leave(self) -> None:
        self.stripe.stop()
        self.watching.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def tick(self, minutes: int = 1) -> None:
        self.now += timedelta(minutes=minutes)
        self.stripe.catch_up()

    def page(self, cart: Cart) -> str:
        """What the customer agrees to on the last page, now."""
        cart.refresh_from_db()
        totals = totals_now(cart=cart, tariff=load_tariff(language="en"), at=self.now)
        return agreement(totals, texts_in_force(at=self.now)).encode()

    def reference(self) -> str:
        self.references += 1
        return f"line-{self.references}"

    def deliver(self, event_id: str) -> None:
        """As the webhook does: into the inbox, then at once; what fails now is left to the worker."""
        body, signature = self.stripe.signed(event_id)
        event = read_webhook(payload=body, signature=signature)
        keep_event(event=event, at=self.now)
        with suppress(StripeIsUnreachable):
            apply_event(event_id=event.id, at=self.now, shop_url=SHOP_URL)

    def work(self, rounds: int = 1) -> int:
        done = 0
        for _ in range(rounds):
            jobs, mails = do_round(at=self.now)
            done += jobs + mails
        return done

    def order(self, number: int, *states: str) -> Order | None:
        """One of the newest orders: mostly one in one of `states`, now and then any, so that what makes no sense is tried, too."""
        newest = list(Order.objects.order_by("-pk")[:4])
        fitting = [order for order in newest if order.state in states]
        return pick(fitting if fitting and number % 8 < 6 else newest, number)

    def session(self, number: int, *, paid: bool) -> str | None:
        """One of the newest pages at Stripe: mostly one that is `paid` (or not), now and then any."""
        newest = list(self.stripe.sessions.values())[-6:]
        fitting = [session for session in newest if (session["payment_status"] == "paid") == paid]
        chosen = pick(fitting if fitting and number % 8 < 6 else newest, number)
        return chosen["id"] if chosen else None

    def tell(self, since: int) -> None:
        """The webhook is quick: all events after the first `since`."""
        for event in self.stripe.events[since:]:
            self.deliver(event["id"])

    def look_around(self) -> None:
        """See what there is to do something about."""
        found = {f"{state} order" for state in Order.objects.values_list("state", flat=True)}
        found |= {f"{method} waits" for method in Order.objects.filter(state="pending").values_list("payment_method", flat=True)}
        found |= {f"{one['status']} {one['payment_status']} page" for one in self.stripe.sessions.values()}
        found |= {f"{one['status']} dispute" for one in self.stripe.state.disputes.values()}
        found |= {f"{one['status']} refund" for one in self.stripe.state.refunds.values()}
        if Cart.objects.filter(ordered_at=None).exists():
            found.add("cart")
        if Refund.objects.filter(payment__method="bank_transfer", state="requested").exists():
            found.add("refund by hand")
        self.facts = found

    def check(self) -> None:
        """What holds after every step; one that wrote nothing has left the books as they were."""
        if not self.has_written:
            return
        self.has_written = False
        problems = verify_books(at=self.now)
        if problems:
            raise BooksDoNotAddUp("\n".join(str(problem) for problem in problems))
        assert not Stock.objects.filter(on_hand__lt=F("reserved")).exists()

    def settle_down(self) -> None:
        """The clock moves on until nobody has anything left to decide, the worker beside it; then all must be well."""
        for number, session in enumerate(self.stripe.sessions):
            with suppress(NothingToSettle):
                self.stripe.settle_debit(session, succeeds=number % 2 == 0)
        for minutes in SETTLING:
            self.tick(minutes)
            self.work(1)
        self.has_written = True
        self.check()
        assert nobody_was_charged_for_nothing(self.stripe)
        overdue = Job.objects.filter(done_at__isnull=True, run_at__lte=self.now - timedelta(minutes=10))
        assert list(overdue.values_list("kind", "reference", "last_error")) == []
        assert not OutgoingMail.objects.filter(sent_at__isnull=True).exists()
        assert self.given_back() == self.given_back_at_stripe()

    def given_back(self) -> dict[str, int]:
        """By intent: the cents that our books say Stripe gave back."""
        sums: dict[str, int] = {}
        made = Refund.objects.filter(state=RefundState.SUCCEEDED, payment__intent_id__isnull=False)
        for intent, amount in made.values_list("payment__intent_id", "amount"):
            sums[intent] = sums.get(intent, 0) + amount
        return sums

    def given_back_at_stripe(self) -> dict[str, int]:
        sums: dict[str, int] = {}
        for refund in self.stripe.state.refunds.values():
            if refund["status"] == "succeeded":
                sums[refund["payment_intent"]] = sums.get(refund["payment_intent"], 0) + refund["amount"]
        return sums


def needs(*facts: str) -> Callable[[T], T]:
    """A rule is worth trying only where there is one of these; what fits is still mixed with what does not by `World.order`."""
    return precondition(lambda machine: not machine.world.facts.isdisjoint(facts))


def pick(things: Sequence[T], number: int) -> T | None:
    """One of `things` by a number of the machine's; None where there are none."""
    return things[number % len(things)] if things else None


def declare(order: Order, at: datetime, **fields: Any) -> WithdrawalDeclaration:
    return WithdrawalDeclaration.objects.create(
        name="Jana Roth", contract=order.number, email=order.email, language="en", order=order, declared_at=at, **fields
    )


def open_cards(order: Order) -> list[Payment]:
    return list(order.payments.filter(method="card", session_id__isnull=False).order_by("pk"))
