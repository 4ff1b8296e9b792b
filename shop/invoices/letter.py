"""What the letter prints, in the order in which it prints it: words and amounts ready to set, so that the template has no rule."""

from decimal import Decimal
from typing import Any

from babel import Locale
from babel.numbers import format_decimal

from shop.invoices.document import UNTAXED, InvoiceDocument, Line, Party, TaxGroup
from shop.invoices.legible import legible
from shop.invoices.payment_words import day_words, payment_words
from shop.invoices.words import WORDS
from shop.money import format_cents

REGIONS = {"de": "DE", "en": "IE"}  # euro and 24 November 2026: the English of the euro area


def letter(document: InvoiceDocument) -> dict[str, Any]:
    """The letter's texts for `invoice.typ`, with a box for each character that its fonts lack."""
    words = WORDS[document.language]
    heading = words[document.kind]
    printed = {
        "language": document.language,
        "region": REGIONS[document.language],
        "title": f"{heading} {document.number}",
        "heading": heading,
        "number": document.number,
        "author": document.seller.name,
        "sender": _sender(document),
        "back_to": " · ".join(_lines(document.seller, home="", language=document.language)),
        "address": _lines(document.buyer, home=document.seller.country, language=document.language),
        "facts": _facts(document),
        "delivery": _delivery(document),
        "intro": _intro(document),
        "columns": _columns(document),
        "rows": [_row(document, line) for line in document.lines],
        "sums": _sums(document),
        "total": [words["cancelled_total" if document.is_cancellation else "total"], _money(document, document.total)],
        "rest": _rest(document),
        "taxes": _taxes(document),
        "payment": payment_words(document),
        "bank": _bank(document),
        "notes": _notes(document),
        "footer": _footer(document),
        "page": words["page"],
        "attachment": words["attachment"],
    }
    return {key: _legible(value) for key, value in printed.items()}


def _legible(value: Any) -> Any:
    if isinstance(value, str):
        return legible(value)
    return [_legible(item) for item in value]


def _money(document: InvoiceDocument, cents: int) -> str:
    return format_cents(cents, document.language)


def _rate(document: InvoiceDocument, rate: Decimal) -> str:
    number = format_decimal(rate, "0.##", locale=document.language)
    return f"{number}\xa0%" if document.language == "de" else f"{number}%"


def _country(code: str, language: str) -> str:
    return Locale(language).territories.get(code, code)


def _lines(party: Party, *, home: str, language: str) -> list[str]:
    """An address as the post wants it; the country, in capitals, where the letter leaves `home`."""
    abroad = _country(party.country, language).upper() if home and party.country != home else ""
    lines = [party.name, party.extra, party.street, f"{party.postcode} {party.city}".strip(), abroad]
    return [line for line in lines if line]


def _sender(document: InvoiceDocument) -> list[str]:
    """The letterhead; with what UStG § 14 (4) no. 2 wants, as the footer is no text to a screen reader."""
    words, seller = WORDS[document.language], document.seller
    number = words["vat_id"].format(number=seller.vat_id) if seller.vat_id else words["tax_number"].format(number=seller.tax_number)
    lines = [seller.street, seller.extra, f"{seller.postcode} {seller.city}", seller.email, number]
    return [line for line in lines if line]


def _facts(document: InvoiceDocument) -> list[list[str]]:
    words, language = WORDS[document.language], document.language
    of_kind = "cancellation_" if document.is_cancellation else ""
    facts = [
        [words[f"{of_kind}number"], document.number],
        [words[f"{of_kind}issued"], day_words(document.issued_on, language)],
    ]
    if document.is_cancellation and document.original_on:
        facts += [
            [words["original"], document.original_number],
            [words["original_on"], day_words(document.original_on, language)],
        ]
    facts += [[words["order"], document.order_number], [words["ordered"], day_words(document.ordered_on, language)]]
    settled = "refunded_on" if document.is_cancellation else "paid_on"
    for key, day in ((settled, document.paid_on), ("delivered", document.delivered_on)):
        facts += [[words[key], day_words(day, language)]] if day else []
    return [fact for fact in facts if fact[1]]


def _delivery(document: InvoiceDocument) -> list[str]:
    """A heading and the lines of another address; nothing where the goods go to the buyer's own."""
    home, language = document.seller.country, document.language
    lines = _lines(document.delivery, home=home, language=language)
    return [] if lines == _lines(document.buyer, home=home, language=language) else [WORDS[language]["delivery"], *lines]


def _intro(document: InvoiceDocument) -> list[str]:
    words, language = WORDS[document.language], document.language
    if not (document.is_cancellation and document.original_on):
        return []
    cancels = words["cancels"].format(number=document.original_number, day=day_words(document.original_on, language))
    return [cancels, *([words["reason"].format(reason=document.reason)] if document.reason else [])]


def _columns(document: InvoiceDocument) -> list[str]:
    """The keys of the table's columns with their headings: a discount and a rate only where there are any."""
    words = WORDS[document.language]
    return [words[key] for key in _keys(document)]


def _keys(document: InvoiceDocument) -> list[str]:
    discount = ["discount"] if any(line.discount for line in document.lines) else []
    rate = [] if document.treatment in UNTAXED else ["rate"]
    return ["position", "article", "quantity", "unit", *discount, *rate, "amount"]


def _row(document: InvoiceDocument, line: Line) -> list[Any]:
    """One cell for each column; the article's is its name and the small print below."""
    sku = WORDS[document.language]["sku"].format(sku=line.sku) if line.sku else ""
    small = " · ".join(part for part in (sku, line.features) if part)
    cells: dict[str, Any] = {
        "position": str(line.position),
        "article": [line.name, small],
        "quantity": str(line.quantity),
        "unit": _money(document, line.unit),
        "discount": f"−{_money(document, line.discount)}" if line.discount else "",
        "rate": _rate(document, line.rate),
        "amount": _money(document, line.total),
    }
    return [cells[key] for key in _keys(document)]


def _sums(document: InvoiceDocument) -> list[list[str]]:
    """From the goods to the total; a charge names its rate where several share its label."""
    words = WORDS[document.language]
    labels = [charge.label for charge in document.charges]
    sums = [[words["goods"], _money(document, sum(line.total for line in document.lines))]]
    for charge in document.charges:
        rate = f" ({_rate(document, charge.rate)})" if labels.count(charge.label) > 1 else ""
        sums.append([f"{charge.label}{rate}", _money(document, charge.total)])
    return sums if document.charges else []


def _rest(document: InvoiceDocument) -> list[list[str]]:
    """What is settled and what is open, where it is neither nothing nor all."""
    words = WORDS[document.language]
    settled, due = ("refunded", "refundable") if document.is_cancellation else ("settled", "due")
    if document.paid in (0, document.total):
        return []
    return [[words[settled], _money(document, document.paid)], [words[due], _money(document, document.due)]]


def _taxes(document: InvoiceDocument) -> list[list[str]]:
    """A heading row and one row per rate; nothing for a small business, which may not show tax."""
    words = WORDS[document.language]
    if document.treatment == "small_business":
        return []
    head = [words["tax"], words["net"], words["rate"], words["gross"]]
    return [head, *(_tax_row(document, group) for group in document.taxes)]


def _tax_row(document: InvoiceDocument, group: TaxGroup) -> list[str]:
    words, rate = WORDS[document.language], _rate(document, group.rate)
    key = {"oss": "tax_abroad", "export": "tax_export"}.get(document.treatment, "tax_at")
    label = words[key].format(country=document.tax_country, rate=rate)
    return [label, *(_money(document, cents) for cents in (group.net, group.tax, group.gross))]


def _bank(document: InvoiceDocument) -> list[list[str]]:
    """The account to transfer to, where a transfer is open."""
    words, seller = WORDS[document.language], document.seller
    if document.is_cancellation or not document.due or document.means != "transfer":
        return []
    rows = {"account_holder": seller.account_holder, "iban": _grouped(seller.iban), "bic": seller.bic}
    rows |= {"reference": document.order_number, "open_amount": _money(document, document.due)}
    return [[words[key], value] for key, value in rows.items() if value]


def _grouped(iban: str) -> str:
    """The IBAN in groups of four, kept in one line."""
    return "\xa0".join(iban[start : start + 4] for start in range(0, len(iban), 4))


def _notes(document: InvoiceDocument) -> list[str]:
    words = WORDS[document.language]
    if document.treatment == "export":
        return [words["export"], words["import"]]
    if document.treatment == "small_business":
        return [words["small_business"]]
    if document.treatment == "oss":
        return [words["oss"].format(country=_country(document.tax_country, document.language))]
    return [words["prices"]]


def _footer(document: InvoiceDocument) -> list[list[str]]:
    """Three columns: who, how to reach, which numbers and account."""
    words, seller = WORDS[document.language], document.seller
    columns = [
        [seller.name, seller.street, seller.extra, f"{seller.postcode} {seller.city}"],
        [seller.email, words["phone"].format(number=seller.phone) if seller.phone else "", seller.register],
        [
            words["vat_id"].format(number=seller.vat_id) if seller.vat_id else "",
            words["tax_number"].format(number=seller.tax_number) if seller.tax_number else "",
            f"IBAN {_grouped(seller.iban)}" if seller.iban else "",
            f"BIC {seller.bic}" if seller.bic else "",
        ],
    ]
    return [[line for line in column if line] for column in columns]
