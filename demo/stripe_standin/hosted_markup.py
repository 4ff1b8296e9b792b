"""The HTML of the hosted page. Every value from a session goes through `escape`."""

from html import escape

from demo.stripe_standin.messages import Json
from demo.stripe_standin.words import WORDS, format_amount, language_of

STYLESHEET = "/standin/page.css"


def checkout_page(*, session: Json, items: list[Json], was_declined: bool) -> str:
    """The page of an open session: what is bought, and the two buttons that pretend to pay."""
    language = language_of(session["locale"])
    words = WORDS[language]
    alert = (
        f'<div class="alert" role="alert"><strong>{words["declined"]}</strong> {words["declined_more"]}</div>'
        if was_declined
        else ""
    )
    path = f"/c/pay/{escape(session['id'])}"
    main = f"""
<div class="columns">
  <section aria-labelledby="order">
    <h2 id="order">{words["order"]} {escape(session["client_reference_id"] or "")}</h2>
    {_table(session, items, language)}
  </section>
  <section class="payment" aria-labelledby="payment">
    <h2 id="payment">{words["payment"]}</h2>
    {alert}
    <p class="card" aria-hidden="true"><span>{words["card"]}</span><span>•••• 4242</span></p>
    <form method="post" action="{path}/payment">
      <button class="button">{words["pay"]}</button>
    </form>
    <form method="post" action="{path}/decline">
      <button class="button quiet">{words["decline"]}</button>
    </form>
    {_back(session["cancel_url"], words["back"])}
  </section>
</div>"""
    total = format_amount(session["amount_total"], session["currency"], language)
    return _page(language, f"{total} – {words['title']}", total, main)


def message_page(*, language: str, kind: str, back_url: str | None) -> str:
    """A page that only says something; `kind` is "expired", "paid" or "missing"."""
    words = WORDS[language]
    main = f"<p>{words[f'{kind}_more']}</p>{_back(back_url, words['back'])}"
    return _page(language, f"{words[kind]} – {words['title']}", words[kind], main)


def _table(session: Json, items: list[Json], language: str) -> str:
    words = WORDS[language]

    def money(amount: int) -> str:
        return format_amount(amount, session["currency"], language)

    rows = "".join(
        f'<tr><th scope="row">{escape(item["description"])}</th>'
        f'<td class="number">{item["quantity"]}</td><td class="number">{money(item["amount_total"])}</td></tr>'
        for item in items
    )
    shipping = session["shipping_cost"]
    if shipping:
        rows += f'<tr><th scope="row" colspan="2">{words["shipping"]}</th><td class="number">{money(shipping["amount_total"])}</td></tr>'
    return (
        f'<table aria-labelledby="order"><thead><tr><th scope="col">{words["item"]}</th>'
        f'<th scope="col" class="number">{words["quantity"]}</th><th scope="col" class="number">{words["amount"]}</th></tr></thead>'
        f"<tbody>{rows}</tbody><tfoot><tr>"
        f'<th scope="row" colspan="2">{words["total"]}</th><td class="number">{money(session["amount_total"])}</td>'
        "</tr></tfoot></table>"
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
