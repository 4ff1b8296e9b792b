"""The HTML of the hosted page. Every value from a session goes through `escape`."""

from html import escape

from demo.stripe_standin.messages import Json
from demo.stripe_standin.words import WORDS, format_amount, language_of

STYLESHEET = "/standin/page.css"


def checkout_page(*, session: Json, items: list[Json], was_declined: bool, debit_seconds: float | None) -> str:
    """The page of an open session: what is bought, and for each method the two buttons that pretend to pay.

    `debit_seconds` until the bank answers a debit, None if nobody knows.
    """
    language = language_of(session["locale"])
    words = WORDS[language]
    alert = (
        f'<div class="alert" role="alert"><strong>{words["declined"]}.</strong> {words["declined_more"]}</div>'
        if was_declined
        else ""
    )
    path = f"/c/pay/{escape(session['id'])}"
    main = f"""{alert}
<div class="columns">
  <section aria-labelledby="order">
    <h2 id="order">{words["order"]} {escape(session["client_reference_id"] or "")}</h2>
    {_table(session, items, language)}
  </section>
  <section class="payment" aria-labelledby="payment">
    <h2 id="payment">{words["payment"]}</h2>
    {"".join(_method(method, path, language, debit_seconds) for method in session["payment_method_types"])}
    {_back(session["cancel_url"], words["back"])}
  </section>
</div>"""
    total = format_amount(session["amount_total"], session["currency"], language)
    title = words["declined"] if was_declined else total
    return _page(language, f"{title} – {words['title']}", words["heading"].format(total=total), main)


def message_page(*, language: str, kind: str, back_url: str | None) -> str:
    """A page that only says something; `kind` is "expired", "paid", "processing", "bounced" or "missing"."""
    words = WORDS[language]
    main = f"<p>{words[f'{kind}_more']}</p>{_back(back_url, words['back'])}"
    return _page(language, f"{words[kind]} – {words['title']}", words[kind], main)


def _method(method: str, path: str, language: str, debit_seconds: float | None) -> str:
    words = WORDS[language]
    if method == "card":
        return f"""<p class="card" aria-hidden="true"><span>{words["card"]}</span><span>•••• 4242</span></p>
    {_button(f"{path}/payment", words["pay"])}
    {_button(f"{path}/decline", words["decline"], "quiet")}"""
    when = words["debit_later"] if debit_seconds is None else words["debit_seconds"].format(seconds=round(debit_seconds))
    return f"""<p class="card account" aria-hidden="true"><span>{words["account"]}</span><span>•••• 3000</span></p>
    <p>{when}</p>
    {_button(f"{path}/debit", words["debit"])}
    {_button(f"{path}/bounce", words["bounce"], "quiet")}"""


def _button(action: str, text: str, variant: str = "") -> str:
    return f'<form method="post" action="{action}"><button class="{f"button {variant}".strip()}">{text}</button></form>'


def _table(session: Json, items: list[Json], language: str) -> str:
    words = WORDS[language]
    amounts = [(f"{item['quantity']} × {item['description']}", item["amount_total"]) for item in items]
    if session["shipping_cost"]:
        amounts.append((words["shipping"], session["shipping_cost"]["amount_total"]))

    def row(name: str, amount: int) -> str:
        money = format_amount(amount, session["currency"], language)
        return f'<tr><th scope="row">{escape(name)}</th><td class="number">{money}</td></tr>'

    return (
        f'<table aria-labelledby="order"><thead><tr><th scope="col">{words["item"]}</th>'
        f'<th scope="col" class="number">{words["amount"]}</th></tr></thead>'
        f"<tbody>{''.join(row(*pair) for pair in amounts)}</tbody>"
        f"<tfoot>{row(words['total'], session['amount_total'])}</tfoot></table>"
    )


def _back(url: str | None, text: str) -> str:
    return f'<p class="back"><a href="{escape(url)}">{text}</a></p>' if url else ""


def _page(language: str, title: str, heading: str, main: str) -> str:
    words = WORDS[language]
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{escape(title)}</title>
<link rel="stylesheet" href="{STYLESHEET}">
</head>
<body>
<header class="notice">
  <p><strong>{words["notice"]}</strong></p>
  <p>{words["explanation"]}</p>
</header>
<main>
<h1>{escape(heading)}</h1>
{main}
</main>
</body>
</html>
"""
