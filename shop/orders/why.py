"""The shop's own reasons, in the words of whoever reads them. A reason that staff typed stays as it was typed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Why(models.TextChoices):
    PLACED = "placed", _("ordered")
    NOTHING_TO_PAY = "nothing to pay", _("nothing to pay")
    BANK_TRANSFER = "bank transfer", _("bank transfer received")
    PART_PAYMENT = "part payment", _("a part of the money received")
    CARD_PAYMENT = "card payment", _("card payment received")
    BANK_REFUSED = "the bank refused the payment", _("the bank refused the payment")
    REMINDED = "reminded", _("reminded of the transfer")
    SWITCHED = "to be paid by transfer", _("to be paid by transfer after all")
    NOT_PAID_IN_TIME = "not paid in time", _("not paid in time")
    PARCEL_SHIPPED = "parcel shipped", _("parcel shipped")
    REFUND = "refund", _("money given back")
    PAID_TOO_MUCH = "paid too much", _("paid too much")
    PAID_LATE = "paid late", _("paid after the cancellation")
    MADE_AT_STRIPE = "made at Stripe", _("given back in Stripe's dashboard")
    WITHDRAWAL = "withdrawal", _("withdrawal")
    WITHDRAWN_BEFORE_SHIPPING = "withdrawn before shipping", _("withdrawn before it was shipped")
    REST_WITHDRAWN = "the rest was withdrawn", _("the rest was withdrawn")


def why_words(why: str) -> str:
    """`why` in the active language where it is one of the shop's own reasons, else as it stands."""
    return str(Why(why).label) if why in Why.values else why
