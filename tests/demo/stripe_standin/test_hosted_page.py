"""The page where a visitor pretends to pay, as a browser without JavaScript sees it."""

import re
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
import stripe

from demo.stripe_standin import StripeStandin, payments
from demo.stripe_standin.objects import build_charge
from demo.stripe_standin.state import State
from demo.stripe_standin.words import WORDS, format_amount
from tests.demo.stripe_standin.browser import Answer, browse
from tests.demo.stripe_standin.receiver import Receiver

Order = Callable[..., dict[str, Any]]


def test_page_shows_the_order_in_german(session: Any) -> None:
    page = browse(session.url)
    assert page.status == 200
    assert '<html lang="de">' in page.text
    for text in ("Demo-Zahlung – es fließt kein Geld", "1.234,50\N{NO-BREAK SPACE}€", "Artbook &lt;Alter&gt;", "S-2026-0001"):
        assert text in page.text
    buttons = re.findall(r"<button[^>]*>([^<]+)</button>", page.text)
    assert buttons == [
        "Mit Testkarte bezahlen",
        "Ablehnung simulieren",
        "Mit Testlastschrift bezahlen",
        "Rücklastschrift simulieren",
    ]
    assert '<a href="http://shop.test:8000/cart/">Zurück zum Shop</a>' in page.text
    assert "<input" not in page.text


def test_page_speaks_english_otherwise(client: stripe.StripeClient, order: Order) -> None:
    page = browse(client.v1.checkout.sessions.create(order(locale="en")).url)
    for text in ('<html lang="en">', "no money moves", "€1,234.50", "Pay with test card", "Simulate a decline", "Back to the shop"):
        assert text in page.text


def test_page_shows_shipping(client: stripe.StripeClient, order: Order) -> None:
    rate = {"display_name": "DHL", "type": "fixed_amount", "fixed_amount": {"amount": 490, "currency": "eur"}}
    page = browse(client.v1.checkout.sessions.create(order(shipping_options=[{"shipping_rate_data": rate}])).url)
    assert "Versand</th>" in page.text
    assert "1.239,40\N{NO-BREAK SPACE}€" in page.text


def test_page_has_a_strict_policy(standin: StripeStandin, session: Any) -> None:
    page = browse(session.url)
    assert page.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; form-action 'self' http://shop.test:8000; base-uri 'none'; frame-ancestors 'none'"
    )
    (stylesheet,) = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page.text)
    css = browse(standin.url + stylesheet)
    assert (css.status, css.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", page.text)


def test_paying_leads_back_with_the_webhook_delivered(
    client: stripe.StripeClient, standin: StripeStandin, receiver: Receiver, session: Any
) -> None:
    answer = browse(f"{session.url}/payment", method="POST")
    assert (answer.status, answer.headers["Location"]) == (303, f"http://shop.test:8000/thanks/?session={session.id}")
    assert "checkout.session.completed" in [kind for _id, kind in receiver.received]  # before the visitor is back
    found = client.v1.checkout.sessions.retrieve(session.id)
    assert (found.status, found.payment_status) == ("complete", "paid")
    kinds = [event["type"] for event in standin.events]
    assert kinds == ["checkout.session.completed", "payment_intent.succeeded", "charge.succeeded"]


def test_redirect_does_not_wait_forever(standin: StripeStandin, session: Any) -> None:
    standin.faults.delayed_deliveries, standin.faults.delay_seconds = 9, 60
    standin.first_delivery_wait = 0.2
    before = time.monotonic()
    assert browse(f"{session.url}/payment", method="POST").status == 303
    assert 0.2 <= time.monotonic() - before < 2
    assert standin.deliveries == []


def test_decline_says_so_and_stays_open(client: stripe.StripeClient, standin: StripeStandin, session: Any) -> None:
    page = browse(f"{session.url}/decline", method="POST")
    assert page.status == 402
    assert re.search(r'role="alert"><strong>Die Karte wurde abgelehnt\.', page.text)
    found = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]})
    assert (found.status, found.payment_status) == ("open", "unpaid")
    intent = found.payment_intent
    assert (intent.status, intent.last_payment_error.code) == ("requires_payment_method", "card_declined")
    assert intent.latest_charge.status == "failed"
    assert [event["type"] for event in standin.events] == ["charge.failed", "payment_intent.payment_failed"]


def test_paying_after_a_decline_works(client: stripe.StripeClient, session: Any) -> None:
    browse(f"{session.url}/decline", method="POST")
    browse(f"{session.url}/payment", method="POST")
    found = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert (found.payment_status, found.payment_intent.status, found.payment_intent.last_payment_error) == (
        "paid",
        "succeeded",
        None,
    )


def click_at_once(session: Any, monkeypatch: pytest.MonkeyPatch) -> list[Answer]:
    """Eight tabs pay together, and charging takes long enough for all of them to get in each other's way."""

    def slow_charge(**given: Any) -> Any:
        time.sleep(0.05)
        return build_charge(**given)

    monkeypatch.setattr(payments, "build_charge", slow_charge)
    start = threading.Barrier(8)
    answers: list[Answer] = []

    def click() -> None:
        start.wait()
        answers.append(browse(f"{session.url}/payment", method="POST"))

    threads = [threading.Thread(target=click) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_paying_twice_at_once_charges_once(standin: StripeStandin, session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = click_at_once(session, monkeypatch)
    location = f"http://shop.test:8000/thanks/?session={session.id}"
    assert [(answer.status, answer.headers["Location"]) for answer in answers] == [(303, location)] * 8
    assert [charge["paid"] for charge in standin.state.charges.values()] == [True]
    assert len(standin.events) == 3


def test_paying_twice_at_once_without_the_lock_charges_twice(
    standin: StripeStandin, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: the test above can fail."""
    standin.webhook_url = ""  # nobody waits for a delivery
    monkeypatch.setattr(State, "changing", lambda _self: nullcontext())
    click_at_once(session, monkeypatch)
    assert len(standin.state.charges) > 1


def test_page_offers_what_the_session_offers(client: stripe.StripeClient, standin: StripeStandin, order: Order) -> None:
    session = client.v1.checkout.sessions.create(order(locale="en", allowed_payment_method_types=["sepa_debit"]))
    page = browse(session.url)
    assert re.findall(r"<button[^>]*>([^<]+)</button>", page.text) == ["Pay with test debit", "Simulate a bounced debit"]
    for deed in ("payment", "decline"):
        answer = browse(f"{session.url}/{deed}", method="POST")
        assert (answer.status, answer.headers["Location"]) == (303, f"/c/pay/{session.id}")
    assert standin.state.charges == {}


@pytest.mark.parametrize(
    ("seconds", "sentence"),
    [(20, "antwortet die Bank später, in der Demo nach 20 Sekunden."), (None, "antwortet die Bank erst später.")],
)
def test_page_says_when_the_bank_will_answer(standin: StripeStandin, session: Any, seconds: float | None, sentence: str) -> None:
    standin.account.debit_seconds = seconds
    assert sentence in browse(session.url).text


@pytest.mark.parametrize(("deed", "title"), [("debit", "Diese Bestellung ist bezahlt"), ("bounce", "Die Lastschrift ist geplatzt")])
def test_debit_leads_back_and_is_settled_later(
    client: stripe.StripeClient, standin: StripeStandin, receiver: Receiver, session: Any, deed: str, title: str
) -> None:
    standin.account.debit_seconds = 20
    answer = browse(f"{session.url}/{deed}", method="POST")
    assert (answer.status, answer.headers["Location"]) == (303, f"http://shop.test:8000/thanks/?session={session.id}")
    assert "checkout.session.completed" in [kind for _id, kind in receiver.received]  # before the visitor is back
    page = browse(session.url)
    assert (page.status, "<button" in page.text) == (200, False)
    assert "Diese Zahlung ist unterwegs" in page.text
    standin.state.clock = lambda: time.time() + 20
    standin.catch_up()
    page = browse(session.url)
    assert page.status == 200
    assert title in page.text


def test_declining_a_paid_session_changes_nothing(standin: StripeStandin, session: Any) -> None:
    browse(f"{session.url}/payment", method="POST")
    assert browse(f"{session.url}/decline", method="POST").status == 303
    assert [charge["paid"] for charge in standin.state.charges.values()] == [True]


def test_page_of_a_paid_session_leads_on(session: Any) -> None:
    browse(f"{session.url}/payment", method="POST")
    page = browse(session.url)
    assert page.status == 200
    assert f'href="http://shop.test:8000/thanks/?session={session.id}"' in page.text
    assert "<button" not in page.text


@pytest.mark.parametrize(("path", "method"), [("", "GET"), ("/payment", "POST"), ("/decline", "POST"), ("/debit", "POST")])
def test_expired_page_says_so(client: stripe.StripeClient, standin: StripeStandin, session: Any, path: str, method: str) -> None:
    client.v1.checkout.sessions.expire(session.id)
    page = browse(session.url + path, method=method)
    assert page.status == 410
    assert "Diese Bezahlseite ist abgelaufen" in page.text
    assert standin.state.charges == {}


def test_unknown_page_is_a_404(standin: StripeStandin) -> None:
    page = browse(f"{standin.url}/c/pay/cs_test_missing", headers={"Accept-Language": "de-DE,de;q=0.9"})
    assert page.status == 404
    assert "Diese Bezahlseite gibt es nicht" in page.text
    assert "There is no such payment page" in browse(f"{standin.url}/").text


def test_address_of_a_button_leads_to_the_page(session: Any) -> None:
    answer = browse(f"{session.url}/decline")
    assert (answer.status, answer.headers["Location"]) == (303, f"/c/pay/{session.id}")


def test_both_languages_say_the_same_things() -> None:
    assert WORDS["de"].keys() == WORDS["en"].keys()


@pytest.mark.parametrize(
    ("amount", "currency", "language", "text"),
    [
        (123_450, "eur", "de", "1.234,50\N{NO-BREAK SPACE}€"),
        (123_450, "eur", "en", "€1,234.50"),
        (5, "eur", "de", "0,05\N{NO-BREAK SPACE}€"),
        (1_980, "jpy", "de", "1.980\N{NO-BREAK SPACE}¥"),
        (100, "chf", "en", "CHF\N{NO-BREAK SPACE}1.00"),
    ],
)
def test_amounts_are_written_as_people_do(amount: int, currency: str, language: str, text: str) -> None:
    assert format_amount(amount, currency, language) == text
