"""The worked tables of docs/ (marked with †) say what the code does."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from djmoney.money import Money

from shop.money import split_gross
from shop.orders.states import TRANSITIONS as ORDER_TRANSITIONS
from shop.payments.states import TRANSITIONS as PAYMENT_TRANSITIONS
from shop.pricing.explain import explain_price, explanation_words
from shop.pricing.reduction import PricePoint, reduction
from shop.shipping.free_shipping import Rate, Rule, Tariff, quote_shipping
from shop.shipping.models import Operator
from shop.tax.models import TaxProfile, TaxRate
from shop.tax.rates import NoTaxRate
from shop.tax.shipped_rates import install_rates
from shop.tax.taxation import Taxation, load_taxation
from shop.vouchers.models import Voucher, VoucherKind
from shop.vouchers.quote import quote_voucher

DOCS = Path(__file__).resolve().parent.parent / "docs"
RATES = {
    "DE": Rate(zone="", carrier="", price=490, days_min=2, days_max=4),
    "AT": Rate(zone="", carrier="", price=990, days_min=3, days_max=5),
}


def table(file: str, title: str) -> list[list[str]]:
    """The rows of the table under '† title', without its head."""
    _before, _mark, after = (DOCS / file).read_text(encoding="utf-8").partition(f"\n† {title}\n\n")
    lines = after.partition("\n\n")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    assert rows, f"docs/{file} has no table '† {title}'"
    return rows


def cents(text: str) -> int:
    return int(Decimal(text) * 100)


@pytest.mark.parametrize("row", table("pricing.md", "Tax"), ids=" ".join)
def test_tax_table(row: list[str]) -> None:
    gross, rate, net, tax = row
    price = split_gross(cents(gross), Decimal(rate))
    assert (price.net, price.tax) == (cents(net), cents(tax))


SELLERS: dict[str, dict[str, date]] = {
    "–": {},
    "OSS": {"oss_from": date(2026, 11, 23)},
    "small business": {"small_business_from": date(2026, 11, 23), "oss_from": date(2026, 11, 23)},
}


def taxed(taxation: Taxation, gross: int, kind: str) -> list[str]:
    """What the customer pays, the rate, and the tax in it, as the table writes them."""
    try:
        rate, unit = taxation.rate_of(kind), taxation.unit(gross, kind)
    except NoTaxRate:
        return ["not sold", "–", "–"]
    return [f"{unit / 100:.2f}", f"{rate.normalize():f}", f"{split_gross(unit, rate).tax / 100:.2f}"]


@pytest.mark.django_db
@pytest.mark.parametrize("row", table("pricing.md", "Tax by destination"), ids=" ".join)
def test_tax_by_destination_table(row: list[str]) -> None:
    to, seller, kind, gross, treatment, *expected = row
    country, postcode = re.match(r"([A-Z]{2}) ?([^ (]*)", to).groups()  # type: ignore[union-attr]
    TaxRate.objects.all().delete()
    install_rates(TaxRate)
    TaxProfile.objects.create(**SELLERS[seller])
    taxation = load_taxation(country=country, postcode=postcode, on=date(2026, 11, 23))
    assert (taxation.treatment, taxed(taxation, cents(gross), kind)) == (treatment, expected)


@pytest.mark.parametrize("row", table("pricing.md", "Free shipping"), ids=" ".join)
def test_free_shipping_table(row: list[str]) -> None:
    words, country, goods, shipping, reason, missing = row
    rule = None
    if words != "none":
        operator, threshold, home = words.split()
        rule = Rule(country=home, operator=Operator(operator), threshold=cents(threshold))
    quote = quote_shipping(goods=cents(goods), country=country, tariff=Tariff(rates=RATES, rule=rule))
    expected = (cents(shipping), reason, None if missing == "–" else cents(missing))
    assert (quote.price, quote.reason, quote.gap) == expected


def a_voucher_of(words: str) -> Voucher:
    kind, percent, amount = VoucherKind.FREE_SHIPPING, None, None
    if words.endswith("%"):
        kind, percent = VoucherKind.PERCENT, int(words.removesuffix("%"))
    elif words.endswith("off"):
        kind, amount = VoucherKind.AMOUNT, Money(words.removesuffix("off").strip(), "EUR")
    return Voucher(kind=kind, percent=percent, amount=amount, minimum=Money(0, "EUR"), valid_from=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("row", table("pricing.md", "Vouchers"), ids=" ".join)
def test_voucher_table(row: list[str]) -> None:
    goods, book, words, off, shipping = row
    fixed = 0 if book == "–" else cents(book)
    lines = [cents(goods) - fixed, fixed]
    quote = quote_voucher(a_voucher_of(words), goods=lines, reducible=[True, False], at=datetime(2026, 11, 23, tzinfo=UTC))
    rule = Rule("DE", Operator.OVER, 100_00)
    price = quote_shipping(
        goods=sum(lines) - quote.discount, country="DE", tariff=Tariff(RATES, rule), free_by_voucher=quote.free_shipping
    ).price
    assert (quote.discount, price) == (cents(off), cents(shipping))


@pytest.mark.parametrize("row", table("pricing.md", "Reductions"), ids=" ".join)
def test_reduction_table(row: list[str]) -> None:
    history, shown = row
    began = datetime(2026, 11, 1, tzinfo=UTC)
    steps = re.findall(r"([\d.]+) since (−?\d+)", history)
    points = [PricePoint(cents(price), began + timedelta(days=int(day.replace("−", "-")))) for price, day in steps]
    found = reduction(points, at=began + timedelta(hours=1))
    assert shown == (f"{found.reference_cents / 100:.2f}, −{found.percent} %" if found else "nothing")


@pytest.mark.parametrize("row", table("pricing.md", "Planned prices"), ids=" ".join)
def test_planned_price_table(row: list[str]) -> None:
    history, planned, said = row
    today = datetime(2026, 11, 1, tzinfo=UTC)
    steps = re.findall(r"([\d.]+) since (−?\d+)", history)
    points = [PricePoint(cents(price), today + timedelta(days=int(day.replace("−", "-")))) for price, day in steps]
    assert explanation_words(explain_price(points, new=cents(planned), at=today), language="en") == said


@pytest.mark.parametrize(("title", "transitions"), [("Orders", ORDER_TRANSITIONS), ("Payments", PAYMENT_TRANSITIONS)])
def test_state_table(title: str, transitions: dict[str, frozenset[str]]) -> None:
    written = sorted((row[0], row[1]) for row in table("states.md", title))
    assert written == sorted((str(was), str(to)) for was, targets in transitions.items() for to in targets)
