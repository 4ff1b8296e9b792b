"""What a customer agrees to on the last page, as a short text that the form carries, and what is different now.

The text is compared, never believed: prices are always computed anew. A forged one only orders nothing.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from django.utils.translation import gettext, override

from shop.cart.totals import Totals
from shop.legal.models import LegalText
from shop.money import format_cents


@dataclass(frozen=True)
class Agreement:
    """Amounts in cents; `texts` names the versions of the legal texts, `fingerprint` everything else (see `Totals`)."""

    goods: int
    discount: int
    shipping: int
    tax: int
    total: int
    texts: str
    fingerprint: str

    def encode(self) -> str:
        return "|".join(str(value) for value in astuple(self))


def agreement(totals: Totals, texts: Sequence[LegalText]) -> Agreement:
    """What placing an order now would mean."""
    return Agreement(
        goods=totals.goods,
        discount=totals.discount,
        shipping=totals.shipping.price,
        tax=totals.tax,
        total=totals.total,
        texts="-".join(str(text.pk) for text in sorted(texts, key=lambda text: text.pk)),
        fingerprint=totals.fingerprint,
    )


def decode(text: str) -> Agreement | None:
    """The agreement in a posted text; None for anything that we did not write."""
    parts = text.split("|")
    if len(parts) != 7 or len(text) > 400:
        return None
    amounts, (texts, fingerprint) = parts[:5], parts[5:]
    if not all(amount.isascii() and amount.isdigit() and len(amount) < 12 for amount in amounts):
        return None
    goods, discount, shipping, tax, total = (int(amount) for amount in amounts)
    return Agreement(goods, discount, shipping, tax, total, texts, fingerprint)


def changes(seen: Agreement | None, now: Agreement, *, language: str) -> list[str]:
    """What is different now, as sentences; empty where nothing can be said (lines speak for themselves)."""
    if seen is None:
        return []
    with override(language):
        names = (
            ("goods", gettext("Goods")),
            ("discount", gettext("Discount")),
            ("shipping", gettext("Shipping")),
            ("tax", gettext("VAT")),
            ("total", gettext("Total")),
        )
        words = []
        for field, name in names:
            was, is_now = getattr(seen, field), getattr(now, field)
            if was != is_now:
                values = {"name": name, "was": format_cents(was, language), "now": format_cents(is_now, language)}
                words.append(gettext("%(name)s: %(was)s before, %(now)s now.") % values)
        if seen.texts != now.texts:
            words.append(gettext("Our terms or another legal text have a new version. Please read them once more."))
        if not words and seen.fingerprint != now.fingerprint:
            words.append(gettext("The article, its delivery date or its tax is not the same as before."))
        return words
