"""The one place that adds a cart up: cart page, checkout, placing the order, Stripe and the mail all read this."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from shop.cart.models import CartLine
from shop.money import Price, allocate, cents, split_parts
from shop.shipping.free_shipping import ShippingQuote, Tariff, quote_shipping
from shop.stock.availability import Availability, availability
from shop.tax.models import TaxKind
from shop.tax.taxation import Taxation, Treatment
from shop.vouchers.models import Voucher
from shop.vouchers.quote import VoucherQuote, quote_voucher


@dataclass(frozen=True)
class LineTotal:
    """One cart line, priced in cents: `gross` is unit x quantity, `price` what is left of it after `discount`, with its tax.

    `listed` is the price on the product's page, `seen` what it was when put into the cart. For an export, all other amounts
    are net.
    """

    line: CartLine
    listed: int
    unit: int
    gross: int
    discount: int
    price: Price
    seen: int
    availability: Availability
    published: bool

    @property
    def price_changed(self) -> bool:
        return self.listed != self.seen

    @property
    def problem(self) -> bool:
        """Whether the line cannot be ordered as it stands."""
        return not self.published or self.line.quantity > self.availability.quantity


@dataclass(frozen=True)
class Totals:
    """A cart added up, in cents. `taxes` holds goods and shipping together, `shipping_parts` shipping alone, one per rate."""

    lines: tuple[LineTotal, ...]
    goods: int
    discount: int
    shipping: ShippingQuote
    total: int
    taxes: tuple[Price, ...]
    shipping_parts: tuple[Price, ...]
    taxation: Taxation
    voucher: VoucherQuote | None

    @property
    def quantity(self) -> int:
        return sum(line.line.quantity for line in self.lines)

    @property
    def tax(self) -> int:
        return sum(price.tax for price in self.taxes)

    @property
    def is_export(self) -> bool:
        return self.taxation.treatment == Treatment.EXPORT

    @property
    def is_small_business(self) -> bool:
        return self.taxation.treatment == Treatment.SMALL_BUSINESS

    @property
    def free_from(self) -> int:
        """The goods in cents from which this cart would ship free; 0 where none would."""
        return self.reduced_goods + self.shipping.gap if self.shipping.gap else 0

    @property
    def reduced_goods(self) -> int:
        """What the goods cost after the discount, in cents: what the free-shipping rule counts."""
        return self.goods - self.discount

    @property
    def orderable(self) -> bool:
        return bool(self.lines) and not any(line.problem for line in self.lines)

    @property
    def fingerprint(self) -> str:
        """Changes with anything the customer agrees to: lines, prices, taxes, delivery promises, voucher, shipping, total."""
        facts = [
            [line.line.variant_id, line.line.quantity, line.unit, line.discount, str(line.availability.deliver_by or "")]
            for line in self.lines
        ]
        taxes = [[str(price.rate), price.tax] for price in self.taxes]
        where = [self.shipping.price, self.shipping.country, self.taxation.treatment, self.taxation.country]
        text = json.dumps([facts, taxes, self.goods, self.discount, where, self.total])
        return hashlib.sha256(text.encode()).hexdigest()


def cart_totals(
    *,
    lines: Sequence[CartLine],
    country: str,
    tariff: Tariff,
    taxation: Taxation,
    at: datetime,
    voucher: Voucher | None = None,
    voucher_uses: int = 0,
) -> Totals:
    """Add up `lines` (loaded with variant, product, release and stock) for a delivery to `country` at the moment `at`.

    `voucher_uses` is how often this customer used `voucher` before. Raises `CountryNotServed` and `NoTaxRate`. The discount
    is split over the lines it applies to, shipping over the tax rates in proportion to the goods; tax is rounded once for
    each rate.
    """
    units = [_unit(line, taxation) for line in lines]
    grosses = [unit * line.quantity for unit, line in zip(units, lines, strict=True)]
    reducible = [line.variant.product.tax_kind != TaxKind.BOOK for line in lines]
    reduction = None
    if voucher is not None:
        reduction = quote_voucher(voucher, goods=grosses, reducible=reducible, at=at, used_by_customer=voucher_uses)
    discounts = reduction.discounts if reduction else (0,) * len(lines)
    goods, discount = sum(grosses), sum(discounts)
    free = reduction is not None and reduction.free_shipping
    quote = _quote(goods - discount, country, tariff, taxation, voucher=free)
    paid = [gross - off for gross, off in zip(grosses, discounts, strict=True)]
    prices, shipping_parts = _split([taxation.rate_of(line.variant.product.tax_kind) for line in lines], paid, quote.price)
    priced = tuple(
        LineTotal(
            line=line,
            listed=cents(line.variant.price),
            unit=units[i],
            gross=grosses[i],
            discount=discounts[i],
            price=prices[i],
            seen=line.seen_cents,
            availability=availability(release=line.variant.release, stock=getattr(line.variant, "stock", None), on=at.date()),
            published=line.variant.product.is_published,
        )
        for i, line in enumerate(lines)
    )
    return Totals(
        lines=priced,
        goods=goods,
        discount=discount,
        shipping=quote,
        total=goods - discount + quote.price,
        taxes=_sums(prices, shipping_parts),
        shipping_parts=shipping_parts,
        taxation=taxation,
        voucher=reduction,
    )


def _unit(line: CartLine, taxation: Taxation) -> int:
    return taxation.unit(cents(line.variant.price), line.variant.product.tax_kind)


def _quote(goods: int, country: str, tariff: Tariff, taxation: Taxation, *, voucher: bool) -> ShippingQuote:
    """The shipping price as this customer pays it: for an export without tax, like the goods."""
    quote = quote_shipping(goods=goods, country=country, tariff=tariff, free_by_voucher=voucher)
    return replace(quote, price=taxation.unit(quote.price, TaxKind.STANDARD))


def _split(rates: Sequence[Decimal], paid: Sequence[int], shipping: int) -> tuple[list[Price], tuple[Price, ...]]:
    """The price of each line, and of shipping for each rate (highest first): one rounding per rate, shared out to the cent."""
    groups = sorted(set(rates), reverse=True)
    members = {group: [i for i, rate in enumerate(rates) if rate == group] for group in groups}
    shares = allocate(shipping, [sum(paid[i] for i in members[group]) for group in groups])
    prices: dict[int, Price] = {}
    shipped: list[Price] = []
    for group, share in zip(groups, shares, strict=True):
        *of_lines, of_shipping = split_parts([*(paid[i] for i in members[group]), share], group)
        prices.update(zip(members[group], of_lines, strict=True))
        shipped.append(of_shipping)
    return [prices[i] for i in range(len(rates))], tuple(shipped)


def _sums(prices: Sequence[Price], shipping: Sequence[Price]) -> tuple[Price, ...]:
    """One `Price` per rate, highest first, goods and shipping together."""
    sums = []
    for part in shipping:
        group = [part, *(price for price in prices if price.rate == part.rate)]
        net, tax = sum(price.net for price in group), sum(price.tax for price in group)
        sums.append(Price(net=net, tax=tax, gross=net + tax, rate=part.rate))
    return tuple(sums)
