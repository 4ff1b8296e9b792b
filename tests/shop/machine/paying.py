"""How money comes and goes: customers at Stripe, banks, webhooks in any order, transfers, the worker and its clock."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from demo.stripe_standin import StripeStandin
from demo.stripe_standin.debits import NothingToSettle
from demo.stripe_standin.disputes import CannotBeDisputed, DisputeIsClosed
from demo.stripe_standin.messages import ApiError
from demo.stripe_standin.payments import NoSuchCharge, SessionIsComplete, SessionIsExpired
from demo.stripe_standin.refunds import RefundIsFinal
from shop.checkout.pay_by_card import NothingToPay, look_at_card_payment, start_card_payment
from shop.checkout.record_transfer import NoTransferExpected, TransferIsBooked, record_transfer
from shop.checkout.switch_to_transfer import switch_to_transfer
from tests.factories import SHOP_URL
from tests.shop.machine.world import World, needs, open_cards, pick

NUMBER = st.integers(0, 7)


class Paying(RuleBasedStateMachine):
    world: World

    @contextmanager
    def _at_stripe(self, *refusals: type[Exception], quick: bool) -> Iterator[StripeStandin]:
        """What somebody does at Stripe, which may refuse it; a `quick` webhook tells of it at once."""
        known = len(self.world.stripe.events)
        with suppress(*refusals):
            yield self.world.stripe
        if quick:
            self.world.tell(known)

    @needs("card waits")
    @rule(number=NUMBER, then=st.sampled_from(["look", "pay", "pay", "decline", "debit"]), quick=st.booleans())
    def go_to_the_payment_page(self, number: int, then: str, *, quick: bool) -> None:
        order = self.world.order(number, "pending")
        if order is None:
            return
        try:
            session = start_card_payment(order=order, at=self.world.now, shop_url=SHOP_URL).rsplit("/", 1)[1]
        except NothingToPay:
            return
        self._at_the_page(session, then, quick=quick)

    @needs("open unpaid page")
    @rule(number=NUMBER, then=st.sampled_from(["pay", "decline", "debit"]), quick=st.booleans())
    def pay_on_a_page_left_open(self, number: int, then: str, *, quick: bool) -> None:
        if session := self.world.session(number, paid=False):
            self._at_the_page(session, then, quick=quick)

    def _at_the_page(self, session: str, then: str, *, quick: bool) -> None:
        with self._at_stripe(SessionIsComplete, SessionIsExpired, quick=quick) as stripe:
            if then == "pay":
                stripe.pay(session)
            elif then == "decline":
                stripe.decline(session)
            elif then == "debit":
                stripe.pay_by_debit(session)

    @needs("complete unpaid page")
    @rule(number=NUMBER, succeeds=st.booleans(), quick=st.booleans())
    def the_bank_answers_a_debit(self, number: int, *, succeeds: bool, quick: bool) -> None:
        if session := self.world.session(number, paid=False):
            with self._at_stripe(NothingToSettle, quick=quick) as stripe:
                stripe.settle_debit(session, succeeds=succeeds)

    @needs("open unpaid page", "complete unpaid page", "complete paid page", "expired unpaid page")
    @rule(numbers=st.lists(st.integers(0, 30), min_size=1, max_size=4))
    def webhooks_arrive(self, numbers: list[int]) -> None:
        """In any order, some twice, some never."""
        for number in numbers:
            if event := pick(self.world.stripe.events, -1 - number):
                self.world.deliver(event["id"])

    @needs("complete unpaid page", "complete paid page")
    @rule(number=NUMBER)
    def come_back_from_the_page(self, number: int) -> None:
        if order := self.world.order(number, "pending", "cancelled"):
            for payment in open_cards(order):
                look_at_card_payment(payment=payment, at=self.world.now, shop_url=SHOP_URL)

    @needs("bank_transfer waits", "cancelled order", "paid order")
    @rule(number=NUMBER, cents=st.sampled_from([0, 0, 0, -500, 500, -5000]), twice=st.booleans())
    def a_transfer_comes(self, number: int, cents: int, *, twice: bool) -> None:
        order = self.world.order(number, "pending")
        if order is None:
            return
        reference = self.world.reference()
        for _ in range(1 + twice):
            with suppress(NoTransferExpected, TransferIsBooked):
                record_transfer(
                    order=order,
                    amount=max(1, order.total + cents),
                    reference=reference,
                    by=self.world.staff,
                    at=self.world.now,
                    shop_url=SHOP_URL,
                )

    @needs("card waits")
    @rule(number=NUMBER)
    def pay_by_transfer_after_all(self, number: int) -> None:
        if order := self.world.order(number, "pending"):
            with suppress(NothingToPay):
                switch_to_transfer(order=order, at=self.world.now, shop_url=SHOP_URL)

    @needs("complete paid page")
    @rule(number=NUMBER, cents=st.sampled_from([None, 100, 2000]), quick=st.booleans())
    def refund_in_the_dashboard(self, number: int, cents: int | None, *, quick: bool) -> None:
        if session := self.world.session(number, paid=True):
            with self._at_stripe(ApiError, NoSuchCharge, quick=quick) as stripe:
                stripe.refund_in_dashboard(session, amount=cents)

    @needs("succeeded refund")
    @rule(number=NUMBER, quick=st.booleans())
    def the_bank_returns_a_refund(self, number: int, *, quick: bool) -> None:
        if refund := pick(list(self.world.stripe.state.refunds), number):
            with self._at_stripe(RefundIsFinal, quick=quick) as stripe:
                stripe.settle_refund(refund, succeeds=False)

    @needs("complete paid page")
    @rule(number=NUMBER, quick=st.booleans())
    def open_a_dispute(self, number: int, *, quick: bool) -> None:
        if session := self.world.session(number, paid=True):
            with self._at_stripe(CannotBeDisputed, NoSuchCharge, quick=quick) as stripe:
                stripe.open_dispute(session)

    @needs("needs_response dispute")
    @rule(number=NUMBER, won=st.booleans(), quick=st.booleans())
    def the_bank_decides_a_dispute(self, number: int, *, won: bool, quick: bool) -> None:
        if dispute := pick(list(self.world.stripe.state.disputes), number):
            with self._at_stripe(DisputeIsClosed, quick=quick) as stripe:
                stripe.close_dispute(dispute, won=won)

    @rule(minutes=st.sampled_from([1, 6, 6, 35, 90, 60 * 25, 60 * 24 * 8]))
    def time_passes_and_the_worker_works(self, minutes: int) -> None:
        self.world.tick(minutes)
        self.world.work(2)
