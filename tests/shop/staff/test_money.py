"""Staff and money in the admin: transfers of every size, and what is sold to other countries."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from shop.alerts.models import Alert
from shop.books.verify import verify_books
from shop.invoices.oss_sales import watch_threshold
from shop.orders.models import Order
from shop.payments.models import Refund
from shop.tax.models import TaxProfile
from tests.factories import AT, a_shop, a_tax_rate, a_variant, an_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(User.objects.create_superuser("boss"))
    return client


def book(client: Client, order: Order, amount: str, key: int) -> HttpResponse:
    form = {"transfer-key": f"{key:016x}", "transfer-amount": amount, "transfer-note": "statement of today"}
    return client.post(f"/admin/shop/order/{order.pk}/transfer/", form)


def test_too_little_then_the_rest_pays_the_order(boss: Client) -> None:
    order = an_order()
    assert book(boss, order, "50,00", 1).status_code == 302
    page = boss.get(f"/admin/shop/order/{order.pk}/change/").content.decode()
    assert 'value="34,80"' in page  # the form asks for what is missing
    order.refresh_from_db()
    assert order.state == "pending"
    book(boss, order, "34,80", 2)
    order.refresh_from_db()
    assert (order.state, order.invoices.get().total, verify_books(at=AT)) == ("paid", order.total, [])


def test_too_much_and_twice_goes_back_by_hand_and_is_booked_as_given_back(boss: Client) -> None:
    order = an_order()
    book(boss, order, "90,00", 1)
    book(boss, order, "84,80", 2)
    assert list(Refund.objects.order_by("pk").values_list("amount", "state")) == [(5_20, "requested"), (84_80, "requested")]
    assert Alert.objects.filter(kind="refund_due").count() == 2
    action = {"action": "transferred", "_selected_action": list(Refund.objects.values_list("pk", flat=True))}
    page = boss.post("/admin/shop/refund/", action, follow=True).content.decode()
    assert ("84,80" in page, set(Refund.objects.values_list("state", flat=True))) == (True, {"succeeded"})
    assert verify_books(at=AT) == []


def test_same_line_of_the_statement_twice_is_booked_once(boss: Client) -> None:
    order = an_order()
    answers = [book(boss, order, "84,80", 1) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert (order.payments.get().captured, Refund.objects.count()) == (84_80, 0)


def sold_to_austria(*, by_oss: bool) -> None:
    """One figure for 119.00 € and 9.90 € of shipping: 128.90 €, of which 20 % or 19 %."""
    a_shop()
    if by_oss:
        TaxProfile.objects.create(oss_from=date(2026, 1, 1))
        a_tax_rate(country="AT", percent=Decimal(20))
    an_order(paid=True, country="AT", lines=[(a_variant(price="119.00"), 1)])


def test_list_of_a_quarter_names_country_rate_net_and_tax(boss: Client) -> None:
    sold_to_austria(by_oss=True)
    answer = boss.get("/admin/shop/invoice/oss/2026/4/")
    assert answer["Content-Disposition"] == 'attachment; filename="oss-2026-Q4.csv"'
    assert answer.content.decode().split("\r\n")[1:] == ["Umsatz;AT;20,00;107,42;21,48;", ""]
    assert boss.get("/admin/shop/invoice/oss/2026/5/").status_code == 404


def test_sales_below_the_threshold_are_counted_and_not_declared(boss: Client) -> None:
    sold_to_austria(by_oss=False)
    assert boss.get("/admin/shop/invoice/oss/2026/4/").content.decode().count("\r\n") == 1  # its head alone
    page = boss.get("/admin/shop/invoice/oss/")
    assert (page.status_code, page.context["state"].this_year) == (200, 108_32)
    watch_threshold(at=AT)
    assert Alert.objects.count() == 0


def test_counter_warns_at_eighty_percent_and_when_it_is_reached(boss: Client) -> None:
    a_shop()
    figure = a_variant(price="960.00", on_hand=99)
    for n, kinds in ((10, {"oss"}), (3, {"oss"})):
        an_order(paid=True, country="AT", lines=[(figure, n)])
        for _ in range(2):
            watch_threshold(at=AT)
        assert set(Alert.objects.values_list("kind", flat=True)) == kinds
    assert list(Alert.objects.order_by("pk").values_list("key", flat=True)) == ["oss:2026:warn", "oss:2026:reached"]


def test_who_may_not_see_invoices_sees_no_sales() -> None:
    user = User.objects.create_user("nobody", is_staff=True)
    client = Client()
    client.force_login(user)
    assert [client.get(f"/admin/shop/invoice/{path}").status_code for path in ("oss/", "oss/2026/4/")] == [403, 403]
