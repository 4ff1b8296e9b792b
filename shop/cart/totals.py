"""The one place that adds a cart up: cart page, checkout, placing the order, Stripe and the mail all read this."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shop.cart.models import CartLine
from shop.money import Price, allocate, cents, split_gross
from shop.shipping.free_shipping import ShippingQuote, Tariff, quote_shipping
from shop.stock.availability import Availability, availability
from shop.tax.rates import rate_of


@dataclass(frozen=True)
class LineTotal:
    """One cart line, priced: cents, gross; `seen` is the unit price when it was put into the cart."""

    line: CartLine
    unit: int
    gross: int
    rate: Decimal
    seen: int
    availability: Availability
    published: bool

    @property
    def price_changed(self) -> bool:
        return self.unit != self.seen

    @property
    def problem(self) -> bool:
        """Whether the line cannot be ordered as it stands."""
        return not self.published or self.line.quantity > self.availability.quantity


@dataclass(frozen=True)
class Totals:
    """A cart added up, in cents. `taxes` holds goods and shipping together, one `Price` per rate."""

    lines: tuple[LineTotal, ...]
    goods: int
    discount: int
    shipping: ShippingQuote
    total: int
    taxes: tuple[Price, ...]

    @property
    def quantity(self) -> int:
        return sum(line.line.quantity for line in self.lines)

    @property
    def tax(self) -> int:
        return sum(price.tax for price in self.taxes)

    @property
    def free_from(self) -> int:
        """The goods in cents from which this cart would ship free; 0 where none would."""
        return self.goods + self.shipping.gap if self.shipping.gap else 0

    @property
    def orderable(self) -> bool:
        return bool(self.lines) and not any(line.problem for line in self.lines)

    @property
    def fingerprint(self) -> str:
        """Changes with anything the customer agrees to: lines, prices, delivery promises, shipping, total."""
        facts = [
            [line.line.variant_id, line.line.quantity, line.unit, str(line.availability.deliver_by or "")] for line in self.lines
        ]
        text = json.dumps([facts, self.goods, self.discount, self.shipping.price, self.shipping.country, self.total])
        return hashlib.sha256(text.encode()).hexdigest()


def cart_totals(*, lines: Sequence[CartLine], country: str, tariff: Tariff, rates: dict[str, Decimal], on: date) -> Totals:
    """Add up `lines` (loaded with variant, product and stock) for a delivery to `country` on the day `on`.

    Raises `CountryNotServed` and `NoTaxRate`. Shipping and discount are taxed in proportion to the goods.
    """
    priced = tuple(_price_line(line, rates, on) for line in lines)
    goods = sum(line.gross for line in priced)
    discount = 0  # vouchers are not sold yet; the rule already counts the goods after them
    quote = quote_shipping(goods=goods - discount, country=country, tariff=tariff)
    return Totals(
        lines=priced,
        goods=goods,
        discount=discount,
        shipping=quote,
        total=goods - discount + quote.price,
        taxes=_taxes(priced, quote.price - discount),
    )


def _price_line(line: CartLine, rates: dict[str, Decimal], on: date) -> LineTotal:
    product = line.variant.product
    unit = cents(line.variant.price)
    return LineTotal(
        line=line,
        unit=unit,
        gross=unit * line.quantity,
        rate=rate_of(rates, product.tax_kind),
        seen=line.seen_cents,
        availability=availability(product=product, stock=getattr(line.variant, "stock", None), on=on),
        published=product.is_published,
    )


def _taxes(lines: Sequence[LineTotal], extra: int) -> tuple[Price, ...]:
    """One `Price` per rate, highest first; `extra` cents (shipping less discount) are split by the goods' value."""
    gross: dict[Decimal, int] = {}
    for line in lines:
        gross[line.rate] = gross.get(line.rate, 0) + line.gross
    rates = sorted(gross, reverse=True)
    shares = allocate(extra, [gross[rate] for rate in rates])
    return tuple(split_gross(gross[rate] + share, rate) for rate, share in zip(rates, shares, strict=True))
