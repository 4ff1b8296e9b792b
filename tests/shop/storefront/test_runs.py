"""A product in several runs: which can be chosen, which are gone, and what the cart and the order say of them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shop.cart.models import CartLine
from shop.catalog.models import Product
from tests.factories import a_product, a_release, a_shop, a_variant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shop() -> None:
    a_shop()


def two_runs(*, first: int, price: str = "149.00") -> Product:
    """A first run of March 2025 with `first` pieces for 149, and a re-release that can be pre-ordered for 159."""
    product = a_product(slug="lumi")
    day = timezone.localdate() + timedelta(days=90)
    old = a_release(product=product, released_on=date(2025, 3, 1), deliver_by=None)
    again = a_release(product=product, kind="rerun", released_on=day, deliver_by=day + timedelta(days=30), precision="day")
    a_variant(release=old, price=price, on_hand=first)
    a_variant(release=again, price="159.00", on_hand=0, preorder_limit=9)
    return product


def page_of(client: Client, product: Product) -> tuple[Any, str]:
    response = client.get(f"/en/products/{product.slug}/")
    return response.context["page"], " ".join(response.content.decode().split())


def test_both_runs_can_be_chosen_with_their_prices(client: Client) -> None:
    page, text = page_of(client, two_runs(first=5))
    assert [run.release.kind for run in page.buyable_runs] == ["first", "rerun"]
    assert (page.card.price.cents, page.card.price.is_from) == (149_00, True)
    assert (text.count('type="radio"'), "Choose a release" in text, page.sold_out_runs) == (2, True, [])
    assert "(March 2025)" in text


def test_sold_out_run_is_named_with_its_date_and_its_price_is_not_asked(client: Client) -> None:
    page, text = page_of(client, two_runs(first=0))
    assert (page.card.price.cents, page.card.price.is_from, page.card.availability.state) == (159_00, False, "preorder")
    assert ("First run (March 2025): sold out" in text, 'type="radio"' in text) == (True, False)
    assert f'name="variant" value="{page.choices[0].variant.pk}"' in text


def test_product_of_one_run_names_no_other(client: Client) -> None:
    product = a_product(slug="lumi")
    a_variant(release=a_release(product=product, released_on=date(2025, 3, 1), deliver_by=None), on_hand=0)
    page, text = page_of(client, product)
    assert (page.sold_out_runs, "First run (" in text) == ([], False)


def test_chosen_run_lies_in_the_cart_and_is_named_there(client: Client) -> None:
    product = two_runs(first=5)
    rerun = product.variants.get(release__kind="rerun")
    client.post("/en/cart/lines/", {"product": product.slug, "variant": rerun.pk, "quantity": "1"})
    assert CartLine.objects.get().variant == rerun
    text = client.get("/en/cart/").content.decode()
    assert ("re-release" in text, "159.00" in text) == (True, True)


def test_runs_stand_in_their_order_whatever_the_rows_order(client: Client) -> None:
    product = a_product(slug="lumi")
    late = a_release(product=product, kind="rerun", released_on=date(2026, 5, 1), deliver_by=None)
    early = a_release(product=product, kind="rerun", released_on=date(2025, 5, 1), deliver_by=None)
    first = a_release(product=product, released_on=date(2024, 5, 1), deliver_by=None)
    for release in (late, early, first, None):
        a_variant(product=product, release=release)
    page, _text = page_of(client, product)
    assert [run.release for run in page.runs] == [first, early, late, None]


def test_refused_form_keeps_the_chosen_run(client: Client) -> None:
    product = two_runs(first=5)
    rerun = product.variants.get(release__kind="rerun")
    answer = client.post("/en/cart/lines/", {"product": product.slug, "variant": rerun.pk, "quantity": "x"})
    text = " ".join(answer.content.decode().split())
    assert (answer.status_code, f'value="{rerun.pk}" checked' in text, text.count(" checked")) == (422, True, 1)


def test_page_costs_the_same_with_one_run_and_with_three(client: Client, django_assert_max_num_queries: Any) -> None:
    product, counts = a_product(slug="lumi"), []
    for kinds in (["first"], ["rerun", "rerun"]):
        for kind in kinds:
            a_variant(release=a_release(product=product, kind=kind, released_on=date(2025, 3, 1), deliver_by=None))
        with django_assert_max_num_queries(9) as captured:
            client.get("/de/products/lumi/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
