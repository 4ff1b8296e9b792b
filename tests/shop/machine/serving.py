"""What staff do with orders: ship, cancel, refund, settle withdrawals."""

from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from shop.aftersales.cancel_order import PaymentIsUndecided, cancel_order
from shop.aftersales.refund_order import refund_order
from shop.aftersales.settle_withdrawal import DeductionTooHigh, NothingWithdrawn, settle_withdrawal
from shop.fulfillment.ship import NothingToShip, OrderIsDisputed, ship
from shop.orders.models import Order
from shop.orders.states import WrongState
from shop.payments.models import Refund
from shop.payments.refund import NotSoMuchToRefund, RefundIsMade, mark_refund_made
from shop.stock.reserve import NotEnoughStock
from tests.factories import SHOP_URL
from tests.shop.machine.world import World, declare, needs, pick

ALIVE = ("paid", "partly_shipped", "shipped")
NUMBER = st.integers(0, 7)


class Serving(RuleBasedStateMachine):
    world: World

    def _pieces(self, order: Order, number: int, *, all_of_it: bool) -> dict[int, int]:
        lines = list(order.lines.order_by("pk"))
        if all_of_it:
            return {line.pk: line.open_quantity or line.quantity - line.withdrawn for line in lines}
        return {lines[number % len(lines)].pk: 1}

    @needs("paid order", "partly_shipped order")
    @rule(number=NUMBER, all_of_it=st.booleans())
    def ship_a_parcel(self, number: int, *, all_of_it: bool) -> None:
        if order := self.world.order(number, *ALIVE):
            with suppress(WrongState, NothingToShip, OrderIsDisputed, NotEnoughStock):
                pieces = self._pieces(order, number, all_of_it=all_of_it)
                ship(order=order, quantities=pieces, tracking="", by=self.world.staff, at=self.world.now, shop_url=SHOP_URL)

    @needs("pending order", "paid order")
    @rule(number=NUMBER)
    def cancel(self, number: int) -> None:
        if order := self.world.order(number, *ALIVE):
            with suppress(WrongState, PaymentIsUndecided):
                cancel_order(order=order, why="asked", by=self.world.staff, at=self.world.now, shop_url=SHOP_URL)

    @needs("paid order", "partly_shipped order", "shipped order")
    @rule(number=NUMBER, cents=st.sampled_from([1, 995, 2000, None]), key=st.integers(0, 3))
    def refund(self, number: int, cents: int | None, key: int) -> None:
        if order := self.world.order(number, *ALIVE):
            with suppress(WrongState, NotSoMuchToRefund):
                refund_order(
                    order=order,
                    amount=cents or order.total,
                    reason="scratch",
                    key=f"{order.pk}-{key}",
                    by=self.world.staff,
                    at=self.world.now,
                    shop_url=SHOP_URL,
                )

    @needs("refund by hand")
    @rule(number=NUMBER)
    def staff_transfer_a_refund_back(self, number: int) -> None:
        waiting = Refund.objects.filter(payment__method="bank_transfer", state="requested").order_by("pk")
        if refund := pick(list(waiting), number):
            with suppress(RefundIsMade):
                mark_refund_made(refund=refund, by=self.world.staff, at=self.world.now)

    @needs("paid order", "partly_shipped order", "shipped order")
    @rule(number=NUMBER, all_of_it=st.booleans(), deduction=st.sampled_from([0, 0, 300]))
    def settle_a_withdrawal(self, number: int, deduction: int, *, all_of_it: bool) -> None:
        order = self.world.order(number, *ALIVE)
        if order is None:
            return
        with suppress(WrongState, NothingWithdrawn, DeductionTooHigh, NotSoMuchToRefund):
            settle_withdrawal(
                declaration=declare(order, self.world.now),
                order=order,
                quantities=self._pieces(order, number, all_of_it=all_of_it),
                deduction=deduction,
                reason="worn" if deduction else "",
                by=self.world.staff,
                at=self.world.now,
                shop_url=SHOP_URL,
            )
