"""Stripe's objects as Stripe writes them: every key that Stripe always sends, null where the stand-in has nothing to say."""

import secrets
import string
from typing import Any

from demo.stripe_standin.messages import Json
from demo.stripe_standin.payment_methods import charge_details, options_of, outcome_of

API_VERSION = "2026-10-28.endive"
_ALPHABET = string.ascii_letters + string.digits
_SESSION_NULLS = (
    "adaptive_pricing after_expiration allow_promotion_codes allowed_payment_method_types billing_address_collection "
    "branding_settings cancel_url client_reference_id client_secret collected_information consent consent_collection "
    "currency_conversion customer customer_account customer_creation customer_details customer_email discounts "
    "excluded_payment_method_types integration_identifier invoice locale origin_context payment_intent payment_link "
    "payment_method_configuration_details permissions recovered_from saved_payment_method_options setup_intent "
    "shipping_address_collection shipping_cost submit_type subscription"
).split()
_INTENT_NULLS = (
    "application application_fee_amount automatic_payment_methods canceled_at cancellation_reason customer customer_account "
    "description excluded_payment_method_types last_payment_error latest_charge next_action on_behalf_of payment_method "
    "processing receipt_email review setup_future_usage shipping source statement_descriptor statement_descriptor_suffix "
    "transfer_data transfer_group"
).split()
_CHARGE_NULLS = (
    "application application_fee application_fee_amount balance_transaction customer description "
    "failure_balance_transaction failure_code failure_message on_behalf_of receipt_email receipt_number receipt_url "
    "review shipping source source_transfer statement_descriptor statement_descriptor_suffix transfer_data transfer_group"
).split()
_PRICE_NULLS = "custom_unit_amount lookup_key nickname recurring tiers_mode transform_quantity".split()


def new_id(prefix: str, length: int = 24) -> str:
    """An id that cannot be guessed, such as `pi_` and 24 letters and digits."""
    # One draw for all: a draw for each character took most of the time of a call. The slight preference of a modulus harms nobody.
    return prefix + "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in secrets.token_bytes(length))


def _nulls(names: list[str]) -> Json:
    return dict.fromkeys(names)


def build_session(
    *, created: int, base_url: str, subtotal: int, shipping: int, currency: str, payment_method_types: list[str], **given: Any
) -> Json:
    """An open Checkout Session; amounts in the currency's smallest unit, `given` are keys taken over as they are."""
    session_id = new_id("cs_test_a1", 56)
    return {
        **_nulls(_SESSION_NULLS),
        "id": session_id,
        "object": "checkout.session",
        "amount_subtotal": subtotal,
        "amount_total": subtotal + shipping,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "created": created,
        "currency": currency,
        "custom_fields": [],
        "custom_text": dict.fromkeys(("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")),
        "customer_creation": "if_required",
        "invoice_creation": {
            "enabled": False,
            "invoice_data": {
                **dict.fromkeys(("account_tax_ids", "custom_fields", "description", "footer", "issuer", "rendering_options")),
                "metadata": {},
            },
        },
        "livemode": False,
        "mode": "payment",
        "payment_method_collection": "if_required",
        "payment_method_options": options_of(payment_method_types),
        "payment_method_types": payment_method_types,
        "payment_status": "unpaid",
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "status": "open",
        "total_details": {"amount_discount": 0, "amount_shipping": shipping, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{base_url}/c/pay/{session_id}",
        "wallet_options": None,
        **given,
    }


def build_line_item(*, created: int, price_data: Json, quantity: int, metadata: Json) -> Json:
    """One line of a session; `price_data` as in the request."""
    amount = price_data["unit_amount"]
    return {
        "id": new_id("li_1", 23),
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": amount * quantity,
        "amount_tax": 0,
        "amount_total": amount * quantity,
        "currency": price_data["currency"],
        "description": price_data["product_data"]["name"],
        "metadata": metadata,
        "price": {
            **_nulls(_PRICE_NULLS),
            "id": new_id("price_1", 23),
            "object": "price",
            "active": False,  # made for this session alone
            "billing_scheme": "per_unit",
            "created": created,
            "currency": price_data["currency"],
            "livemode": False,
            "metadata": {},
            "product": new_id("prod_", 14),
            "tax_behavior": price_data.get("tax_behavior", "unspecified"),
            "type": "one_time",
            "unit_amount": amount,
            "unit_amount_decimal": str(amount),
        },
        "quantity": quantity,
    }


def build_intent(*, created: int, session: Json, intent_data: Json) -> Json:
    """The payment intent of `session`, before anything was tried."""
    intent_id = new_id("pi_3", 23)
    return {
        **_nulls(_INTENT_NULLS),
        "id": intent_id,
        "object": "payment_intent",
        "amount": session["amount_total"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "capture_method": "automatic_async",
        "client_secret": new_id(f"{intent_id}_secret_", 25),
        "confirmation_method": "automatic",
        "created": created,
        "currency": session["currency"],
        "livemode": False,
        "metadata": {},
        "payment_method_options": options_of(session["payment_method_types"]),
        "payment_method_types": session["payment_method_types"],
        "status": "requires_payment_method",
        **intent_data,
    }


def build_charge(*, created: int, intent: Json, email: str | None, status: str, method: str) -> Json:
    """A try to charge the whole of `intent` to the test card or account; it takes over the intent's metadata, as at Stripe.

    `status` is "succeeded", "failed" or, for a debit that the bank has not answered, "pending".
    """
    has_failed = status == "failed"
    refusal = {"failure_code": "card_declined", "failure_message": "Your card was declined."}
    return {
        **_nulls(_CHARGE_NULLS),
        "id": new_id("ch_3" if method == "card" else "py_3", 23),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": 0 if has_failed else intent["amount"],
        "amount_refunded": 0,
        "balance_transaction": None if has_failed else new_id("txn_3", 23),
        "billing_details": {"address": _address(), "email": email, "name": None, "phone": None, "tax_id": None},
        "calculated_statement_descriptor": "STERNREGAL DEMO",
        "captured": not has_failed,
        "created": created,
        "currency": intent["currency"],
        "description": intent["description"],
        "disputed": False,
        "fraud_details": {},
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "outcome": outcome_of(method, has_failed=has_failed),
        "paid": status == "succeeded",
        "payment_intent": intent["id"],
        "payment_method": new_id("pm_1", 23),
        "payment_method_details": charge_details(method, amount=intent["amount"], has_failed=has_failed),
        "radar_options": {},
        "refunded": False,
        "status": status,
        **(refusal if has_failed else {}),
    }


def build_event(*, created: int, kind: str, data: Json) -> Json:
    """An event that nobody has received yet; `data` holds `object` and perhaps `previous_attributes`."""
    return {
        "id": new_id("evt_1", 23),
        "object": "event",
        "api_version": API_VERSION,
        "created": created,
        "data": data,
        "livemode": False,
        "pending_webhooks": 1,
        "request": None,
        "type": kind,
    }


def customer_details(email: str | None) -> Json:
    """What a session knows of its customer once it is paid."""
    nothing = dict.fromkeys(("business_name", "individual_name", "name", "phone"))
    return {**nothing, "address": _address(), "email": email, "tax_exempt": "none", "tax_ids": []}


def _address() -> Json:
    return dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
