"""Stripe's objects as Stripe writes them: every key that Stripe always sends, null where the stand-in has nothing to say."""

import secrets
import string
from typing import Any

from demo.stripe_standin.messages import Json

API_VERSION = "2026-10-28.endive"
_ALPHABET = string.ascii_letters + string.digits
_SESSION_NULLS = (
    "adaptive_pricing after_expiration allow_promotion_codes billing_address_collection branding_settings cancel_url "
    "client_reference_id client_secret collected_information consent consent_collection currency_conversion customer "
    "customer_account customer_creation customer_details customer_email discounts integration_identifier invoice locale "
    "origin_context payment_intent payment_link payment_method_configuration_details permissions recovered_from "
    "saved_payment_method_options setup_intent shipping_address_collection shipping_cost submit_type subscription"
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
_REFUND_NULLS = "balance_transaction reason receipt_number source_transfer_reversal transfer_reversal".split()
_PRICE_NULLS = "custom_unit_amount lookup_key nickname recurring tiers_mode transform_quantity".split()


def new_id(prefix: str, length: int = 24) -> str:
    """An id that cannot be guessed, such as `pi_` and 24 letters and digits."""
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(length))


def _nulls(names: list[str]) -> Json:
    return dict.fromkeys(names)


def build_session(*, created: int, base_url: str, subtotal: int, shipping: int, currency: str, **given: Any) -> Json:
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
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
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
    """The payment intent of `session`, before any card was tried."""
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
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": session["payment_method_types"],
        "status": "requires_payment_method",
        **intent_data,
    }


def build_charge(*, created: int, intent: Json, email: str | None, is_paid: bool) -> Json:
    """A try to charge the test card for the whole of `intent`; it takes over the intent's metadata, as at Stripe."""
    refusal = {"failure_code": "card_declined", "failure_message": "Your card was declined."}
    return {
        **_nulls(_CHARGE_NULLS),
        "id": new_id("ch_3", 23),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"] if is_paid else 0,
        "amount_refunded": 0,
        "balance_transaction": new_id("txn_3", 23) if is_paid else None,
        "billing_details": {"address": _address(), "email": email, "name": None, "phone": None, "tax_id": None},
        "calculated_statement_descriptor": "STERNREGAL DEMO",
        "captured": is_paid,
        "created": created,
        "currency": intent["currency"],
        "description": intent["description"],
        "disputed": False,
        "fraud_details": {},
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "outcome": _outcome(is_paid),
        "paid": is_paid,
        "payment_intent": intent["id"],
        "payment_method": new_id("pm_1", 23),
        "payment_method_details": {"card": _test_card(intent["amount"], is_paid), "type": "card"},
        "radar_options": {},
        "refunded": False,
        "status": "succeeded" if is_paid else "failed",
        **({} if is_paid else refusal),
    }


def build_refund(*, created: int, charge: Json, amount: int, reason: str | None, metadata: Json) -> Json:
    """A refund that has succeeded; `amount` in the currency's smallest unit."""
    return {
        **_nulls(_REFUND_NULLS),
        "id": new_id("re_3", 23),
        "object": "refund",
        "amount": amount,
        "balance_transaction": new_id("txn_3", 23),
        "charge": charge["id"],
        "created": created,
        "currency": charge["currency"],
        "destination_details": {
            "card": {"reference_status": "pending", "reference_type": "acquirer_reference_number", "type": "refund"},
            "type": "card",
        },
        "metadata": metadata,
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "status": "succeeded",
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


def _outcome(is_paid: bool) -> Json:
    return {
        "advice_code": None if is_paid else "try_again_later",
        "network_advice_code": None,
        "network_decline_code": None if is_paid else "05",
        "network_status": "approved_by_network" if is_paid else "declined_by_network",
        "reason": None if is_paid else "generic_decline",
        "risk_level": "normal",
        "risk_score": 1,
        "seller_message": "Payment complete." if is_paid else "The bank did not return any further details with this decline.",
        "type": "authorized" if is_paid else "issuer_declined",
    }


def _test_card(amount: int, is_paid: bool) -> Json:
    passed = "pass" if is_paid else "unchecked"
    return {
        "amount_authorized": amount if is_paid else None,
        "brand": "visa",
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": passed},
        "country": "US",
        "exp_month": 12,
        "exp_year": 2034,
        "fingerprint": "StandinTestCard1",
        "funding": "credit",
        "installments": None,
        "last4": "4242" if is_paid else "0002",  # Stripe's own numbers for 'works' and 'is declined'
        "mandate": None,
        "network": "visa",
        "regulated_status": "unregulated",
        "three_d_secure": None,
        "wallet": None,
    }
