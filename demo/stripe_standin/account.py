"""How the shop's account at Stripe is set up, and how fast the banks behind it are. May be changed at any time."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

CURRENCY_OF_DEBITS = "eur"  # SEPA moves nothing else


@dataclass
class Account:
    """`methods` are what sessions may offer, of "card" and "sepa_debit"; the debit only where the currency is EUR.

    `debit_seconds` until the bank answers a debit (it pays), `refund_seconds` until a refund ends as `refund_outcome`: 0 is at
    once, None never by itself, so that a test decides with `settle_debit` and `settle_refund`. Seconds of `State.clock`.
    """

    methods: tuple[str, ...] = ("card", "sepa_debit")
    debit_seconds: float | None = 20
    refund_seconds: float | None = 0
    refund_outcome: Literal["succeeded", "failed"] = "succeeded"

    def methods_for(self, currency: str, *, allowed: Collection[str] | None, excluded: Collection[str]) -> list[str]:
        """What a session in `currency` offers: the account's methods, filtered by what the session allows (None: all) and excludes."""
        return [
            method
            for method in self.methods
            if (method != "sepa_debit" or currency == CURRENCY_OF_DEBITS)
            and (allowed is None or method in allowed)
            and method not in excluded
        ]
