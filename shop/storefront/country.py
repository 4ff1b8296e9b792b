"""The delivery country that a page assumes: the visitor's choice in the address, the cart's, or the shop's home."""

from django.http import HttpRequest

from shop.listing.present import kept_setting
from shop.shipping.free_shipping import Tariff
from shop.shipping.tariff import load_tariff


def tariff_of(request: HttpRequest) -> Tariff:
    """The tariff in the page's language, read once per request."""
    known: Tariff | None = getattr(request, "tariff", None)
    if known is None:
        known = request.tariff = load_tariff(language=language_of(request))  # type: ignore[attr-defined]
    return known


def tariff_as_listed(request: HttpRequest) -> Tariff:
    """As `tariff_of`, for a page whose list was answered just now: mostly without a query."""
    if getattr(request, "tariff", None) is None:
        language = language_of(request)
        request.tariff = kept_setting(("tariff", language), lambda: load_tariff(language=language))  # type: ignore[attr-defined]
    return tariff_of(request)


def language_of(request: HttpRequest) -> str:
    """'de' or 'en'."""
    return (getattr(request, "LANGUAGE_CODE", None) or "de")[:2]


def country_of(request: HttpRequest) -> str:
    """The country in the page's address (`?country=AT`) when it is served, else the home country.

    Public pages keep the choice in their address and not in a cookie, so that each can be cached whole.
    """
    tariff = tariff_of(request)
    chosen = request.GET.get("country", "").upper()
    return chosen if chosen in tariff.rates else tariff.home
