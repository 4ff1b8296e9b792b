"""Money: integer cents, one rounding rule, one bridge to django-money.

What is sold is integer cents beside a currency (SQLite keeps decimals as floats, so a CHECK on a sum of decimals lies).
What staff type is a django-money `Money`. This module is the only one that rounds: half up, to the cent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.numbers import format_currency
from djmoney.money import Money

CURRENCY = "EUR"
_CENT = Decimal("0.01")


class PriceDoesNotAddUp(ValueError):
    """Raised where net and tax are not the gross amount; it means a defect, never a customer's mistake."""


@dataclass(frozen=True)
class Price:
    """An amount split by value added tax, all in cents; `rate` in percent."""

    net: int
    tax: int
    gross: int
    rate: Decimal

    def __post_init__(self) -> None:
        if self.net + self.tax != self.gross:
            raise PriceDoesNotAddUp(f"{self.net} + {self.tax} is not {self.gross}")


def round_half_up(amount: Decimal) -> int:
    """The whole number nearest to `amount`; .5 goes away from zero, as on every German till."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def split_gross(gross: int, rate: Decimal) -> Price:
    """The tax contained in `gross` cents at `rate` percent: gross x rate / (100 + rate)."""
    tax = round_half_up(Decimal(gross) * rate / (100 + rate))
    return Price(net=gross - tax, tax=tax, gross=gross, rate=rate)


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` cents by `weights` so that the parts sum to it exactly (largest remainder, earlier part first).

    With no weight above zero the first part takes everything; without weights the answer is empty.
    """
    if not weights:
        return []
    whole = sum(weights)
    if whole <= 0:
        return [total] + [0] * (len(weights) - 1)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def split_parts(parts: Sequence[int], rate: Decimal) -> list[Price]:
    """Split each gross part at `rate` percent so that nets and taxes sum exactly to those of the whole.

    Tax is rounded once, on the sum; the cents that the parts' nets leave over go to the largest remainders, earlier part
    first. An invoice whose lines were each rounded for themselves would miss its own total by cents.
    """
    whole = split_gross(sum(parts), rate)
    share, base = 10_000, 10_000 + int(rate * 100)
    nets = [part * share // base for part in parts]
    by_remainder = sorted(range(len(parts)), key=lambda i: (-(parts[i] * share % base), i))
    for index in by_remainder[: whole.net - sum(nets)]:
        nets[index] += 1
    return [Price(net=net, tax=part - net, gross=part, rate=rate) for net, part in zip(nets, parts, strict=True)]


def cents(money: Money) -> int:
    """The cents of a django-money amount in euro."""
    if str(money.currency) != CURRENCY:
        raise ValueError(f"{money!r} is not in {CURRENCY}")
    return round_half_up(money.amount * 100)


def money(amount: int) -> Money:
    """The django-money amount of `amount` cents."""
    return Money((Decimal(amount) / 100).quantize(_CENT), CURRENCY)


@lru_cache(maxsize=4096)  # Babel reads its pattern anew each time, and a page has dozens
def format_cents(amount: int, language: str, *, trim: bool = False) -> str:
    """`amount` cents as people write it: '1.234,50 €' in German, '€1,234.50' in English.

    `trim` drops the cents of a whole amount, as in 'über 100 €'.
    """
    locale = "de_DE" if language == "de" else "en_IE"
    whole = trim and amount % 100 == 0
    pattern = ("#,##0\xa0¤" if locale == "de_DE" else "¤#,##0") if whole else None
    return format_currency(Decimal(amount) / 100, CURRENCY, pattern, locale=locale, currency_digits=not whole)
