"""Rules of Stripe for a new Checkout Session that its annotations do not carry: limits, addresses, amounts."""

import re
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from demo.stripe_standin.messages import Json, invalid
from demo.stripe_standin.params import missing_param

MIN_LIFE, MAX_LIFE = 30 * 60, 24 * 3600  # seconds
MIN_TOTAL = {"eur": 50, "usd": 50, "chf": 50, "gbp": 30}  # smallest unit; Stripe refuses less
MAX_AMOUNT = 99_999_999
MAX_ITEMS = 100
MAX_SHIPPING_OPTIONS = 5

# The real parameters that the stand-in acts on. It refuses the others, because silently ignoring a discount or a tax would
# let a test pass that fails at Stripe.
HONORED = {
    "": {
        "allowed_payment_method_types", "cancel_url", "client_reference_id", "currency", "customer_email",
        "excluded_payment_method_types", "expand", "expires_at", "line_items", "locale", "metadata", "mode", "payment_intent_data",
        "shipping_options", "submit_type", "success_url", "ui_mode",
    },
    "line_items": {"metadata", "price_data", "quantity"},
    "price_data": {"currency", "product_data", "tax_behavior", "unit_amount"},
    "payment_intent_data": {"description", "metadata", "receipt_email", "statement_descriptor_suffix"},
    "shipping_options": {"shipping_rate_data"},
    "shipping_rate_data": {"display_name", "fixed_amount", "tax_behavior", "type", "metadata", "delivery_estimate"},
    "fixed_amount": {"amount", "currency"},
}  # fmt: skip


def check_session(params: Json, *, now: int) -> None:
    """Raises `ApiError` (400) unless a payable, hosted session of mode `payment` can be made of `params`."""
    _only_honored(params, "", HONORED[""])
    for name in ("mode", "line_items", "success_url"):
        if not params.get(name):
            raise missing_param(name)
    for name, allowed in (("mode", "payment"), ("ui_mode", "hosted_page")):
        if params.get(name, allowed) != allowed:
            raise invalid(f"The stand-in knows {name}={allowed} only.", param=name)
    for name in ("success_url", "cancel_url"):
        if name in params:
            _check_url(params[name], name)
    _check_texts(params)
    _check_expiry(params.get("expires_at"), now)
    _check_items(params["line_items"])
    _check_shipping(params.get("shipping_options", []))
    _only_honored(params.get("payment_intent_data", {}), "payment_intent_data", HONORED["payment_intent_data"])


def check_total(total: int, currencies: Collection[str]) -> None:
    """Raises `ApiError` unless all is in one currency and Stripe would charge such a `total`."""
    if len(currencies) != 1:
        raise invalid("All line items, shipping options and `currency` must be in the same currency.", param="line_items")
    (currency,) = currencies
    smallest = MIN_TOTAL.get(currency, 1)
    if total < smallest:
        message = f"The Checkout Session's total amount must convert to at least {smallest} of the smallest unit."
        raise invalid(message, code="amount_too_small")
    if total > MAX_AMOUNT:
        raise invalid(f"The Checkout Session's total amount must be no more than {MAX_AMOUNT}.", code="amount_too_large")


def _only_honored(given: Json, path: str, honored: set[str]) -> None:
    for name in given:
        if name not in honored:
            place = f"{path}[{name}]" if path else name
            raise invalid(f"The stand-in does not act on the parameter {place}, so it refuses it.", param=place)


def _check_url(url: str, param: str) -> None:
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        is_good = False
    # Characters below 33 would break out of the Location header, the others out of the policy that names the origin.
    if not is_good or re.search(r"[\x00-\x20\x7f\"'<>;,\\]", url.partition("?")[0]) or re.search(r"[\x00-\x20\x7f]", url):
        raise invalid("Not a valid URL", param=param, code="url_invalid")


def _check_texts(params: Json) -> None:
    if len(params.get("client_reference_id", "")) > 200:
        raise invalid("client_reference_id can have at most 200 characters.", param="client_reference_id")
    email = params.get("customer_email")
    if email is not None and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", email):
        raise invalid(f"Invalid email address: {email}", param="customer_email", code="email_invalid")


def _check_expiry(expires_at: int | None, now: int) -> None:
    if expires_at is None:
        return
    if expires_at < now + MIN_LIFE:
        raise invalid("The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.", param="expires_at")
    if expires_at > now + MAX_LIFE:
        raise invalid("The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.", param="expires_at")


def _check_items(items: list[Json]) -> None:
    if len(items) > MAX_ITEMS:
        raise invalid(f"You can pass at most {MAX_ITEMS} line items.", param="line_items")
    for index, item in enumerate(items):
        path = f"line_items[{index}]"
        _only_honored(item, path, HONORED["line_items"])
        for name in ("price_data", "quantity"):
            if name not in item:
                raise missing_param(f"{path}[{name}]")
        if item["quantity"] < 1:
            raise invalid("Line item quantity must be at least 1.", param=f"{path}[quantity]", code="parameter_invalid_integer")
        price = item["price_data"]
        _only_honored(price, f"{path}[price_data]", HONORED["price_data"])
        for name in ("product_data", "unit_amount"):
            if name not in price:
                raise missing_param(f"{path}[price_data][{name}]")
        _check_amount(price["unit_amount"], f"{path}[price_data][unit_amount]")
        _check_currency(price, f"{path}[price_data][currency]")


def _check_shipping(options: list[Json]) -> None:
    if len(options) > MAX_SHIPPING_OPTIONS:
        raise invalid(f"You can pass at most {MAX_SHIPPING_OPTIONS} shipping options.", param="shipping_options")
    for index, option in enumerate(options):
        path = f"shipping_options[{index}]"
        _only_honored(option, path, HONORED["shipping_options"])
        rate = option.get("shipping_rate_data")
        if rate is None or "fixed_amount" not in rate:
            raise missing_param(f"{path}[shipping_rate_data][fixed_amount]")
        _only_honored(rate, f"{path}[shipping_rate_data]", HONORED["shipping_rate_data"])
        _only_honored(rate["fixed_amount"], f"{path}[shipping_rate_data][fixed_amount]", HONORED["fixed_amount"])
        _check_amount(rate["fixed_amount"]["amount"], f"{path}[shipping_rate_data][fixed_amount][amount]")
        _check_currency(rate["fixed_amount"], f"{path}[shipping_rate_data][fixed_amount][currency]")


def _check_amount(amount: int, param: str) -> None:
    if amount < 0:
        raise invalid("This value must be greater than or equal to 0.", param=param, code="parameter_invalid_integer")
    if amount > MAX_AMOUNT:
        raise invalid(f"This value must be no more than {MAX_AMOUNT}.", param=param, code="amount_too_large")


def _check_currency(holder: dict[str, Any], param: str) -> None:
    if not re.fullmatch(r"[a-zA-Z]{3}", holder["currency"]):
        raise invalid(f"Invalid currency: {holder['currency']}", param=param)
