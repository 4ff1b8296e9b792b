"""1,000 random carts (200 on PostgreSQL) show one shipping price and one gap: cart, checkout, order, mail, product page, feed.

What is right is worked out here by plain arithmetic, from the numbers that staff typed, not by the shop's own function.
"""

import random
import re
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from djmoney.money import Money

from shop.cart.models import Cart, CartLine
from shop.catalog.models import Release, Variant
from shop.checkout.agreement import agreement
from shop.checkout.place_order import place_order, totals_now
from shop.checkout.steps import save_address, save_payment_method
from shop.customers.address import Address
from shop.legal.texts import texts_in_force
from shop.mail.models import OutgoingMail
from shop.money import format_cents
from shop.shipping.models import FreeShippingRule, ShippingZone
from shop.shipping.tariff import load_tariff
from tests.small_shop import load_small_shop

CARTS = 125 if connection.vendor == "sqlite" else 25  # of each of eight seeds; what pages say does not depend on the database
PRODUCTS = ["rouge-redstar-1-7", "metal-rouge-1-7", "naomi-ortmann-1-8"]
COUNTRIES = ["DE", "DE", "DE", "AT", "FR"]
OVER = {"de": {"over": "über", "from": "ab"}, "en": {"over": "over", "from": "from"}}
GOOGLE = "{http://base.google.com/ns/1.0}"


def text_of(html: str) -> str:
    """A page as it reads: without tags, with single spaces (narrow and hard ones too)."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.replace("&nbsp;", " "))).replace("\xa0", " ")


def words(cents: int, language: str) -> str:
    return format_cents(cents, language).replace("\xa0", " ")


class Expectation:
    """What shipping `goods` cents to `country` must cost, and what must be said of it."""

    def __init__(self, goods: int, country: str, rule: FreeShippingRule, prices: dict[str, int]) -> None:
        threshold = int(rule.threshold.amount * 100)
        enough = goods > threshold if rule.operator == "over" else goods >= threshold
        at_home = country == rule.country
        self.price = 0 if at_home and enough else prices[country]
        self.gap = None if not at_home or enough else threshold - goods + (rule.operator == "over")

    def sentence(self, language: str) -> str:
        if self.gap is None:
            return ""
        amount = words(self.gap, language)
        return f"Noch {amount} bis zum kostenlosen Versand" if language == "de" else f"{amount} to go until shipping"


@pytest.fixture
def client(client: Client) -> Client:
    load_small_shop(at=timezone.now(), products=PRODUCTS, articles=[])
    Release.objects.update(released_on=None, deliver_by=None)
    for variant in Variant.objects.all():
        variant.stock.on_hand = 100_000
        variant.stock.save()
    return client


def shuffle_the_rules(rnd: random.Random) -> tuple[FreeShippingRule, dict[str, int]]:
    """New prices, another threshold and operator, as staff would type them."""
    rule = FreeShippingRule.objects.get()
    rule.operator, rule.threshold = rnd.choice(["over", "from"]), Money(rnd.choice(["100.00", "99.99", "75.50", "120.00"]), "EUR")
    rule.save()
    prices = {}
    for zone in ShippingZone.objects.prefetch_related("countries"):
        zone.price = Money(f"{rnd.randint(1, 2500) / 100:.2f}", "EUR")
        zone.save()
        prices |= {row.country: int(zone.price.amount * 100) for row in zone.countries.all()}
    return rule, prices


def fill(rnd: random.Random, threshold: int, country: str) -> tuple[Cart, int]:
    """A cart whose goods lie near the threshold more often than not, and their sum in cents."""
    now = timezone.now()
    cart = Cart.objects.create(country=country, created_at=now, changed_at=now)
    goods = 0
    variants = rnd.sample(list(Variant.objects.all()), rnd.randint(1, 3))
    for i, variant in enumerate(variants):
        quantity = rnd.randint(1, 3)
        left = max(100, threshold - goods + rnd.choice([-2, -1, 0, 1, 2, rnd.randint(-5000, 9000)]))
        price = max(1, left // quantity if i == len(variants) - 1 else rnd.randint(100, 6000))
        Variant.objects.filter(pk=variant.pk).update(price=Money(f"{price // 100}.{price % 100:02d}", "EUR"))
        CartLine.objects.create(cart=cart, variant=variant, quantity=quantity, seen_cents=price, added_at=now)
        goods += price * quantity
    return cart, goods


def look_at_cart_and_checkout(client: Client, cart: Cart, language: str, expected: Expectation) -> None:
    session = client.session
    session["cart"] = cart.token
    session.save()
    client.cookies["session"] = session.session_key
    for path in ("cart/", "checkout/payment/", "checkout/review/"):
        page = client.get(f"/{language}/{path}")
        said = text_of(page.content.decode())
        assert page.context["totals"].shipping.price == expected.price
        assert (path, words(expected.price, language) in said or expected.price == 0) == (path, True)
        if path != "checkout/payment/":
            assert (path, expected.sentence(language) in said) == (path, True)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
def test_random_carts_show_one_price_and_one_gap_everywhere(client: Client, seed: int) -> None:
    rnd = random.Random(f"surfaces {seed}")
    for number in range(CARTS):
        if number % 10 == 0:
            rule, prices = shuffle_the_rules(rnd)
        language, country, now = rnd.choice(["de", "en"]), rnd.choice(COUNTRIES), timezone.now()
        cart, goods = fill(rnd, int(rule.threshold.amount * 100), country)
        expected = Expectation(goods, country, rule, prices)
        address = Address(name="Mika Muster", street="Sternweg 1", postcode="10115", city="Berlin", country=country)
        draft = save_address(cart=cart, email="mika@example.org", delivery=address, billing=None, at=now)
        save_payment_method(draft=draft, method="bank_transfer", at=now)
        look_at_cart_and_checkout(client, cart, language, expected)
        cart.refresh_from_db()
        totals = totals_now(cart=cart, tariff=load_tariff(language=language), at=now)
        seen = agreement(totals, texts_in_force(at=now)).encode()
        order = place_order(cart=cart, seen=seen, language=language, at=now, shop_url="https://shop.example")
        assert (order.shipping, order.total) == (expected.price, goods + expected.price)
        mail = OutgoingMail.objects.get(key=f"order-confirmation:{order.pk}")
        assert words(order.total, language) in text_of(mail.text)
        if expected.price:
            assert words(expected.price, language) in text_of(mail.text)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_product_page_banner_shipping_page_and_feed_say_the_same(client: Client, seed: int) -> None:
    rnd = random.Random(f"pages {seed}")
    for _number in range(10):
        rule, prices = shuffle_the_rules(rnd)
        threshold = int(rule.threshold.amount * 100)
        language = rnd.choice(["de", "en"])
        goods = threshold + rnd.choice([-1, 0, 1, rnd.randint(-5000, 5000)])
        Variant.objects.update(price=Money(f"{goods // 100}.{goods % 100:02d}", "EUR"))
        for country in ("DE", "AT"):
            expected = Expectation(goods, country, rule, prices)
            page = client.get(f"/{language}/products/{PRODUCTS[0]}/?country={country}")
            quote = page.context["page"].quote
            assert (quote.country, quote.price, quote.gap or None) == (country, expected.price, expected.gap)
            assert expected.sentence(language) in text_of(page.content.decode())
        amount = format_cents(threshold, language, trim=True).replace("\xa0", " ")
        promise = f"{OVER[language][rule.operator]} {amount}"
        for path in ("", f"products/{PRODUCTS[0]}/", "cart/", "shipping/"):
            assert (path, promise in text_of(client.get(f"/{language}/{path}").content.decode())) == (path, True)
        check_feed(client, language, goods, rule, prices)


def check_feed(client: Client, language: str, goods: int, rule: FreeShippingRule, prices: dict[str, int]) -> None:
    body = b"".join(client.get(f"/{language}/feeds/products.xml").streaming_content)  # type: ignore[attr-defined]
    item = ET.fromstring(body).find("channel/item")
    assert item is not None
    for shipping in item.findall(f"{GOOGLE}shipping"):
        country = shipping.findtext(f"{GOOGLE}country") or ""
        price = Expectation(goods, country, rule, prices).price
        assert shipping.findtext(f"{GOOGLE}price") == f"{price // 100}.{price % 100:02d} EUR"
