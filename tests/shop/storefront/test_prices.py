"""What stands beside a price: the 30-day reference and the manufacturer's RRP, each labeled, and only one of them struck through."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from djmoney.money import Money

from shop.catalog.models import Product, Variant
from shop.pricing.set_price import set_price
from shop.shipping.tariff import load_tariff
from shop.storefront.cards import price_tag
from tests.factories import AT, a_product, a_shop, a_variant

pytestmark = pytest.mark.django_db
RRP = Money("99.00", "EUR")


@pytest.fixture(autouse=True)
def _shop() -> None:
    a_shop()


def lines_of(client: Client, product: Product, language: str) -> list[str]:
    """The paragraphs of the price on the page of `product`, without tags."""
    html = client.get(f"/{language}/products/{product.slug}/").content.decode()
    block = html.partition('<div class="price price--large"')[2].partition("</div>")[0]
    paragraphs = re.findall(r"<p [^>]*>(.*?)</p>", block, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", text).replace("\xa0", " ").replace("&#x27;", "'").split()) for text in paragraphs]


def test_rrp_above_the_price_is_named_and_not_struck_through(client: Client) -> None:
    variant = a_variant(price="79.90", rrp=RRP)
    assert lines_of(client, variant.product, "en") == ["€79.90", "Manufacturer's RRP: €99.00", "incl. VAT, plus shipping"]
    assert lines_of(client, variant.product, "de") == [
        "79,90 €",
        "UVP des Herstellers: 99,00 €",
        "inkl. MwSt., zzgl. Versandkosten",
    ]
    html = client.get(variant.product.get_absolute_url(), headers={"Accept-Language": "en"}).content.decode()
    assert ("<s>" in html, "%" in html.partition('class="price__rrp"')[2].partition("</p>")[0]) == (False, False)


def test_rrp_and_reduction_stand_side_by_side_each_with_its_label(client: Client) -> None:
    variant = a_variant(price="89.90", rrp=RRP)
    set_price(variant=variant, price=Money("79.90", "EUR"), at=timezone.now() - timedelta(days=1))
    assert lines_of(client, variant.product, "en") == [
        "€79.90 before: €89.90",
        "Lowest price in the 30 days before the reduction: €89.90 (−11%)",
        "Manufacturer's RRP: €99.00",
        "incl. VAT, plus shipping",
    ]
    assert lines_of(client, variant.product, "de")[1:3] == [
        "Niedrigster Preis der letzten 30 Tage vor der Preissenkung: 89,90 € (−11 %)",
        "UVP des Herstellers: 99,00 €",
    ]


@pytest.mark.parametrize("rrp", [None, "79.90", "60.00"])
def test_rrp_that_is_not_above_the_price_is_hidden(client: Client, rrp: str | None) -> None:
    variant = a_variant(price="79.90", rrp=Money(rrp, "EUR") if rrp else None)
    assert lines_of(client, variant.product, "en") == ["€79.90", "incl. VAT, plus shipping"]


@pytest.mark.parametrize(
    ("rrps", "shown"), [(("99.00", "99.00"), 99_00), (("99.00", "109.00"), None), (("99.00", None), None), ((None, None), None)]
)
def test_rrp_of_sizes_is_named_where_all_share_it(rrps: tuple[str | None, str | None], shown: int | None) -> None:
    product = a_product()
    for label, price, rrp in zip(("S", "M"), ("79.90", "84.90"), rrps, strict=True):
        a_variant(product=product, label=label, price=price, rrp=Money(rrp, "EUR") if rrp else None)
    tag = price_tag(list(Variant.objects.all()), tariff=load_tariff(language="en"), country="DE", at=AT)
    assert tag is not None
    assert (tag.cents, tag.is_from, tag.rrp) == (79_90, True, shown)


def test_small_cards_leave_the_rrp_out(client: Client) -> None:
    a_variant(price="79.90", rrp=RRP)
    assert "€99.00" not in client.get("/en/products/").content.decode()
