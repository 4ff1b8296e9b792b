"""Filters that write amounts, dates and countries in the page's language."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.template import Context
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import get_language

from shop.cart.models import MAX_QUANTITY
from shop.catalog.address import absolute as absolute_url
from shop.catalog.features import features as features_line
from shop.catalog.features import height as height_words
from shop.catalog.models import Variant
from shop.catalog.release_words import release_words
from shop.customers.countries import country_name
from shop.listing.words import grouped as count_words
from shop.money import format_cents
from shop.shipping.free_shipping import Tariff
from shop.tax.models import TaxProfile
from shop.tax.profile import tax_profile

register = template.Library()
BERLIN = ZoneInfo("Europe/Berlin")
GERMAN_ZONES = {"CET": "MEZ", "CEST": "MESZ"}


def _language() -> str:
    return (get_language() or "de")[:2]


@register.filter
def cents(amount: int) -> str:
    """'1.234,50 €' or '€1,234.50'."""
    return format_cents(amount, _language())


@register.filter
def grouped(number: int) -> str:
    """A count as people read it: '12.345', in English '12,345'."""
    return count_words(number, language=_language())


@register.filter
def no_dash_first(name: str) -> str:
    """A name whose dashes begin no line: 'Lyra Tonami – Plüschfigur' breaks behind its dash, if anywhere."""
    return str(name).replace(" – ", "\N{NO-BREAK SPACE}– ")


@register.simple_tag
def most_pieces() -> int:
    """How many pieces of one variant an order may hold."""
    return MAX_QUANTITY


@register.filter
def day(value: date) -> str:
    """'30.04.2027' or '30 April 2027'."""
    return date_format(value, "d.m.Y" if _language() == "de" else "j F Y")


@register.filter
def month(value: date) -> str:
    """'April 2027'."""
    return date_format(value, "F Y")


@register.simple_tag
def release(value: date, precision: str) -> str:
    """A release as exactly as the maker named it: a day, a month or a quarter."""
    return release_words(value, precision, language=_language())


@register.simple_tag(takes_context=True)
def small_business(context: Context) -> bool:
    """Whether the shop charges no value added tax at all (UStG § 19), which every price must say; read once per request at most."""
    request = getattr(context, "request", None)
    known: bool | None = getattr(request, "is_small_business", None)
    if known is None:
        tariff: Tariff | None = getattr(request, "tariff", None)  # a page that shows prices has mostly read it
        profile = TaxProfile(small_business_from=tariff.small_business_from) if tariff and tariff.rates else tax_profile()
        known = profile.is_small_business(on=localdate())
        if request is not None:
            request.is_small_business = known
    return known


@register.filter
def country(code: str) -> str:
    return country_name(code, _language())


@register.filter
def features(variant: Variant) -> str:
    return features_line(variant, language=_language())


@register.filter
def absolute(url: str) -> str:
    """An address of the shop with its host."""
    return absolute_url(url)


@register.filter
def height(millimeters: int | None) -> str:
    return height_words(millimeters, language=_language())


@register.filter
def percent(rate: object) -> str:
    """A tax rate without needless zeros: '19' or '25,5'."""
    text = f"{rate}".rstrip("0").rstrip(".") if "." in f"{rate}" else f"{rate}"
    return text.replace(".", ",") if _language() == "de" else text


@register.filter
def berlin_moment(value: datetime) -> str:
    """'22.11.2026 um 14:03:27 Uhr (MEZ)' or '22 November 2026 at 14:03:27 (CET)'; needs an aware datetime."""
    local = value.astimezone(BERLIN)
    zone = local.tzname() or ""
    if _language() == "de":
        return f"{local:%d.%m.%Y um %H:%M:%S} Uhr ({GERMAN_ZONES.get(zone, zone)})"
    return f"{day(local)} at {local:%H:%M:%S} ({zone})"
