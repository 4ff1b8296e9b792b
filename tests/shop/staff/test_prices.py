"""The price page: what customers would see is said before anything is saved, and nothing is saved over somebody else's price."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.admin.models import LogEntry
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from djmoney.money import Money
from pytest_django import DjangoAssertNumQueries
from zeal import zeal_ignore

from shop.catalog.models import Variant
from shop.pricing.models import PriceChange
from shop.pricing.reduction import Reduction
from shop.pricing.reprice import Prices, prices_of, reprice
from shop.pricing.set_price import set_price
from shop.staff.forms import VariantForm
from tests.factories import a_product, a_variant
from tests.shop.staff.test_admin import form_values, staff
from tests.small_shop import load_small_shop

pytestmark = pytest.mark.django_db
SENTENCE = "−25% would be shown as −6%, because this cost €79.90 until "


@pytest.fixture
def variant() -> Variant:
    """Costs 100.00, and 79.90 until twenty days ago."""
    load_small_shop(at=timezone.now(), products=[], articles=[])
    now = timezone.localtime()
    variant = a_variant(product=a_product(name="Lumi"), price="79.90", since=now - timedelta(days=95))
    set_price(variant=variant, price=Money("100.00", "EUR"), at=now - timedelta(days=20))
    return variant


def url(variant: Variant, check: str = "") -> str:
    return f"/admin/shop/variant/{variant.pk}/price/{check}"


def posted(**changes: str) -> dict[str, str]:
    """What the page sends, with the hidden fields as it showed them."""
    return {"price": "75,00", "rrp": "", "was_price": "10000", "was_rrp": "", **changes}


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_page_shows_price_form_and_the_ledger_of_90_days(variant: Variant) -> None:
    set_price(variant=variant, price=Money("70.00", "EUR"), at=timezone.localtime() - timedelta(days=1))
    response = staff().get(url(variant))
    assert response.status_code == 200
    assert [(row.cents, row.shown) for row in response.context["rows"]] == [
        (70_00, Reduction(79_90, 12)),
        (100_00, None),
        (79_90, None),
    ]
    text = text_of(response)
    assert ("Prices of the last 90 days" in text, "−12% against €79.90" in text) == (True, True)
    assert response.context["form"].initial == {"price": Money("70.00", "EUR").amount, "rrp": None}


def test_ledger_leaves_out_what_ended_before_the_90_days(variant: Variant) -> None:
    old = a_variant(price="50.00", since=timezone.localtime() - timedelta(days=200))
    for days, price in ((150, "60.00"), (91, "70.00"), (10, "80.00")):
        set_price(variant=old, price=Money(price, "EUR"), at=timezone.localtime() - timedelta(days=days))
    assert [row.cents for row in staff().get(url(old)).context["rows"]] == [80_00, 70_00]


def test_check_says_what_customers_would_see_and_saves_nothing(variant: Variant) -> None:
    before = list(PriceChange.objects.values())
    response = staff().post(url(variant, "check/"), posted(rrp="119"))
    text = text_of(response)
    assert response.status_code == 200
    assert (SENTENCE in text, "Lowest price in the 30 days before the reduction: €79.90 (−6%)" in text) == (True, True)
    assert "Manufacturer&#x27;s RRP: €119.00" in text or "Manufacturer's RRP: €119.00" in text
    assert ('value="75,00"' in text, 'value="119"' in text, 'name="seen"' in text) == (True, True, False)
    assert (prices_of(Variant.objects.get()), list(PriceChange.objects.values())) == (Prices(100_00, None), before)


def test_check_speaks_german_to_germans(variant: Variant) -> None:
    client = staff()
    response = client.post(url(variant, "check/"), posted(), headers={"Accept-Language": "de"})
    assert "Statt −25 % würden −6 % angezeigt, weil der Preis bis zum " in text_of(response)


def test_price_that_surprises_is_saved_after_a_second_look(variant: Variant) -> None:
    client = staff()
    asked = client.post(url(variant), posted(rrp="119,00"))
    assert (asked.status_code, SENTENCE in text_of(asked), "Save this all the same?" in text_of(asked)) == (200, True, True)
    assert prices_of(Variant.objects.get()) == Prices(100_00, None)
    seen = asked.context["explanation"].code
    assert f'name="seen" value="{seen}"' in text_of(asked)
    saved = client.post(url(variant), posted(rrp="119,00", seen=seen))
    assert (saved.status_code, saved["Location"]) == (302, url(variant))
    assert prices_of(Variant.objects.get()) == Prices(75_00, 119_00)
    assert list(PriceChange.objects.values_list("cents", flat=True)) == [79_90, 100_00, 75_00]
    assert LogEntry.objects.get().change_message == "€100.00 → €75.00 (RRP €119.00)"


def test_second_look_at_other_facts_is_asked_for_again(variant: Variant) -> None:
    client = staff()
    seen = client.post(url(variant), posted()).context["explanation"].code
    response = client.post(url(variant), posted(price="79,90", seen=seen))
    assert (response.status_code, response.context["confirm"]) == (200, True)
    assert "Nothing would be shown, because this cost €79.90 until " in text_of(response)
    assert prices_of(Variant.objects.get()) == Prices(100_00, None)


@pytest.mark.parametrize(("price", "rrp"), [("110,00", ""), ("99,50", ""), ("100,00", "120"), ("120", "110")])
def test_price_that_surprises_nobody_is_saved_at_once(variant: Variant, price: str, rrp: str) -> None:
    assert staff().post(url(variant), posted(price=price, rrp=rrp)).status_code == 302
    saved = Variant.objects.get()
    assert (saved.price, saved.rrp) == (
        Money(price.replace(",", "."), "EUR"),
        Money(rrp.replace(",", "."), "EUR") if rrp else None,
    )


@pytest.mark.parametrize("check", ["", "check/"])
@pytest.mark.parametrize(
    ("price", "rrp", "words"),
    [
        ("abc", "119,00", "Please enter an amount such as 189,00."),
        ("", "119,00", "This field is required."),
        ("1.234,56", "119,00", "Please enter an amount such as 189,00."),
        ("-1", "119,00", "Please enter an amount such as 189,00."),
        ("75,00", "0", "The RRP must be above zero."),
        ("75,00", "1e9", "Please enter an amount such as 189,00."),
    ],
)
def test_bad_input_is_refused_with_the_words_kept(variant: Variant, check: str, price: str, rrp: str, words: str) -> None:
    response = staff().post(url(variant, check), posted(price=price, rrp=rrp))
    text = text_of(response)
    assert (response.status_code, words in text, f'value="{rrp}"' in text) == (422, True, True)
    assert f'value="{price}"' in text or not price
    assert prices_of(Variant.objects.get()) == Prices(100_00, None)


@pytest.mark.parametrize("check", ["", "check/"])
def test_price_that_changed_meanwhile_is_left_alone_and_said(variant: Variant, check: str) -> None:
    client = staff()
    seen = client.post(url(variant), posted()).context["explanation"].code
    reprice(variant_id=variant.pk, was=Prices(100_00, None), now=Prices(95_00, None), at=timezone.localtime())
    response = client.post(url(variant, check), posted(seen=seen))
    text = text_of(response)
    assert (response.status_code, "Somebody else changed the price meanwhile" in text) == (409, True)
    assert ("€95.00" in text, 'value="75,00"' in text, 'name="was_price" value="9500"' in text) == (True, True, True)
    assert prices_of(Variant.objects.get()) == Prices(95_00, None)
    assert PriceChange.objects.count() == 3


def test_price_that_changes_between_look_and_lock_is_left_alone(variant: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(**facts: Any) -> Variant:
        with zeal_ignore():  # two requests' worth of queries in one
            reprice(variant_id=variant.pk, was=Prices(100_00, None), now=Prices(95_00, None), at=timezone.localtime())
            return reprice(**facts)

    monkeypatch.setattr("shop.staff.prices.reprice", slow)
    response = staff().post(url(variant), posted(price="110,00"))
    assert (response.status_code, "€95.00" in text_of(response)) == (409, True)
    assert prices_of(Variant.objects.get()) == Prices(95_00, None)


@pytest.mark.parametrize("was", ["", "abc", "9999", "1" * 50])
def test_page_that_cannot_say_what_it_showed_changes_nothing(variant: Variant, was: str) -> None:
    assert staff().post(url(variant), posted(was_price=was)).status_code == 409
    assert prices_of(Variant.objects.get()) == Prices(100_00, None)


@pytest.mark.parametrize("check", ["", "check/"])
def test_who_may_not_change_variants_neither_sees_nor_does_it(variant: Variant, check: str) -> None:
    client = staff("Bestellungen")
    assert client.get(url(variant)).status_code == 403
    assert client.post(url(variant, check), posted(price="110,00")).status_code == 403
    assert Client().post(url(variant, check), posted(price="110,00")).status_code == 302
    assert prices_of(Variant.objects.get()) == Prices(100_00, None)
    assert "/admin/shop/variant/" not in client.get("/admin/").content.decode()


def test_who_keeps_the_catalog_may(variant: Variant) -> None:
    assert staff("Katalog").post(url(variant), posted(price="110,00")).status_code == 302
    assert prices_of(Variant.objects.get()) == Prices(110_00, None)


def test_unknown_variant_is_a_404(variant: Variant) -> None:
    assert staff().get("/admin/shop/variant/999999/price/").status_code == 404


def test_product_form_shows_the_price_as_text_and_never_writes_it() -> None:
    load_small_shop(at=timezone.now(), products=["rouge-redstar-1-7"], articles=[])
    variant, client = Variant.objects.get(product__slug="rouge-redstar-1-7"), staff()
    path = f"/admin/shop/product/{variant.product_id}/change/"
    page = client.get(path)
    assert f'<a href="{url(variant)}">Change the price</a>' in page.content.decode()
    values = form_values(page)
    assert "variants-0-gross" not in page.content.decode()
    with zeal_ignore():  # Django's own inlines ask for each row
        response = client.post(path, {**values, "variants-0-label": "Box", "variants-0-gross": "1,00"})
    assert response.status_code == 302, response.context["errors"]
    saved = Variant.objects.get(pk=variant.pk)
    assert (saved.label, saved.price, PriceChange.objects.count()) == ("Box", variant.price, 1)


def test_price_that_is_set_while_the_product_form_is_saved_stays(variant: Variant) -> None:
    sent = {
        "label": "Box",
        "sku": variant.sku,
        "gtin": "",
        "position": "0",
        "on_hand": "5",
        "preorder_limit": "0",
        "stock_was": "5",
    }
    form = VariantForm(QueryDict(urlencode(sent)), instance=Variant.objects.get())
    assert form.is_valid(), form.errors
    set_price(variant=variant, price=Money("95.00", "EUR"), at=timezone.localtime())
    form.save()
    saved = Variant.objects.get()
    assert (saved.label, saved.price) == ("Box", Money("95.00", "EUR"))


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_with_one_row_and_with_three(
    variant: Variant, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows - 1):
        a_variant()
    client = staff()
    with django_assert_num_queries(7):  # session, user; two counts; seller and tax profile, for the menu; the rows
        response = client.get("/admin/shop/variant/")
    assert len(response.context["cl"].result_list) == rows
