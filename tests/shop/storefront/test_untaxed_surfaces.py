"""Switzerland pays the net price and a small business shows no tax: the same on cart, review, order, mail and in both languages."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client

from shop.mail.models import OutgoingMail
from shop.orders.models import Order
from shop.tax.models import TaxKind, TaxProfile, TaxRate
from tests.factories import a_cart, a_product, a_shop, a_variant, a_zone
from tests.shop.storefront.test_bad_input import ADDRESS

pytestmark = pytest.mark.django_db
WORDS = {
    "export": {"de": "Preis ohne deutsche MwSt.", "en": "Price without German VAT"},
    "small_business": {"de": "§ 19 UStG", "en": "No VAT is charged (small business"},
}
TAXED = re.compile(r"incl\. VAT|incl\. \d|inkl\. MwSt|inkl\. \d|% VAT|% MwSt|% USt")


def surfaces(client: Client, language: str, country: str) -> dict[str, str]:
    """The text of each page and of the mail, on the way of one order."""
    found = {"cart": client.get(f"/{language}/cart/")}
    postcode = {"CH": "8001", "DE": "10115"}[country]
    client.post(f"/{language}/checkout/", {**ADDRESS, "delivery-country": country, "delivery-postcode": postcode})
    found["payment"] = client.get(f"/{language}/checkout/payment/")
    client.post(f"/{language}/checkout/payment/", {"method": "bank_transfer"})
    found["review"] = client.get(f"/{language}/checkout/review/")
    placed = client.post(f"/{language}/checkout/order/", {"seen": found["review"].context["seen"]})
    found["order"] = client.get(placed["Location"])
    mail = OutgoingMail.objects.get()
    pages = {name: page.content.decode() for name, page in found.items()} | {"mail": mail.html, "mail text": mail.text}
    return {
        name: re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2] or page)))
        for name, page in pages.items()
    }


def a_visitor(country: str) -> Client:
    """A figure for 71.40 € and a book for 21.40 € in the cart."""
    a_shop()
    a_zone(countries=["CH"], price="14.90", name_de="Schweiz", name_en="Switzerland", position=2)
    book = a_product(name="Artbook", tax_kind=TaxKind.BOOK)
    cart = a_cart(lines=[(a_variant(price="71.40"), 1), (a_variant(product=book, price="21.40"), 1)], country=country)
    client = Client()
    session = client.session
    session["cart"] = cart.token
    session.save()
    client.cookies["session"] = session.session_key
    return client


def euro(cents: int, language: str) -> str:
    return f"{cents // 100},{cents % 100:02d} €" if language == "de" else f"€{cents // 100}.{cents % 100:02d}"


@pytest.mark.parametrize("language", ["de", "en"])
def test_switzerland_pays_the_net_price_on_every_surface(language: str) -> None:
    """60.00 and 20.00 of goods, 12.52 of shipping: 71.40/1.19, 21.40/1.07 and 14.90/1.19."""
    told = surfaces(a_visitor("CH"), language, "CH")
    assert Order.objects.values_list("goods", "shipping", "total", "tax_treatment").get() == (80_00, 12_52, 92_52, "export")
    for name, text in told.items():
        words = [WORDS["export"][language], euro(12_52, language), euro(92_52, language)]
        words += [] if name == "payment" else [euro(60_00, language), euro(20_00, language)]
        assert [word for word in words if word not in text.replace("\xa0", " ")] == [], name
        assert TAXED.search(text) is None, name


@pytest.mark.parametrize("language", ["de", "en"])
def test_small_business_shows_no_tax_on_any_surface(language: str) -> None:
    client = a_visitor("DE")
    TaxProfile.objects.create(small_business_from=date(2020, 1, 1))
    told = surfaces(client, language, "DE")
    assert Order.objects.values_list("total", "tax_treatment").get() == (97_70, "small_business")
    for name, text in told.items():
        words = [WORDS["small_business"][language], euro(97_70, language)]
        assert [word for word in words if word not in text.replace("\xa0", " ")] == [], name
        assert TAXED.search(text) is None, name


def test_control_a_german_order_names_its_tax_on_every_surface() -> None:
    told = surfaces(a_visitor("DE"), "en", "DE")
    assert [name for name, text in told.items() if not TAXED.search(text)] == []


def test_missing_rate_blocks_the_sale_and_says_so() -> None:
    """A rate is never guessed: with OSS and no Austrian rate for books, nothing of the cart can be sold there."""
    client = a_visitor("DE")
    TaxProfile.objects.create(oss_from=date(2020, 1, 1))
    TaxRate.objects.filter(country="AT").delete()
    address = {**ADDRESS, "delivery-country": "AT", "delivery-postcode": "1010"}
    answer = client.post("/en/checkout/", address, follow=True)
    assert answer.redirect_chain[-1][0] == "/en/checkout/"
    assert "We cannot sell one of these articles to that country at the moment." in answer.content.decode()
    assert Order.objects.count() == 0
