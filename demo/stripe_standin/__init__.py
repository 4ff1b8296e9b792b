"""A stand-in for Stripe: payments for the demo and the tests, without Stripe, without a network, without money."""

from demo.stripe_standin.account import Account
from demo.stripe_standin.faults import Faults
from demo.stripe_standin.server import StripeStandin
from demo.stripe_standin.state import Delivery

__all__ = ["Account", "Delivery", "Faults", "StripeStandin"]
