"""Turn a cart into an order: all of it in one transaction, or nothing."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from shop.cart.models import Cart
from shop.cart.queries import cart_lines
from shop.cart.totals import LineTotal, Totals, cart_totals
from shop.catalog.features import features
from shop.checkout.agreement import agreement
from shop.checkout.hold_until import hold_until
from shop.checkout.mails import Placed, queue_confirmation
from shop.checkout.models import CheckoutDraft
from shop.checkout.settle_payment import settle_payment
from shop.deadlocks import again_after_deadlock
from shop.jobs.kinds import JobKind
from shop.jobs.queue import queue_first_jobs
from shop.kill_points import reach
from shop.legal.models import SellerProfile
from shop.legal.texts import seller, texts_in_force
from shop.orders.models import AddressKind, Order, OrderAddress, OrderEvent, OrderLine, OrderState, OrderText
from shop.orders.numbers import new_number
from shop.orders.why import Why
from shop.payments.models import Payment, PaymentMethod, PaymentState
from shop.payments.states import move_payment
from shop.shipping.free_shipping import Tariff, quote_words
from shop.shipping.tariff import load_tariff
from shop.stock.availability import State
from shop.stock.reserve import NotEnoughStock, Wanted, reserve_all
from shop.tax.taxation import load_taxation
from shop.vouchers.quote import uses_by
from shop.vouchers.redeem import VoucherUsedUp, redeem


class CheckoutIncomplete(Exception):
    """The cart has no lines, or the address or payment method is missing."""


class CartHasChanged(Exception):
    """What would be ordered now is not what the customer saw; `totals` is what it is now."""

    def __init__(self, totals: Totals) -> None:
        super().__init__("the cart has changed")
        self.totals = totals


def totals_now(*, cart: Cart, tariff: Tariff, at: datetime) -> Totals:
    """Add up `cart` with the prices, stock, voucher and tax rates of `at`; `tariff` was read for the same page or order."""
    taxation = load_taxation(country=cart.country, postcode=cart.postcode, on=at.date())
    return cart_totals(
        lines=cart_lines(cart),
        country=cart.country,
        tariff=tariff,
        taxation=taxation,
        voucher=cart.voucher,
        voucher_uses=_uses(cart),
        at=at,
    )


def _uses(cart: Cart) -> int:
    """How often this customer used the cart's voucher before, as soon as the checkout knows who it is."""
    if cart.voucher is None:
        return 0
    email = CheckoutDraft.objects.filter(cart=cart).values_list("email", flat=True).first()
    return uses_by(voucher=cart.voucher, email=email) if email else 0


def place_order(*, cart: Cart, seen: str, language: str, at: datetime, shop_url: str) -> Order:
    """Order what lies in `cart`, if it is still what the customer saw (`seen` is the encoded `agreement` of that page).

    A second call for the same cart, at once or later, answers the order that is there. Raises `CartHasChanged`,
    `CheckoutIncomplete`, `CountryNotServed` and `NoTaxRate`; then nothing is ordered, reserved or queued.
    """
    try:
        order = _place(cart, seen, language, at, shop_url)
        reach("place.after_commit")
        return order
    except IntegrityError:
        winner = Order.objects.filter(cart=cart).first()  # the same cart was ordered beside us
        if winner is None:
            raise
        return winner


@again_after_deadlock
@transaction.atomic
def _place(cart: Cart, seen: str, language: str, at: datetime, shop_url: str) -> Order:
    locked = Cart.objects.select_related("voucher").select_for_update(of=("self",)).get(pk=cart.pk)
    if locked.ordered_at is not None:  # written with the order, and read under the lock
        return Order.objects.get(cart=locked)
    draft = CheckoutDraft.objects.filter(cart=locked).first()
    if draft is None or not draft.payment_method:
        raise CheckoutIncomplete
    tariff = load_tariff(language=language)
    totals = totals_now(cart=locked, tariff=tariff, at=at)
    if not totals.lines:
        raise CheckoutIncomplete
    texts = texts_in_force(at=at, bodies=True)
    if agreement(totals, texts).encode() != seen or not totals.orderable:
        raise CartHasChanged(totals)
    who = seller()
    order = _write_order(locked, draft, totals, tariff, who, language, at)
    delivery, billing = _write_addresses(order, draft)
    lines = OrderLine.objects.bulk_create([_frozen(order, line, language) for line in totals.lines])
    OrderText.objects.bulk_create(OrderText(order=order, text=text) for text in texts)
    reach("place.after_order_row")
    _reserve(order, totals, at)
    _redeem(locked, order, totals, at)
    payment = Payment.objects.create(
        order=order, method=draft.payment_method, amount=order.total, currency=order.currency, created_at=at, changed_at=at
    )
    OrderEvent.objects.create(order=order, to_state=OrderState.PENDING, why=Why.PLACED, at=at)
    Cart.objects.filter(pk=locked.pk).update(ordered_at=at)
    placed = Placed(order=order, lines=lines, delivery=delivery, billing=billing, payment=payment, texts=texts, seller=who)
    queue_confirmation(placed=placed, at=at, shop_url=shop_url)
    _plan(placed, at, shop_url)
    reach("place.before_commit")
    return order


def _plan(placed: Placed, at: datetime, shop_url: str) -> None:
    """What comes next by itself: an unpaid order ends; one that costs nothing is paid."""
    order, days = placed.order, placed.seller.reminder_days
    if order.total == 0:
        move_payment(payment=placed.payment, to=PaymentState.PAID, at=at)
        settle_payment(order=order, payment=placed.payment, why=Why.NOTHING_TO_PAY, at=at, shop_url=shop_url)
        return
    assert order.hold_until is not None
    due = {JobKind.EXPIRE_ORDER: order.hold_until}
    remind_at = at + timedelta(days=days)
    if order.payment_method == PaymentMethod.BANK_TRANSFER and days and remind_at < order.hold_until:
        due[JobKind.REMIND_ORDER] = remind_at
    queue_first_jobs(reference=order.pk, due=due)


def _redeem(cart: Cart, order: Order, totals: Totals, at: datetime) -> None:
    if cart.voucher is None or totals.voucher is None or totals.voucher.problem:
        return
    try:
        redeem(voucher=cart.voucher, reference=order.number, email=order.email, at=at)
    except VoucherUsedUp as error:  # somebody used it up between our reading and our update
        raise CartHasChanged(totals) from error


def _reserve(order: Order, totals: Totals, at: datetime) -> None:
    wanted = [
        Wanted(line.line.variant_id, line.line.quantity, preorder=line.availability.state == State.PREORDER)
        for line in totals.lines
    ]
    try:
        reserve_all(wanted=wanted, reason=order.number, at=at)
    except NotEnoughStock as error:  # sold between our reading and our update; the transaction takes everything back
        raise CartHasChanged(totals) from error
    reach("place.after_reserve_first_sku")


def _write_order(
    cart: Cart, draft: CheckoutDraft, totals: Totals, tariff: Tariff, who: SellerProfile, language: str, at: datetime
) -> Order:
    quote = totals.shipping
    return Order.objects.create(
        cart=cart,
        number=new_number(),
        language=language,
        email=draft.email,
        payment_method=draft.payment_method,
        goods=totals.goods,
        discount=totals.discount,
        shipping=quote.price,
        total=totals.total,
        shipping_reason=quote.reason,
        shipping_words=""
        if quote.gap
        else quote_words(quote, tariff=tariff, language=language),  # no 'still to go' once it is placed
        carrier=quote.rate.carrier,
        days_min=quote.rate.days_min,
        days_max=quote.rate.days_max,
        tax_treatment=totals.taxation.treatment,
        tax_country=totals.taxation.country,
        taxes=[
            {"rate": str(p.rate), "net": p.net, "tax": p.tax, "gross": p.gross, "shipping": shipping.gross}
            for p, shipping in zip(totals.taxes, totals.shipping_parts, strict=True)
        ],
        voucher_code=totals.voucher.code if totals.voucher and not totals.voucher.problem else "",
        placed_at=at,
        hold_until=hold_until(method=draft.payment_method, seller=who, at=at),
    )


def _write_addresses(order: Order, draft: CheckoutDraft) -> tuple[OrderAddress, OrderAddress]:
    """The delivery address and the billing address, which may be the same row."""
    addresses = [OrderAddress.of(order, AddressKind.DELIVERY, draft.delivery_address)]
    if draft.billing_address is not None:
        addresses.append(OrderAddress.of(order, AddressKind.BILLING, draft.billing_address))
    written = OrderAddress.objects.bulk_create(addresses)
    return written[0], written[-1]


def _frozen(order: Order, priced: LineTotal, language: str) -> OrderLine:
    variant, product = priced.line.variant, priced.line.variant.product
    images = list(product.images.all())
    name = getattr(product, f"name_{language}")
    return OrderLine(
        order=order,
        variant=variant,
        picture=images[0].picture if images else None,
        sku=variant.sku,
        name=f"{name}, {variant.label}" if variant.label else name,
        features=features(variant, language=language),
        quantity=priced.line.quantity,
        unit=priced.unit,
        gross=priced.gross,
        discount=priced.discount,
        net=priced.price.net,
        tax=priced.price.tax,
        rate=priced.price.rate,
        is_preorder=priced.availability.state == State.PREORDER,
        deliver_by=priced.availability.deliver_by,
        from_article=priced.line.from_article,
    )
