"""Stripe's objects for money that goes back, as Stripe writes them: refunds, disputes, and what they do to the balance."""

from typing import Any

from demo.stripe_standin.messages import Json
from demo.stripe_standin.objects import new_id

DISPUTE_FEE = 2_000  # cents; what a chargeback costs the shop, won or lost
DAYS_TO_ANSWER = 9
_REFUND_NULLS = "balance_transaction reason receipt_number source_transfer_reversal transfer_reversal".split()
_EVIDENCE_NULLS = (
    "access_activity_log appeal billing_address cancellation_policy cancellation_policy_disclosure cancellation_rebuttal "
    "customer_communication customer_email_address customer_name customer_purchase_ip customer_signature "
    "duplicate_charge_documentation duplicate_charge_explanation duplicate_charge_id product_description receipt refund_policy "
    "refund_policy_disclosure refund_refusal_explanation service_date service_documentation shipping_address shipping_carrier "
    "shipping_date shipping_documentation shipping_tracking_number uncategorized_file uncategorized_text"
).split()
_VISA_CODES = {"credit_not_processed": "13.6", "duplicate": "12.6.1", "fraudulent": "10.4", "product_not_received": "13.1"}


def build_refund(*, created: int, charge: Json, amount: int, reason: str | None, metadata: Json, is_done: bool) -> Json:
    """A refund, succeeded if it `is_done`, else pending; `amount` in the currency's smallest unit."""
    kind = charge["payment_method_details"]["type"]
    card = {"reference_status": "pending", "reference_type": "acquirer_reference_number", "type": "refund"}
    return {
        **dict.fromkeys(_REFUND_NULLS),
        "id": new_id("re_3" if kind == "card" else "pyr_1", 23),
        "object": "refund",
        "amount": amount,
        "balance_transaction": new_id("txn_3", 23),
        "charge": charge["id"],
        "created": created,
        "currency": charge["currency"],
        "destination_details": {"card": card, "type": "card"} if kind == "card" else {"type": kind},
        "metadata": metadata,
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "status": "succeeded" if is_done else "pending",
        **({} if is_done else {"pending_reason": "processing"}),
    }


def build_dispute(*, created: int, charge: Json, amount: int, reason: str) -> Json:
    """A dispute of `amount` of a paid `charge`, the money already withdrawn. One of a debit is lost from the start."""
    is_card = charge["payment_method_details"]["type"] == "card"
    dispute_id = new_id("du_1" if is_card else "pdp_1", 23)
    code = _VISA_CODES.get(reason) if is_card else None
    card = {"brand": "visa", "case_type": "chargeback", "network": "visa", "network_reason_code": code}
    email = charge["billing_details"]["email"]
    return {
        "id": dispute_id,
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [build_transaction(created=created, dispute_id=dispute_id, charge=charge, amount=-amount)],
        "charge": charge["id"],
        "created": created,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {**dict.fromkeys(_EVIDENCE_NULLS), "customer_email_address": email, "enhanced_evidence": {}},
        "evidence_details": {
            "due_by": created + DAYS_TO_ANSWER * 24 * 3600 if is_card else None,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "network_reason_code": code,
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "status": "needs_response" if is_card else "lost",
        **({"payment_method_details": {"card": card, "type": "card"}} if is_card else {}),
    }


def build_transaction(*, created: int, dispute_id: str, charge: Json, amount: int) -> Json:
    """What a dispute does to the balance: `amount` below zero withdraws it and the fee, above zero reinstates it."""
    fee = DISPUTE_FEE if amount < 0 else 0
    currency = charge["currency"]
    details: dict[str, Any] = {"application": None, "currency": currency, "description": "Dispute fee", "type": "stripe_fee"}
    return {
        "id": new_id("txn_1", 23),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": created,
        "balance_type": "payments",
        "created": created,
        "currency": currency,
        "description": f"Chargeback {'withdrawal' if amount < 0 else 'reversal'} for {charge['id']}",
        "exchange_rate": None,
        "fee": fee,
        "fee_details": [{"amount": fee, **details}] if fee else [],
        "net": amount - fee,
        "reporting_category": "dispute" if amount < 0 else "dispute_reversal",
        "source": dispute_id,
        "status": "available",
        "type": "adjustment",
    }
