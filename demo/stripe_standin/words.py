"""The words and the amounts of the hosted page, in German and English."""

ZERO_DECIMAL = {"jpy", "krw", "vnd", "clp", "xof", "xaf", "xpf", "isk", "ugx", "pyg"}
SYMBOLS = {"eur": "€", "usd": "$", "gbp": "£", "jpy": "¥"}

WORDS = {
    "de": {
        "title": "Demo-Zahlung",
        "heading": "{total} bezahlen",
        "notice": "Demo-Zahlung – es fließt kein Geld",
        "explanation": (
            "Diese Seite vertritt in der Demo die Bezahlseite von Stripe. Sie fragt keine Kartendaten ab, und nichts wird abgebucht."
        ),
        "order": "Bestellung",
        "item": "Artikel",
        "amount": "Betrag",
        "shipping": "Versand",
        "total": "Gesamtbetrag",
        "payment": "Zahlungsart",
        "card": "Testkarte",
        "pay": "Mit Testkarte bezahlen",
        "decline": "Ablehnung simulieren",
        "account": "Testkonto",
        "debit": "Mit Testlastschrift bezahlen",
        "bounce": "Rücklastschrift simulieren",
        "debit_seconds": "Bei einer Lastschrift antwortet die Bank später, in der Demo nach {seconds} Sekunden.",
        "debit_later": "Bei einer Lastschrift antwortet die Bank erst später.",
        "back": "Zurück zum Shop",
        "declined": "Die Karte wurde abgelehnt",
        "declined_more": "Das war die simulierte Ablehnung. Die Bestellung ist noch offen und kann weiter bezahlt werden.",
        "expired": "Diese Bezahlseite ist abgelaufen",
        "expired_more": "Die Zeit zum Bezahlen ist um. Es wurde nichts berechnet. Im Shop steht, wie es weitergeht.",
        "paid": "Diese Bestellung ist bezahlt",
        "paid_more": "Es ist nichts weiter zu tun, und es wird nichts noch einmal berechnet.",
        "processing": "Diese Zahlung ist unterwegs",
        "processing_more": "Die Bank hat noch nicht geantwortet. Es ist nichts weiter zu tun; im Shop steht, wie es weitergeht.",
        "bounced": "Die Lastschrift ist geplatzt",
        "bounced_more": "Die Bank hat die Zahlung zurückgewiesen. Es wurde nichts berechnet. Im Shop steht, wie es weitergeht.",
        "missing": "Diese Bezahlseite gibt es nicht",
        "missing_more": "Die Adresse ist unvollständig, oder die Demo wurde inzwischen neu begonnen.",
    },
    "en": {
        "title": "Demo payment",
        "heading": "Pay {total}",
        "notice": "Demo payment – no money moves",
        "explanation": (
            "In this demo, this page stands in for Stripe’s payment page. It asks for no card details, and nothing is charged."
        ),
        "order": "Order",
        "item": "Item",
        "amount": "Amount",
        "shipping": "Shipping",
        "total": "Total",
        "payment": "Payment method",
        "card": "Test card",
        "pay": "Pay with test card",
        "decline": "Simulate a decline",
        "account": "Test account",
        "debit": "Pay with test debit",
        "bounce": "Simulate a bounced debit",
        "debit_seconds": "With a bank debit, the bank answers later; in this demo after {seconds} seconds.",
        "debit_later": "With a bank debit, the bank answers later.",
        "back": "Back to the shop",
        "declined": "The card was declined",
        "declined_more": "That was the simulated decline. The order is still open and can be paid.",
        "expired": "This payment page has expired",
        "expired_more": "The time to pay is over. Nothing was charged. The shop shows how to go on.",
        "paid": "This order is paid",
        "paid_more": "There is nothing left to do, and nothing is charged again.",
        "processing": "This payment is on its way",
        "processing_more": "The bank has not answered yet. There is nothing left to do; the shop shows how it goes on.",
        "bounced": "The debit bounced",
        "bounced_more": "The bank refused the payment. Nothing was charged. The shop shows how to go on.",
        "missing": "There is no such payment page",
        "missing_more": "The address is incomplete, or the demo has been started anew since.",
    },
}


def language_of(locale: str | None) -> str:
    """ "de" for German locales, else "en"."""
    return "de" if (locale or "").lower().startswith("de") else "en"


def format_amount(amount: int, currency: str, language: str) -> str:
    """`amount` in the smallest unit as people write it: 1.234,50 € in German, €1,234.50 in English."""
    number = f"{amount:,}" if currency in ZERO_DECIMAL else f"{amount // 100:,}.{amount % 100:02}"
    if language == "de":
        number = number.translate(str.maketrans(",.", ".,"))
        return f"{number}\N{NO-BREAK SPACE}{SYMBOLS.get(currency, currency.upper())}"
    symbol = SYMBOLS.get(currency)
    return f"{symbol}{number}" if symbol else f"{currency.upper()}\N{NO-BREAK SPACE}{number}"
