"""What customers do before there is an order, and staff beside them."""

from contextlib import suppress

from djmoney.money import Money
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from shop.cart.edit import CartIsOrdered, FewerAvailable, NotForSale, add_to_cart, choose_country, remove_line, set_quantity
from shop.cart.models import Cart, CartLine
from shop.cart.voucher import set_voucher
from shop.catalog.models import Variant
from shop.checkout.place_order import CartHasChanged, CheckoutIncomplete, place_order
from shop.checkout.steps import draft_of, save_address, save_payment_method
from shop.orders.models import Order
from shop.pricing.set_price import set_price
from shop.stock.models import Stock
from shop.stock.reserve import StockHasChanged, correct_stock
from tests.factories import SHOP_URL, an_address
from tests.shop.machine.world import World, needs, pick

REFUSED = (CartIsOrdered, NotForSale, FewerAvailable)
NUMBER = st.integers(0, 5)
METHOD = st.sampled_from(["bank_transfer", "card", "card"])


class Buying(RuleBasedStateMachine):
    world: World

    def _cart(self, number: int) -> Cart | None:
        return pick(self.world.carts[-3:], number)

    @rule(
        which=NUMBER, quantity=st.integers(1, 3), method=METHOD, abroad=st.booleans(), voucher=st.booleans(), orders=st.booleans()
    )
    def fill_a_cart(self, which: int, quantity: int, method: str, *, abroad: bool, voucher: bool, orders: bool) -> None:
        world = self.world
        cart = Cart.objects.create(country="DE", created_at=world.now, changed_at=world.now)
        world.carts.append(cart)
        self._add(cart, which, quantity)
        if voucher:
            set_voucher(cart=cart, voucher=world.voucher, at=world.now)
        country, postcode = ("AT", "1010") if abroad else ("DE", "10115")
        address = an_address(country=country, postcode=postcode)
        draft = save_address(
            cart=cart, email=f"jana{len(world.carts) % 2}@example.org", delivery=address, billing=None, at=world.now
        )
        save_payment_method(draft=draft, method=method, at=world.now)
        world.seen[cart.pk] = world.page(cart)
        if orders:
            self._place(cart, world.seen[cart.pk])

    def _add(self, cart: Cart, which: int, quantity: int) -> None:
        wanted = self.world.variants[which % len(self.world.variants)].pk
        variant = Variant.objects.select_related("product", "stock").get(pk=wanted)
        with suppress(*REFUSED):
            add_to_cart(cart=cart, variant=variant, quantity=quantity, at=self.world.now)

    @needs("cart")
    @rule(number=NUMBER, which=NUMBER, quantity=st.integers(1, 3))
    def add(self, number: int, which: int, quantity: int) -> None:
        if cart := self._cart(number):
            self._add(cart, which, quantity)

    @needs("cart")
    @rule(number=NUMBER, quantity=st.integers(0, 4))
    def change_a_line(self, number: int, quantity: int) -> None:
        cart = self._cart(number)
        lines = CartLine.objects.filter(cart=cart).select_related("variant__product", "variant__stock").order_by("pk")
        line = pick(list(lines), number)
        if line is None:
            return
        with suppress(*REFUSED):
            if quantity:
                set_quantity(line=line, quantity=quantity, at=self.world.now)
            else:
                remove_line(line=line, at=self.world.now)

    @needs("cart")
    @rule(number=NUMBER, country=st.sampled_from(["DE", "AT"]), voucher=st.booleans())
    def change_country_and_voucher(self, number: int, country: str, *, voucher: bool) -> None:
        if cart := self._cart(number):
            with suppress(CartIsOrdered):
                choose_country(cart=cart, country=country, at=self.world.now)
                set_voucher(cart=cart, voucher=self.world.voucher if voucher else None, at=self.world.now)

    @needs("cart")
    @rule(number=NUMBER, method=METHOD)
    def look_at_the_last_page(self, number: int, method: str) -> None:
        cart = self._cart(number)
        draft = draft_of(cart) if cart else None
        if cart and draft:
            save_payment_method(draft=draft, method=method, at=self.world.now)
            self.world.seen[cart.pk] = self.world.page(cart)

    @rule(number=NUMBER)
    def order_what_was_seen(self, number: int) -> None:
        """Perhaps long ago, perhaps for the second time."""
        if cart := self._cart(number):
            self._place(cart, self.world.seen[cart.pk])

    def _place(self, cart: Cart, seen: str) -> None:
        before = Order.objects.filter(cart=cart).first()
        try:
            order = place_order(cart=cart, seen=seen, language="en", at=self.world.now, shop_url=SHOP_URL)
        except (CartHasChanged, CheckoutIncomplete):
            assert not Order.objects.filter(cart=cart).exists()
        else:
            assert before is None or before == order

    @rule(which=NUMBER, price=st.sampled_from(["9.95", "49.90", "79.90", "100.01"]))
    def staff_change_a_price(self, which: int, price: str) -> None:
        set_price(variant=self.world.variants[which % 3], price=Money(price, "EUR"), at=self.world.now)

    @rule(which=NUMBER, delta=st.integers(-2, 3), stale=st.booleans())
    def staff_correct_stock(self, which: int, delta: int, *, stale: bool) -> None:
        stock = Stock.objects.get(variant=self.world.variants[which % 3])
        with suppress(StockHasChanged):
            correct_stock(
                variant_id=stock.variant_id,
                was=stock.on_hand + stale,
                now=max(0, stock.on_hand + delta),
                reason="count",
                at=self.world.now,
                by=self.world.staff,
            )
