"""Plain functions that each build one valid object. Every argument is a keyword and has a default."""

import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import transaction
from djmoney.money import Money
from PIL import Image

from blog.articles.models import Author, Post
from shop.cart.models import Cart, CartLine
from shop.catalog.models import (
    Category,
    Character,
    DatePrecision,
    Manufacturer,
    Product,
    ProductImage,
    ProductLine,
    Release,
    ReleaseKind,
    Scale,
    Sculptor,
    Series,
    Variant,
)
from shop.checkout.agreement import agreement
from shop.checkout.models import CheckoutDraft
from shop.checkout.place_order import place_order, totals_now
from shop.checkout.settle_payment import settle_payment
from shop.customers.address import Address
from shop.legal.models import LegalKind, LegalText, SellerProfile
from shop.legal.texts import texts_in_force
from shop.money import cents
from shop.orders.models import Order
from shop.payments.models import Payment, PaymentState
from shop.payments.record import receive
from shop.payments.states import move_payment
from shop.pictures.models import Picture
from shop.pictures.render import render_picture
from shop.pictures.store import look_at, store_picture
from shop.pricing.models import PriceChange
from shop.shipping.free_shipping import Rate, Rule, Tariff
from shop.shipping.models import FreeShippingRule, Operator, ShippingZone, ZoneCountry
from shop.shipping.tariff import load_tariff
from shop.stock.models import MoveKind, Stock, StockMove
from shop.tax.models import TaxKind, TaxRate
from shop.vouchers.models import Voucher

AT = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))  # what the fixture `at` answers
LONG_AGO = AT - timedelta(days=400)
SHOP_URL = "https://shop.example"
RATES = {TaxKind.STANDARD: Decimal("19.00"), TaxKind.BOOK: Decimal("7.00")}
_numbers = count(1)

Lines = Sequence[tuple[Variant, int]]  # variants and how many of each


# Catalog ------------------------------------------------------------------------------------------
def a_category(**fields: Any) -> Category:
    n = next(_numbers)
    return Category.objects.create(**{"name_de": "Figuren", "name_en": "Figures", "slug": f"category-{n}", **fields})


def a_series(**fields: Any) -> Series:
    n = next(_numbers)
    return Series.objects.create(**{"name": "Nullsektor 9", "slug": f"series-{n}", **fields})


def a_character(**fields: Any) -> Character:
    n = next(_numbers)
    series = fields.pop("series", None) or a_series()
    return Character.objects.create(**{"name": "Lumi", "slug": f"character-{n}", "series": series, **fields})


def a_manufacturer(**fields: Any) -> Manufacturer:
    n = next(_numbers)
    return Manufacturer.objects.create(**{"name": "Kurogane Works", "slug": f"maker-{n}", "country": "JP", **fields})


def a_line(**fields: Any) -> ProductLine:
    n = next(_numbers)
    maker = fields.pop("manufacturer", None) or a_manufacturer()
    return ProductLine.objects.create(**{"name": "Kurogane Compact", "slug": f"line-{n}", "manufacturer": maker, **fields})


def a_sculptor(**fields: Any) -> Sculptor:
    return Sculptor.objects.create(**{"name": "Kazuma Idogawa", "slug": f"sculptor-{next(_numbers)}", **fields})


def a_scale(**fields: Any) -> Scale:
    return Scale.objects.create(**{"name": "1/7", "slug": f"scale-{next(_numbers)}", "denominator": 7, **fields})


def a_product(*, name: str = "Lumi", **fields: Any) -> Product:
    """A published product without variants."""
    values = {
        "name_de": f"{name} (Figur)", "name_en": f"{name} (figure)", "slug": f"product-{next(_numbers)}",
        "is_published": True, "added_at": AT, **fields,
    }  # fmt: skip
    values["category"] = values.get("category") or a_category()
    values["manufacturer"] = values.get("manufacturer") or a_manufacturer()
    return Product.objects.create(**values)


def a_release(*, product: Product | None = None, **fields: Any) -> Release:
    """A first run that comes in March 2027 and is promised for April."""
    values = {"kind": ReleaseKind.FIRST, "released_on": date(2027, 3, 1), "deliver_by": date(2027, 4, 30), **fields}
    values.setdefault("precision", DatePrecision.MONTH)
    return Release.objects.create(product=product or a_product(), **values)


def a_variant(
    *,
    product: Product | None = None,
    price: str = "79.90",
    on_hand: int = 5,
    reserved: int = 0,
    preorder_limit: int = 0,
    preordered: int = 0,
    since: datetime = LONG_AGO,
    **fields: Any,
) -> Variant:
    """A variant with its stock, whose price has held for long; one with a `release` belongs to the release's product."""
    if product is None:
        product = fields["release"].product if "release" in fields else a_product()
    values = {"product": product, "sku": f"SKU-{next(_numbers)}", "price": Money(price, "EUR"), **fields}
    variant = Variant.objects.create(**values)
    Stock.objects.create(variant=variant, on_hand=on_hand, reserved=reserved, preorder_limit=preorder_limit, preordered=preordered)
    if on_hand:
        StockMove.objects.create(variant=variant, kind=MoveKind.CORRECTED, quantity=on_hand, reason="opening", at=since)
    PriceChange.objects.create(variant=variant, cents=cents(variant.price), valid_from=since)
    return variant


def a_preorder(*, price: str = "149.00", limit: int = 5, **stock: int) -> Variant:
    """A variant that is released in March 2027 and promised for April."""
    return a_variant(release=a_release(), price=price, preorder_limit=limit, **{"on_hand": 0, **stock})


def a_picture_file(*, size: tuple[int, int] = (60, 40), color: str = "#336699", format: str = "PNG", mode: str = "RGB") -> bytes:  # noqa: A002
    buffer = io.BytesIO()
    Image.new(mode, size, color).save(buffer, format)
    return buffer.getvalue()


def a_waiting_picture(**options: Any) -> Picture:
    """A picture that was uploaded a moment ago; the worker has not been there."""
    return store_picture(upload=look_at(a_picture_file(**options)), at=AT)


def a_picture(**options: Any) -> Picture:
    picture = a_waiting_picture(**options)
    render_picture(digest=picture.digest)
    picture.refresh_from_db()
    return picture


def a_product_image(*, product: Product | None = None, **fields: Any) -> ProductImage:
    values = {"product": product or a_product(), "alt_de": "Lumi von vorn", "alt_en": "Lumi from the front", **fields}
    values["picture"] = values.get("picture") or a_picture()
    return ProductImage.objects.create(**values)


# What a shop needs before it sells ----------------------------------------------------------------
def a_seller(**fields: Any) -> SellerProfile:
    values = {
        "name": "Sternregal GmbH", "street": "Lindenweg 5", "postcode": "04109", "city": "Leipzig", "email": "hallo@sternregal.example",
        "phone": "+49 341 5550100", "editor": "Mara Vogt, Lindenweg 5, 04109 Leipzig", "account_holder": "Sternregal GmbH",
        "iban": "DE02120300000000202051", "bic": "BYLADEM1001", "vat_id": "DE123456789", **fields,
    }  # fmt: skip
    return SellerProfile.objects.create(**values)


def a_legal_text(**fields: Any) -> LegalText:
    values = {"kind": LegalKind.TERMS, "valid_from": LONG_AGO, "body_de": "<p>Text</p>", "body_en": "<p>Words</p>", **fields}
    return LegalText.objects.create(**values)


def a_zone(*, countries: Sequence[str] = ("DE",), price: str = "4.90", **fields: Any) -> ShippingZone:
    values = {"name_de": "Deutschland", "name_en": "Germany", "carrier": "DHL Paket", "days_min": 2, "days_max": 4, **fields}
    zone = ShippingZone.objects.create(price=Money(price, "EUR"), **values)
    for country in countries:
        ZoneCountry.objects.create(zone=zone, country=country)
    return zone


def a_free_shipping_rule(*, threshold: str = "100.00", **fields: Any) -> FreeShippingRule:
    return FreeShippingRule.objects.create(threshold=Money(threshold, "EUR"), **fields)


def a_tax_rate(**fields: Any) -> TaxRate:
    values = {"country": "DE", "kind": TaxKind.STANDARD, "percent": Decimal(19), "valid_from": LONG_AGO.date(), **fields}
    return TaxRate.objects.create(**values)


def a_rate(*, price: int = 490, days_min: int = 2, days_max: int = 4) -> Rate:
    return Rate(zone="Germany", carrier="DHL Paket", price=price, days_min=days_min, days_max=days_max)


def a_tariff(*, operator: Operator = Operator.OVER, threshold: int = 100_00, country: str = "DE") -> Tariff:
    """The tariff as a value, without the database: Germany 4.90, Austria 9.90, one rule."""
    return Tariff(rates={"DE": a_rate(), "AT": a_rate(price=990, days_min=3, days_max=6)}, rule=Rule(country, operator, threshold))


def a_shop() -> SellerProfile:
    """All that a sale needs beside goods, once: seller, terms, tax rates, Germany for 4.90, Austria for 9.90, free over 100 €."""
    seller = SellerProfile.objects.first()
    if seller is not None:
        return seller
    for kind in (LegalKind.TERMS, LegalKind.WITHDRAWAL):
        a_legal_text(kind=kind)
    a_tax_rate()
    a_tax_rate(kind=TaxKind.BOOK, percent=Decimal(7))
    a_zone()
    a_zone(countries=["AT"], price="9.90", name_de="Österreich", name_en="Austria", days_min=3, days_max=6, position=1)
    a_free_shipping_rule()
    return a_seller()


# Customers, carts and orders ----------------------------------------------------------------------
def a_staff_member(**fields: Any) -> User:
    return User.objects.create_user(**{"username": f"staff-{next(_numbers)}", "is_staff": True, **fields})


def an_address(**fields: str) -> Address:
    values = {"name": "Jana Roth", "street": "Rosenstr. 1", "postcode": "10115", "city": "Berlin", "country": "DE", **fields}
    return Address(**values)


def a_voucher(**fields: Any) -> Voucher:
    """10 % off, once per customer, as often as like in all."""
    values = {"code": f"STERN-{next(_numbers)}", "kind": "percent", "percent": 10, "valid_from": LONG_AGO, **fields}
    return Voucher.objects.create(**values)


def a_cart(*, lines: Lines = (), country: str = "DE", voucher: Voucher | None = None) -> Cart:
    cart = Cart.objects.create(country=country, voucher=voucher, created_at=AT, changed_at=AT)
    for variant, quantity in lines:
        CartLine.objects.create(cart=cart, variant=variant, quantity=quantity, seen_cents=cents(variant.price), added_at=AT)
    return cart


def a_checkout_ready_cart(
    *,
    lines: Lines | None = None,
    country: str = "DE",
    method: str = "bank_transfer",
    email: str = "jana@example.org",
    billing: Address | None = None,
    voucher: Voucher | None = None,
) -> Cart:
    """A cart that only waits for the order button; without `lines` it holds one figure for 79.90."""
    a_shop()
    cart = a_cart(lines=[(a_variant(), 1)] if lines is None else lines, country=country, voucher=voucher)
    CheckoutDraft.objects.create(
        cart=cart,
        email=email,
        delivery=an_address(country=country).to_dict(),
        billing=billing.to_dict() if billing else None,
        payment_method=method,
        changed_at=AT,
    )
    return cart


def fingerprint(cart: Cart, *, language: str = "en") -> str:
    """What the customer sees of `cart` now, as the last page of the checkout sends it along."""
    cart.refresh_from_db()
    return agreement(totals_now(cart=cart, tariff=load_tariff(language=language), at=AT), texts_in_force(at=AT)).encode()


def an_order(*, language: str = "en", paid: bool = False, **cart: Any) -> Order:
    """An order as `place_order` makes it, of a cart made by `a_checkout_ready_cart(**cart)`."""
    ready = a_checkout_ready_cart(**cart)
    order = place_order(cart=ready, seen=fingerprint(ready), language=language, at=AT, shop_url=SHOP_URL)
    if paid:
        pay(order)
    return order


def pay(order: Order, *, amount: int | None = None, payment: Payment | None = None, at: datetime = AT) -> Payment:
    """The whole sum, or `amount` cents, has come for `payment` (the order's first), as the webhook or staff would book it."""
    with transaction.atomic():
        payment = payment or Payment.objects.filter(order=order).order_by("pk")[0]
        receive(payment=payment, amount=payment.amount if amount is None else amount, reference=f"test-{next(_numbers)}", at=at)
        if payment.captured >= payment.amount:
            move_payment(payment=payment, to=PaymentState.PAID, at=at)
        locked = Order.objects.select_for_update().get(pk=order.pk)
        settle_payment(order=locked, payment=payment, why="test", at=at, shop_url=SHOP_URL)
    order.refresh_from_db()
    return payment


# Magazine -----------------------------------------------------------------------------------------
def an_author(**fields: Any) -> Author:
    return Author.objects.create(**{"name": "Mara Vogt", "slug": f"author-{next(_numbers)}", **fields})


def a_post(**fields: Any) -> Post:
    """An article that readers see."""
    n = next(_numbers)
    values = {
        "title_de": "Wie gut ist Nullsektor 9?", "title_en": "How good is Nullsektor 9?", "slug_de": f"artikel-{n}",
        "slug_en": f"article-{n}",
        "excerpt_de": "Kurz.", "excerpt_en": "Short.", "body_de": "<p>Lang.</p>", "body_en": "<p>Long.</p>", "is_draft": False,
        "published_at": LONG_AGO, **fields,
    }  # fmt: skip
    values["author"] = values.get("author") or an_author()
    return Post.objects.create(**values)
