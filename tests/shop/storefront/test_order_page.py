"""The page of an order that waits for a transfer: account, amount, last day, and the code beside them."""

import re
from datetime import UTC, datetime
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils.translation import override

from shop.legal.models import SellerProfile
from shop.orders.models import Order
from shop.payments.girocode import girocode
from shop.payments.models import Payment
from tests.factories import an_order, pay

pytestmark = pytest.mark.django_db
RELEASE = "after that we release the reservation"


def _page(client: Client, order: Order, language: str = "en") -> str:
    with override(language):
        response = client.get(order.get_absolute_url())
    assert response.status_code == 200
    return re.sub(r"\s+", " ", unescape(response.content.decode()))


def _rows(page: str) -> list[str]:
    """What stands in the box, one value after the other."""
    box = page.partition('<dl class="bank-details__rows">')[2].partition("</dl>")[0]
    return re.findall(r"<dd[^>]*>(.*?)</dd>", box)


def _code(page: str) -> str:
    return page.partition('class="girocode__code"')[2].partition("</figure>")[0]


def _modules(page: str) -> int:
    """How many dark modules the drawn code has."""
    svg = ET.fromstring(re.findall(r"<svg .*?</svg>", _code(page))[0])
    return sum(int(run) for run in re.findall(r"h(\d+)", svg.findall("path")[1].get("d", "")))


def test_open_transfer_shows_account_amount_and_code(client: Client) -> None:
    order = an_order()
    page = _page(client, order)
    assert _rows(page) == ["Sternregal GmbH", "DE02 1203 0000 0000 2020 51", "BYLADEM1001", "€84.80", order.number]
    assert (
        f'role="img" aria-label="QR code of this transfer: €84.80 to Sternregal GmbH, DE02 1203 0000 0000 2020 51, reference {order.number}"'
        in page
    )
    payload = f"BCD\n002\n1\nSCT\nBYLADEM1001\nSternregal GmbH\nDE02120300000000202051\nEUR84.80\n\n\n{order.number}"
    assert _modules(page) == sum(map(sum, girocode(payload).matrix))


def test_code_changes_with_the_amount(client: Client) -> None:
    """The control of the test above: a code of another amount has other modules."""
    order = an_order()
    whole = _page(client, order)
    Payment.objects.update(captured=50_00)
    rest = _page(client, order)
    assert _code(whole) != _code(rest)
    assert _rows(rest)[3] == "€34.80"
    assert "We have received €50.00. What is missing is €34.80." in rest
    assert "What is missing" not in whole


@pytest.mark.parametrize(("language", "day"), [("de", "30.11.2026"), ("en", "30 November 2026")])
def test_last_day_stands_on_the_page_when_there_is_one(client: Client, language: str, day: str) -> None:
    order = an_order(language=language)
    Order.objects.update(hold_until=None)
    assert day not in _page(client, order, language)
    Order.objects.update(hold_until=datetime(2026, 11, 30, 18, 0, tzinfo=UTC))
    assert day in _page(client, order, language)


def test_order_without_a_last_day_names_the_terms(client: Client) -> None:
    order = an_order()
    Order.objects.update(hold_until=None)
    page = _page(client, order)
    assert (RELEASE in page, "within the time named in our <a" in page) == (False, True)
    Order.objects.update(hold_until=datetime(2026, 11, 30, 18, 0, tzinfo=UTC))
    page = _page(client, order)
    assert (RELEASE in page, "within the time named in our <a" in page) == (True, False)


def test_account_that_makes_no_code_is_still_shown(client: Client) -> None:
    order = an_order()
    SellerProfile.objects.update(iban="DE02120300000000202052", bic="")
    page = _page(client, order)
    assert _rows(page) == ["Sternregal GmbH", "DE02 1203 0000 0000 2020 52", "€84.80", order.number]
    assert "girocode" not in page


def test_order_that_waits_for_no_transfer_shows_no_account(client: Client) -> None:
    paid, by_card = an_order(), an_order(method="card")
    pay(paid)
    assert [("bank-details" in page, "girocode" in page) for page in (_page(client, paid), _page(client, by_card))] == [
        (False, False),
        (False, False),
    ]


def test_names_that_staff_type_are_escaped(client: Client) -> None:
    order = an_order()
    SellerProfile.objects.update(account_holder='<b>"Stern" & Regal</b>')
    with override("en"):
        raw = client.get(order.get_absolute_url()).content.decode()
    assert raw.count("&lt;b&gt;&quot;Stern&quot; &amp; Regal&lt;/b&gt;") == 2
    assert "<b>" not in raw
