"""What a document says about its payment: the same sentence in the letter and in the e-invoice."""

from datetime import date

from babel.dates import format_date

from shop.invoices.document import InvoiceDocument
from shop.invoices.words import WORDS
from shop.money import format_cents


def day_words(day: date, language: str) -> str:
    """A day as people write it: '23.11.2026' in German, '23 November 2026' in English."""
    return format_date(day, "dd.MM.yyyy" if language == "de" else "d MMMM yyyy", locale=language)


def payment_words(document: InvoiceDocument) -> str:
    """One sentence or two: settled when and how, or what is open and how it is settled."""
    if document.is_cancellation:
        done, dated, open_ = "given_back_undated", "given_back", "gives_back"
    else:
        done, dated, open_ = "paid_undated", "paid", document.means
    key = open_ if document.due else dated if document.paid_on else done
    return WORDS[document.language][key].format(
        day=day_words(document.paid_on, document.language) if document.paid_on else "",
        method=document.method,
        amount=format_cents(document.due, document.language),
    )
