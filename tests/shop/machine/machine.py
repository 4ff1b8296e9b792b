"""The machine: any customer, any member of staff, any bank, in any order; after each step the books are right."""

from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant

from tests.shop.machine.buying import METHOD, NUMBER, Buying
from tests.shop.machine.paying import Paying
from tests.shop.machine.serving import Serving
from tests.shop.machine.world import World


class Shop(Buying, Paying, Serving):
    """Books are checked after every step; at the end the clock moves on until the shop is at rest."""

    steps: ClassVar[int] = 0  # that were really taken, over all examples

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        type(self).steps -= 1  # the first look is at a shop in which nothing has happened

    @initialize(which=NUMBER, method=METHOD, voucher=st.booleans(), then=st.sampled_from(["pay", "pay", "debit", "look"]))
    def begin_with_two_orders(self, which: int, method: str, then: str, *, voucher: bool) -> None:
        """One by card whose customer goes to the payment page, and another."""
        self.fill_a_cart(which, 2, "card", abroad=False, voucher=voucher, orders=True)
        self.go_to_the_payment_page(0, then, quick=True)
        self.fill_a_cart(which + 1, 1, method, abroad=True, voucher=False, orders=True)

    @invariant()
    def the_books_add_up(self) -> None:
        type(self).steps += 1
        self.world.tick()
        self.world.check()
        self.world.look_around()

    def teardown(self) -> None:
        try:
            self.world.settle_down()
        finally:
            self.world.leave()
