"""Load what a shop needs before it sells: seller, legal texts, shipping, taxes, and staff with their groups."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from djmoney.money import Money

from demo.content import legal
from shop.legal.models import LegalKind, LegalText, SellerProfile
from shop.shipping.models import FreeShippingRule, Operator, ShippingZone, ZoneCountry
from shop.tax.models import TaxKind, TaxRate
from shop.vouchers.models import Voucher, VoucherKind

PASSWORD = "sternregal-demo"  # noqa: S105 -- the demo's login is printed on the screen
ZONES = (
    ("Deutschland", "Germany", "DHL Paket", "4.90", 2, 4, "DE"),
    ("Österreich", "Austria", "DHL Paket International", "9.90", 3, 5, "AT"),
    ("Nachbarländer", "Neighbouring countries", "DHL Paket International", "12.90", 3, 6, "BE CZ DK FR LU NL PL"),
    ("Schweiz", "Switzerland", "DHL Paket International", "24.90", 4, 9, "CH"),
    ("Übrige EU", "Rest of the EU", "DHL Paket International", "16.90", 4, 9, "ES FI IE IT PT SE"),
)
GROUPS = {
    "Katalog": "view_product add_product change_product view_variant add_variant change_variant view_productimage add_productimage "
    "change_productimage delete_productimage view_series add_series change_series view_character add_character change_character "
    "view_manufacturer add_manufacturer change_manufacturer view_productline add_productline change_productline "
    "view_scale add_scale change_scale view_sculptor add_sculptor change_sculptor view_release add_release change_release "
    "view_category view_stock change_stock view_stockmove view_pricechange "
    "view_searchsynonym add_searchsynonym change_searchsynonym delete_searchsynonym view_searchmiss delete_searchmiss",
    "Bestellungen": "view_order record_transfer ship_order change_order make_refund view_payment view_refund view_dispute "
    "view_invoice view_alert view_job view_outgoingmail view_withdrawaldeclaration view_voucher add_voucher change_voucher view_voucheruse",
    "Autorenteam": "view_post add_post change_post view_postproduct add_postproduct change_postproduct delete_postproduct view_criterion "
    "add_criterion change_criterion delete_criterion view_rankeditem add_rankeditem change_rankeditem delete_rankeditem view_author "
    "view_articlepicture add_articlepicture change_articlepicture delete_articlepicture view_tag view_rightname "
    "view_product view_series",
    "Magazin": "view_post add_post change_post publish_post view_postproduct add_postproduct change_postproduct delete_postproduct "
    "view_criterion add_criterion change_criterion delete_criterion view_rankeditem add_rankeditem change_rankeditem delete_rankeditem "
    "view_articlepicture add_articlepicture change_articlepicture delete_articlepicture view_tag add_tag change_tag "
    "view_rightname add_rightname change_rightname delete_rightname "
    "view_author add_author change_author view_product view_series",
}


def load_shop(*, at: datetime) -> None:
    """All of it; what is there already stays as staff left it."""
    load_seller()
    load_texts(at=at)
    load_shipping()
    load_taxes()
    load_vouchers(at=at)
    load_staff()


def load_seller() -> None:
    if SellerProfile.objects.exists():
        return
    SellerProfile.objects.create(
        name="Sternregal Demo UG (haftungsbeschränkt)",
        represented_by="Demo-Geschäftsführung",
        street="Regalweg 7",
        postcode="10115",
        city="Berlin",
        email="hallo@sternregal.example",
        phone="+49 30 555 0100",
        register_court="Amtsgericht Charlottenburg",
        register_number="HRB 000000 (Demo)",
        vat_id="DE000000000",
        editor="Redaktion Sternregal, Regalweg 7, 10115 Berlin",
        account_holder="Sternregal Demo UG (haftungsbeschränkt)",
        iban="DE02120300000000202051",
        bic="BYLADEM1001",
    )


def load_texts(*, at: datetime) -> None:
    for kind in LegalKind.values:
        if not LegalText.objects.filter(kind=kind).exists():
            LegalText.objects.create(
                kind=kind, valid_from=at - timedelta(days=1), body_de=legal(kind, "de"), body_en=legal(kind, "en")
            )


def load_shipping() -> None:
    if ShippingZone.objects.exists():
        return
    for position, (name_de, name_en, carrier, price, days_min, days_max, countries) in enumerate(ZONES):
        zone = ShippingZone.objects.create(
            name_de=name_de,
            name_en=name_en,
            carrier=carrier,
            price=Money(Decimal(price), "EUR"),
            days_min=days_min,
            days_max=days_max,
            position=position,
        )
        ZoneCountry.objects.bulk_create(ZoneCountry(zone=zone, country=code) for code in countries.split())
    FreeShippingRule.objects.get_or_create(
        country="DE", defaults={"operator": Operator.OVER, "threshold": Money(Decimal(100), "EUR"), "is_active": True}
    )


def load_taxes() -> None:
    for kind, percent in ((TaxKind.STANDARD, "19"), (TaxKind.BOOK, "7")):
        TaxRate.objects.get_or_create(country="DE", kind=kind, valid_from=date(2021, 1, 1), defaults={"percent": Decimal(percent)})


def load_vouchers(*, at: datetime) -> None:
    """One of each kind, to try out."""
    kinds: tuple[dict[str, Any], ...] = (
        {"code": "STERN10", "kind": VoucherKind.PERCENT, "percent": 10, "minimum": Money(Decimal(50), "EUR")},
        {"code": "WILLKOMMEN5", "kind": VoucherKind.AMOUNT, "amount": Money(Decimal(5), "EUR"), "limit": 100},
        {"code": "PORTOFREI", "kind": VoucherKind.FREE_SHIPPING},
    )
    for values in kinds:
        code = values.pop("code")
        Voucher.objects.get_or_create(code=code, defaults={"valid_from": at - timedelta(days=1), **values})


def load_staff() -> None:
    """Three groups, and one login that may do everything; on a machine of your own only."""
    for name, codenames in GROUPS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(
            Permission.objects.filter(codename__in=codenames.split(), content_type__app_label__in=("shop", "blog"))
        )
    users = get_user_model().objects
    if not users.filter(username="demo").exists():
        users.create_superuser("demo", "demo@sternregal.example", PASSWORD)
