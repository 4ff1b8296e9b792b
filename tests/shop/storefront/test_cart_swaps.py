"""The cart in parts, as htmx asks for it: the same deeds, statuses and words as by plain form, and nothing personal that is kept."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shop.cart.models import Cart, CartLine
from shop.catalog.models import Variant
from shop.storefront.views import cart_lines
from tests.small_shop import load_small_shop

pytestmark = pytest.mark.django_db
FIGURE = "rouge-redstar-1-7"
SWAP = {"HX-Request": "true"}


@pytest.fixture
def variant() -> Variant:
    load_small_shop(at=timezone.now(), products=[FIGURE], articles=[])
    return Variant.objects.get(product__slug=FIGURE)


def add(client: Client, variant: Variant, quantity: str = "1", language: str = "de", **options: Any) -> Any:
    data = {"variant": variant.pk, "quantity": quantity, "product": FIGURE}
    return client.post(f"/{language}/cart/lines/", data, headers=options.pop("headers", SWAP), **options)


def text(response: Any) -> str:
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


def held() -> list[int]:
    return list(CartLine.objects.values_list("quantity", flat=True))


def test_panel_says_what_was_added_and_what_it_comes_to(client: Client, variant: Variant) -> None:
    german, english = add(client, variant), add(client, variant, language="en")
    assert (german.status_code, german["Cache-Control"], held()) == (200, "private, no-store", [2])
    assert "<html" not in german.content.decode()
    assert (
        "„Rouge Redstar – 1/7“ liegt in deinem Warenkorb. 1 Stück, 199,00\xa0€. Versandkostenfrei (Lieferland: Deutschland)."
        in text(german)
    )
    assert "“Rouge Redstar – 1/7” is in your cart. 2 pieces, €398.00. Free shipping to Germany." in text(english)


def test_panel_names_what_is_missing_to_free_shipping(client: Client, variant: Variant) -> None:
    Variant.objects.update(price=40)
    assert "Noch 60,01\xa0€ bis zum kostenlosen Versand (Lieferland: Deutschland)." in text(add(client, variant))


def test_panel_shows_the_discount_in_its_sum(client: Client, variant: Variant) -> None:
    from tests.factories import a_voucher

    add(client, variant)
    Cart.objects.update(voucher=a_voucher(percent=10))
    assert "2 Stück, 358,20\xa0€." in text(add(client, variant))


def test_more_than_there_are_fills_the_line_and_the_panel_says_so(client: Client, variant: Variant) -> None:
    variant.stock.on_hand = 2
    variant.stock.save()
    response = add(client, variant, "5")
    assert (response.status_code, held()) == (200, [2])
    assert "Zurzeit sind nur 2 Stück bestellbar" in text(response)


@pytest.mark.parametrize(("headers", "place"), [(SWAP, "#buy-box"), ({}, None)])
def test_wrong_quantity_comes_back_for_the_place_of_the_form(
    client: Client, variant: Variant, headers: Any, place: str | None
) -> None:
    response = add(client, variant, "11", headers=headers)
    assert (response.status_code, response.get("HX-Retarget"), response.get("HX-Reselect"), held()) == (422, place, place, [])
    assert "Bitte gib eine ganze Zahl von 1 bis 10 ein." in text(response)
    assert 'id="buy-box"' in response.content.decode()


def test_sold_out_comes_back_for_the_place_of_the_form(client: Client, variant: Variant) -> None:
    variant.stock.on_hand = 0
    variant.stock.save()
    response = add(client, variant)
    assert (response.status_code, response["HX-Reswap"], held()) == (409, "outerHTML", [])
    assert "In deinen Warenkorb wurde nichts gelegt." in text(response)


@pytest.mark.parametrize("headers", [SWAP, {}])
def test_cart_that_is_ordered_between_two_looks_leaves_the_goods_in_a_new_one(
    client: Client, variant: Variant, headers: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ZEAL_ALLOWLIST = [{"model": "shop.Cart", "field": "*"}]  # once more is not once per row
    add(client, variant)
    asked = []
    real = cart_lines.add_to_cart

    def add_late(**arguments: Any) -> CartLine:
        if not asked:
            Cart.objects.update(ordered_at=timezone.now())
        asked.append(arguments["cart"].pk)
        return real(**arguments)

    monkeypatch.setattr(cart_lines, "add_to_cart", add_late)
    assert add(client, variant, "3", headers=headers).status_code in {200, 302}
    assert (len(set(asked)), held()) == (2, [1, 3])


@pytest.mark.parametrize(("path", "data"), [("removal/", {}), ("", {"quantity": "4"})])
def test_deed_on_a_cart_that_is_ordered_between_two_looks_changes_nothing(
    client: Client, variant: Variant, path: str, data: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    add(client, variant)
    line = CartLine.objects.get()
    real = cart_lines.visitors_cart

    def visitors_cart(request: Any) -> Cart | None:
        cart = real(request)
        Cart.objects.update(ordered_at=timezone.now())
        return cart

    monkeypatch.setattr(cart_lines, "visitors_cart", visitors_cart)
    response = client.post(f"/de/cart/lines/{line.pk}/{path}", data)
    assert (response.status_code, held()) == (409, [1])
    assert "Dieser Warenkorb wurde inzwischen bestellt, deshalb wurde nichts geändert." in text(response)


def test_changed_quantity_is_shown_and_read_out(client: Client, variant: Variant) -> None:
    add(client, variant)
    response = client.post(f"/de/cart/lines/{CartLine.objects.get().pk}/", {"quantity": "3"}, headers=SWAP, follow=True)
    news = re.search(r'id="cart-news" role="status">(.*?)</p>', response.content.decode(), re.DOTALL)
    assert news is not None
    assert " ".join(news[1].split()) == "3 Stück im Warenkorb, 597,00 € mit Versand. Versandkostenfrei (Lieferland: Deutschland)."
    assert held() == [3]


def test_page_that_is_opened_reads_nothing_out(client: Client, variant: Variant) -> None:
    add(client, variant)
    assert 'id="cart-news" role="status"></p>' in client.get("/de/cart/").content.decode()


def test_second_click_on_remove_shows_the_cart_and_says_so(client: Client, variant: Variant) -> None:
    add(client, variant)
    address = f"/de/cart/lines/{CartLine.objects.get().pk}/removal/"
    assert client.post(address).status_code == 302
    again = client.post(address)
    assert (again.status_code, held()) == (404, [])
    assert "Dieser Artikel liegt nicht mehr in deinem Warenkorb." in text(again)


def test_panel_costs_the_same_with_one_line_and_with_three(client: Client, django_assert_max_num_queries: Any) -> None:
    three = [FIGURE, "metal-rouge-1-7", "naomi-ortmann-1-8"]
    load_small_shop(at=timezone.now(), products=three, articles=[])
    first, *others = [Variant.objects.get(product__slug=slug) for slug in three]
    add(client, first)
    with django_assert_max_num_queries(20) as one:
        add(client, first)
    for variant in others:
        add(client, variant)
    with django_assert_max_num_queries(20) as many:
        add(client, first)
    assert len(many) == len(one)
