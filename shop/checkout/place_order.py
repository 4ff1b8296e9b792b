"""Turn a cart into an order: all of it in one transaction, or nothing."""

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from shop.cart.models import Cart
from shop.cart.queries import cart_lines
from shop.cart.totals import LineTotal, Totals, cart_totals
from shop.catalog.features import features
from shop.checkout.confirmation import queue_confirmation
from shop.checkout.models import CheckoutDraft
from shop.money import split_gross
from shop.orders.models import AddressKind, Order, OrderAddress, OrderEvent, OrderLine, OrderState
from shop.orders.numbers import new_number
from shop.payments.models import Payment
from shop.shipping.free_shipping import Tariff, quote_words
from shop.shipping.tariff import load_tariff
from shop.stock.availability import State
from shop.stock.reserve import NotEnoughStock, reserve
from shop.tax.rates import load_rates


class CheckoutIncomplete(Exception):
    """The cart has no lines, or the address or payment method is missing."""


class CartHasChanged(Exception):
    """What would be ordered now is not what the customer saw; `totals` is what it is now."""

    def __init__(self, totals: Totals) -> None:
        super().__init__("the cart has changed")
        self.totals = totals


def totals_now(*, cart: Cart, tariff: Tariff, on: date) -> Totals:
    """Add up `cart` with the prices, stock and tax rates of this moment; `tariff` was read for the same page or order."""
    return cart_totals(lines=cart_lines(cart), country=cart.country, tariff=tariff, rates=load_rates(on=on), on=on)


def place_order(*, cart: Cart, seen: str, language: str, at: datetime, shop_url: str) -> Order:
    """Order what lies in `cart`, if it is still what the customer saw (`seen` is the `fingerprint` of those totals).

    A second call for the same cart, at once or later, answers the order that is there. Raises `CartHasChanged`,
    `CheckoutIncomplete`, `CountryNotServed` and `NoTaxRate`; then nothing is ordered, reserved or queued.
    """
    try:
        return _place(cart, seen, language, at, shop_url)
    except IntegrityError:
        winner = Order.objects.filter(cart=cart).first()  # the same cart was ordered beside us
        if winner is None:
            raise
        return winner


@transaction.atomic
def _place(cart: Cart, seen: str, language: str, at: datetime, shop_url: str) -> Order:
    locked = Cart.objects.select_for_update().get(pk=cart.pk)
    placed = Order.objects.filter(cart=locked).first()
    if placed is not None:
        return placed
    draft = CheckoutDraft.objects.filter(cart=locked).first()
    if draft is None or not draft.payment_method:
        raise CheckoutIncomplete
    tariff = load_tariff(language=language)
    totals = totals_now(cart=locked, tariff=tariff, on=at.date())
    if not totals.lines:
        raise CheckoutIncomplete
    if totals.fingerprint != seen or not totals.orderable:
        raise CartHasChanged(totals)
    order = _write_order(locked, draft, totals, tariff, language, at)
    _reserve_all(order, totals, at)
    Payment.objects.create(
        order=order, method=draft.payment_method, amount=order.total, currency=order.currency, created_at=at, changed_at=at
    )
    OrderEvent.objects.create(order=order, to_state=OrderState.PENDING, why="placed", at=at)
    Cart.objects.filter(pk=locked.pk).update(ordered_at=at)
    queue_confirmation(order=order, at=at, shop_url=shop_url)
    return order


def _reserve_all(order: Order, totals: Totals, at: datetime) -> None:
    """Reserve in the order of the variants' ids, so that two orders never wait for each other in a ring."""
    for priced in sorted(totals.lines, key=lambda line: line.line.variant_id):
        preorder = priced.availability.state == State.PREORDER
        try:
            reserve(variant_id=priced.line.variant_id, quantity=priced.line.quantity, preorder=preorder, reason=order.number, at=at)
        except NotEnoughStock as error:  # sold between our reading and our update; the transaction takes everything back
            raise CartHasChanged(totals) from error


def _write_order(cart: Cart, draft: CheckoutDraft, totals: Totals, tariff: Tariff, language: str, at: datetime) -> Order:
    quote = totals.shipping
    order = Order.objects.create(
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
        taxes=[{"rate": str(p.rate), "net": p.net, "tax": p.tax, "gross": p.gross} for p in totals.taxes],
        placed_at=at,
    )
    addresses = [OrderAddress.of(order, AddressKind.DELIVERY, draft.delivery_address)]
    if draft.billing_address is not None:
        addresses.append(OrderAddress.of(order, AddressKind.BILLING, draft.billing_address))
    OrderAddress.objects.bulk_create(addresses)
    OrderLine.objects.bulk_create([_frozen(order, line, language) for line in totals.lines])
    return order


def _frozen(order: Order, priced: LineTotal, language: str) -> OrderLine:
    variant, product = priced.line.variant, priced.line.variant.product
    price = split_gross(priced.gross, Decimal(priced.rate))
    images = list(product.images.all())
    name = getattr(product, f"name_{language}")
    return OrderLine(
        order=order,
        variant=variant,
        picture=images[0].picture if images else None,
        sku=variant.sku,
        name=f"{name}, {variant.label}" if variant.label else name,
        features=features(product, language=language),
        quantity=priced.line.quantity,
        unit=priced.unit,
        gross=price.gross,
        net=price.net,
        tax=price.tax,
        rate=priced.rate,
        is_preorder=priced.availability.state == State.PREORDER,
        deliver_by=priced.availability.deliver_by,
    )
