"""The seller and the text in force, ready to be shown."""

import re
from datetime import datetime

import nh3
from django.utils.safestring import SafeString, mark_safe

from shop.legal.models import LegalText, SellerProfile

PLACEHOLDER = re.compile(r"{(\w+)}")
TAGS = {"h2", "h3", "p", "ul", "ol", "li", "strong", "em", "blockquote", "br"}


class NoSeller(LookupError):
    """The shop does not know yet who sells; staff enter it in the admin under 'Seller'."""


def seller() -> SellerProfile:
    """The one seller; raises `NoSeller`."""
    row = SellerProfile.objects.order_by("pk").first()
    if row is None:
        raise NoSeller("Enter the seller in the admin under 'Seller'.")
    return row


def legal_text(*, kind: str, at: datetime) -> LegalText | None:
    """The version of a text that is in force at `at`."""
    return LegalText.objects.filter(kind=kind, valid_from__lte=at).order_by("-valid_from").first()


def render_text(text: LegalText, *, language: str, seller: SellerProfile, shop_url: str, withdraw_url: str) -> SafeString:
    """The body as safe HTML, its placeholders (`{seller_name}` …) filled; an unknown placeholder stays as it is."""
    values = {
        "seller_name": seller.name,
        "seller_address": f"{seller.street}, {seller.postcode} {seller.city}",
        "seller_email": seller.email,
        "seller_phone": seller.phone,
        "transfer_days": str(seller.transfer_days),
        "shop_url": shop_url,
        "withdraw_url": withdraw_url,
    }
    body = str(getattr(text, f"body_{language}"))
    body = PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), body)
    return mark_safe(nh3.clean(body, tags=TAGS, attributes={}))  # noqa: S308 -- nh3 has just cleaned it


def texts_in_force(*, at: datetime, bodies: bool = False) -> list[LegalText]:
    """The version of each text that is in force at `at`: what an order placed now rests on. Only with `bodies` to be read, too."""
    rows = LegalText.objects.filter(valid_from__lte=at).order_by("valid_from")
    newest = {text.kind: text for text in (rows if bodies else rows.defer("body_de", "body_en"))}
    return list(newest.values())
