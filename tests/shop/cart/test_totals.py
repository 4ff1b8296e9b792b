"""A cart added up: goods, shipping and the taxes in both, to the cent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from shop.cart.models import Cart
from shop.cart.queries import cart_lines
from shop.cart.totals import Totals, cart_totals
from shop.catalog.models import Product, Release, Variant
from shop.money import Price
from shop.shipping.free_shipping import CountryNotServed, Reason, ShippingQuote, Tariff
from shop.stock.availability import Availability, State
from shop.stock.models import Stock
from shop.tax.models import TaxKind
from shop.tax.rates import NoTaxRate
from shop.tax.taxation import Taxation, Treatment
from tests.factories import AT, RATES, a_cart, a_preorder, a_product, a_rate, a_tariff, a_variant, a_voucher

pytestmark = pytest.mark.django_db
R19, R7 = RATES[TaxKind.STANDARD], RATES[TaxKind.BOOK]


AT_HOME = Taxation(treatment=Treatment.DOMESTIC, country="DE", rates=dict(RATES), home_rates=dict(RATES))
AN_EXPORT = Taxation(treatment=Treatment.EXPORT, country="DE", rates={}, home_rates=dict(RATES))


def _totals(cart: Cart, *, tariff: Tariff | None = None, taxation: Taxation = AT_HOME) -> Totals:
    return cart_totals(
        lines=cart_lines(cart), country=cart.country, tariff=tariff or a_tariff(), taxation=taxation, voucher=cart.voucher, at=AT
    )


def _sums(totals: Totals) -> tuple[int, int, int, int]:
    return totals.goods, totals.discount, totals.shipping.price, totals.total


def _book(price: str) -> Variant:
    return a_variant(product=a_product(tax_kind=TaxKind.BOOK), price=price)


def test_cart_of_one_line() -> None:
    totals = _totals(a_cart(lines=[(a_variant(price="39.95"), 2)]))
    assert _sums(totals) == (79_90, 0, 4_90, 84_80)
    assert totals.shipping == ShippingQuote("DE", 490, Reason.BELOW_THRESHOLD, 20_11, a_rate())
    assert totals.taxes == (Price(net=71_26, tax=13_54, gross=84_80, rate=R19),)
    assert (totals.quantity, totals.tax, totals.free_from, totals.orderable) == (2, 13_54, 100_01, True)
    line = totals.lines[0]
    assert (line.unit, line.listed, line.gross, line.seen, line.published) == (39_95, 39_95, 79_90, 39_95, True)
    assert (line.discount, line.price) == (0, Price(net=67_14, tax=12_76, gross=79_90, rate=R19))
    assert line.availability == Availability(State.IN_STOCK, 5)
    assert (line.price_changed, line.problem) == (False, False)


def test_shipping_is_taxed_in_proportion_to_goods_of_two_rates() -> None:
    totals = _totals(
        a_cart(lines=[(_book("21.40"), 1), (a_variant(price="119.00"), 1)], country="DE"), tariff=Tariff({"DE": a_rate()}, None)
    )
    assert _sums(totals) == (140_40, 0, 4_90, 145_30)
    assert totals.taxes == (
        Price(net=103_49, tax=19_66, gross=123_15, rate=R19),  # 119.00 + 4.15
        Price(net=20_70, tax=1_45, gross=22_15, rate=R7),  # 21.40 + 0.75
    )
    assert [(part.gross, part.net + part.tax) for part in totals.shipping_parts] == [(4_15, 4_15), (75, 75)]
    nets = [line.price.net for line in totals.lines] + [part.net for part in totals.shipping_parts]
    assert sum(nets) == 103_49 + 20_70


@pytest.mark.parametrize(
    ("prices", "total"),
    [
        (["33.30", "33.30", "33.40"], 104_90),
        (["33.34", "33.34", "33.34"], 100_02),
        (["99.99"], 104_89),
        (["100.00"], 104_90),
        (["100.01"], 100_01),
        (["0.10"] * 3 + ["99.70"], 104_90),  # 0.1 + 0.1 + 0.1 is 0.30000000000000004 elsewhere
    ],
)
def test_threshold_is_met_by_the_cent(prices: list[str], total: int) -> None:
    assert _totals(a_cart(lines=[(a_variant(price=price), 1) for price in prices])).total == total


def test_voucher_is_shared_out_and_books_keep_their_price() -> None:
    lines = [(a_variant(price="10.00"), 1), (a_variant(price="20.05"), 1), (_book("30.00"), 1)]
    totals = _totals(a_cart(lines=lines, voucher=a_voucher(percent=10)))
    assert _sums(totals) == (60_05, 3_01, 4_90, 61_94)
    assert [(line.discount, line.price.gross) for line in totals.lines] == [(1_00, 9_00), (2_01, 18_04), (0, 30_00)]
    assert sum(price.gross for price in totals.taxes) == totals.total
    assert totals.free_from == 100_01


def test_voucher_counts_before_the_free_shipping_rule() -> None:
    cart = a_cart(lines=[(a_variant(price="110.00"), 1)], voucher=a_voucher(percent=10))
    assert (_sums(_totals(cart)), _totals(cart).shipping.gap) == ((110_00, 11_00, 4_90, 103_90), 1_01)


def test_voucher_makes_shipping_free() -> None:
    totals = _totals(a_cart(lines=[(a_variant(price="10.00"), 1)], voucher=a_voucher(kind="free_shipping", percent=None)))
    assert (_sums(totals), totals.shipping.reason) == ((10_00, 0, 0, 10_00), Reason.VOUCHER)


def test_voucher_with_a_problem_takes_off_nothing() -> None:
    totals = _totals(a_cart(lines=[(_book("30.00"), 1)], voucher=a_voucher()))
    assert (_sums(totals), totals.voucher and totals.voucher.problem) == ((30_00, 0, 4_90, 34_90), "nothing_to_reduce")


def test_export_costs_the_net_price() -> None:
    totals = _totals(a_cart(lines=[(a_variant(price="119.00"), 1), (_book("21.40"), 1)], country="AT"), taxation=AN_EXPORT)
    assert _sums(totals) == (120_00, 0, 8_32, 128_32)
    assert (totals.taxes, totals.is_export) == ((Price(net=128_32, tax=0, gross=128_32, rate=Decimal("0.00")),), True)
    assert [(line.unit, line.listed, line.price_changed) for line in totals.lines] == [
        (100_00, 119_00, False),
        (20_00, 21_40, False),
    ]


def test_empty_cart_costs_nothing() -> None:
    totals = _totals(a_cart())
    assert totals == Totals(
        lines=(), goods=0, discount=0, shipping=ShippingQuote("DE", 0, Reason.NOTHING_TO_SHIP, None, a_rate()), total=0, taxes=(),
        shipping_parts=(), taxation=AT_HOME, voucher=None,
    )  # fmt: skip
    assert (totals.quantity, totals.tax, totals.free_from, totals.orderable) == (0, 0, 0, False)


def test_new_price_holds_and_is_told() -> None:
    variant = a_variant(price="79.90")
    cart = a_cart(lines=[(variant, 1)])
    Variant.objects.update(price="69.90")
    line = _totals(cart).lines[0]
    assert (line.unit, line.seen, line.price_changed, line.problem) == (69_90, 79_90, True, False)


def _sold_meanwhile(variant: Variant) -> None:
    Stock.objects.filter(variant=variant).update(reserved=4)


def _taken_off(variant: Variant) -> None:
    Product.objects.filter(pk=variant.product_id).update(is_published=False)


def _stock_gone(variant: Variant) -> None:
    Stock.objects.filter(variant=variant).delete()


@pytest.mark.parametrize("happens", [_sold_meanwhile, _taken_off, _stock_gone])
def test_line_that_cannot_be_had_stops_the_order(happens: Callable[[Variant], None]) -> None:
    variant = a_variant(on_hand=5)
    cart = a_cart(lines=[(a_variant(), 1), (variant, 2)])
    happens(variant)
    totals = _totals(cart)
    assert ([line.problem for line in totals.lines], totals.orderable) == ([False, True], False)


def test_preorder_carries_its_promise() -> None:
    line = _totals(a_cart(lines=[(a_preorder(limit=5), 1)])).lines[0]
    assert line.availability == Availability(State.PREORDER, 5, date(2027, 3, 1), "month", date(2027, 4, 30))


def test_unserved_country_is_refused() -> None:
    with pytest.raises(CountryNotServed):
        _totals(a_cart(lines=[(a_variant(), 1)], country="CH"))


def test_goods_without_a_tax_rate_are_refused() -> None:
    lines = cart_lines(a_cart(lines=[(_book("21.40"), 1)]))
    with pytest.raises(NoTaxRate):
        cart_totals(
            lines=lines, country="DE", tariff=a_tariff(), taxation=replace(AT_HOME, rates={TaxKind.STANDARD: Decimal(19)}), at=AT
        )


def _fingerprint(cart: Cart, tariff: Tariff | None = None) -> str:
    return _totals(cart, tariff=tariff).fingerprint


def test_fingerprint_stays_while_nothing_changes() -> None:
    cart = a_cart(lines=[(a_variant(on_hand=9), 1)])
    seen = _fingerprint(cart)
    Stock.objects.update(on_hand=5)
    Product.objects.update(name_en="Lumi, sitting")
    assert (_fingerprint(cart), len(seen)) == (seen, 64)


def test_fingerprint_changes_with_all_that_is_agreed() -> None:
    variant = a_preorder(price="79.90")
    cart = a_cart(lines=[(variant, 1)])
    seen = {
        _fingerprint(cart),
        _fingerprint(cart, a_tariff(threshold=50_00)),
        _fingerprint(cart, Tariff({"DE": a_rate(price=590)}, None)),
    }
    Release.objects.update(deliver_by=date(2027, 4, 30) + timedelta(days=1))
    seen.add(_fingerprint(cart))
    Variant.objects.update(price="79.91")
    seen.add(_fingerprint(cart))
    cart.lines.update(quantity=2)
    seen.add(_fingerprint(cart))
    cart.country = "AT"
    seen.add(_fingerprint(cart))
    cart.lines.update(variant=a_preorder(price="79.91"))
    seen.add(_fingerprint(cart))
    assert len(seen) == 8
