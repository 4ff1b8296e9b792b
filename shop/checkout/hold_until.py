"""How long an unpaid order keeps its goods."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shop.checkout.pay_by_card import HOLD_MARGIN, SESSION_LIFE
from shop.legal.models import SellerProfile
from shop.payments.models import PaymentMethod

BERLIN = ZoneInfo("Europe/Berlin")


def hold_until(*, method: str, seller: SellerProfile, at: datetime) -> datetime:
    """The days that the bank needs, or longer than anybody can pay by card."""
    if method == PaymentMethod.BANK_TRANSFER:
        return end_of_day(at + timedelta(days=seller.transfer_days))
    return at + SESSION_LIFE + HOLD_MARGIN


def end_of_day(at: datetime) -> datetime:
    """The last minute of the day of `at` as the shop's customers count days."""
    return at.astimezone(BERLIN).replace(hour=23, minute=59, second=0, microsecond=0)
