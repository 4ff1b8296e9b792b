"""The test card and the test account, as Stripe describes what was charged."""

from demo.stripe_standin.messages import Json


def options_of(methods: list[str]) -> Json:
    """The options of a session or an intent that offers `methods`."""
    options: Json = {"card": {"request_three_d_secure": "automatic"}, "sepa_debit": {}}
    return {method: options[method] for method in methods}


def charge_details(method: str, *, amount: int, has_failed: bool) -> Json:
    """What a charge says of the card or the account that it went to."""
    return {method: _test_card(amount, has_failed) if method == "card" else _test_account(), "type": method}


def outcome_of(method: str, *, has_failed: bool) -> Json:
    """What the network said; a debit is accepted at first, whatever the bank says later."""
    return {
        "advice_code": "try_again_later" if has_failed else None,
        "network_advice_code": None,
        "network_decline_code": "05" if has_failed else None,
        "network_status": "declined_by_network" if has_failed else "approved_by_network",
        "reason": "generic_decline" if has_failed else None,
        "risk_level": "normal" if method == "card" else "not_assessed",
        "risk_score": 1,
        "seller_message": "The bank did not return any further details with this decline." if has_failed else "Payment complete.",
        "type": "issuer_declined" if has_failed else "authorized",
    }


def _test_card(amount: int, has_failed: bool) -> Json:
    passed = "unchecked" if has_failed else "pass"
    return {
        "amount_authorized": None if has_failed else amount,
        "brand": "visa",
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": passed},
        "country": "US",
        "exp_month": 12,
        "exp_year": 2034,
        "fingerprint": "StandinTestCard1",
        "funding": "credit",
        "installments": None,
        "last4": "0002" if has_failed else "4242",  # Stripe's own numbers for 'is declined' and 'works'
        "mandate": None,
        "network": "visa",
        "regulated_status": "unregulated",
        "three_d_secure": None,
        "wallet": None,
    }


def _test_account() -> Json:
    return {
        "bank_code": "37040044",
        "branch_code": None,
        "country": "DE",
        "expected_debit_date": None,
        "fingerprint": "StandinTestAcct1",
        "last4": "3000",  # of Stripe's own test account
        "mandate": "mandate_1StandinTestAccount",
    }
