"""Whatever is sent, the answer is a page with the right status and words; nothing changes, and nothing is a 500."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from shop.cart.models import CartLine
from shop.catalog.models import Product, Variant
from shop.orders.models import Order
from tests.small_shop import load_small_shop

pytestmark = pytest.mark.django_db
FIGURE, SOLD_OUT = "rouge-redstar-1-7", "sold-out"
ADDRESS = {
    "email": "mika@example.org",
    "delivery-name": "Mika Muster",
    "delivery-street": "Sternweg 1",
    "delivery-postcode": "10115",
    "delivery-city": "Berlin",
    "delivery-country": "DE",
}


@pytest.fixture
def variant() -> Variant:
    load_small_shop(at=timezone.now(), products=[FIGURE], articles=[])
    return Variant.objects.get(product__slug=FIGURE)


def add(client: Client, variant: Variant, quantity: str = "1", language: str = "de"):  # type: ignore[no-untyped-def]
    return client.post(f"/{language}/cart/lines/", {"variant": variant.pk, "quantity": quantity, "product": variant.product.slug})


@pytest.mark.parametrize(
    "quantity", ["0", "-1", "1000000000", "abc", "１２", "1.5", "1e3", "1_0", "+5", "", "٣", "<b>", "NaN", "11", "\x00"]
)
def test_quantity_that_is_no_number_is_refused_with_the_words_kept(client: Client, variant: Variant, quantity: str) -> None:
    german, english = add(client, variant, quantity), add(client, variant, quantity, "en")
    assert (german.status_code, english.status_code) == (422, 422)
    assert "Bitte gib eine ganze Zahl von 1 bis 10 ein." in german.content.decode()
    assert "Please enter a whole number from 1 to 10." in english.content.decode()
    assert CartLine.objects.count() == 0


@pytest.mark.parametrize("quantity", ["1", " 2 ", "10"])
def test_quantity_in_plain_digits_is_taken(client: Client, variant: Variant, quantity: str) -> None:
    assert add(client, variant, quantity).status_code == 302
    assert CartLine.objects.get().quantity == int(quantity)


@pytest.mark.parametrize(
    "path", ["products/no-such-thing/", "blog/no-such-thing/", "orders/no-such-token/", "withdraw/none/", "legal/none/", "nowhere/"]
)
@pytest.mark.parametrize("language", ["de", "en"])
def test_unknown_address_is_a_404_in_the_language(client: Client, variant: Variant, language: str, path: str) -> None:
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 404
    assert f'lang="{language}"' in response.content.decode()


def test_unpublished_product_is_a_404_and_cannot_be_added(client: Client, variant: Variant) -> None:
    Product.objects.update(is_published=False)
    assert client.get(f"/de/products/{FIGURE}/").status_code == 404
    assert add(client, variant).status_code == 404
    assert CartLine.objects.count() == 0


def test_sold_out_product_is_refused_on_its_own_page(client: Client, variant: Variant) -> None:
    variant.stock.on_hand = 0
    variant.stock.save()
    response = add(client, variant)
    assert response.status_code == 409
    assert "Ausverkauft" in response.content.decode()
    assert CartLine.objects.count() == 0


def test_more_than_there_are_fills_the_line_and_says_so(client: Client, variant: Variant) -> None:
    variant.stock.on_hand = 2
    variant.stock.save()
    response = client.get(add(client, variant, "5")["Location"])
    assert "Zurzeit sind nur 2 Stück bestellbar" in response.content.decode()
    assert CartLine.objects.get().quantity == 2


@pytest.mark.parametrize("variant_id", ["0", "999999999999", "-1", "abc", "", "9" * 40])
def test_unknown_variant_is_no_error(client: Client, variant: Variant, variant_id: str) -> None:
    response = client.post("/de/cart/lines/", {"variant": variant_id, "quantity": "1", "product": FIGURE})
    assert response.status_code in {409, 422}
    assert CartLine.objects.count() == 0


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=abc", "page=999999", "page=１", "page=9999999999", "page="])
def test_page_that_is_not_there_is_a_404(client: Client, variant: Variant, query: str) -> None:
    assert client.get(f"/de/products/?{query}").status_code == 404
    assert client.get(f"/de/blog/?{query}").status_code == 404


@pytest.mark.parametrize("query", ["category=%00", "q=%00"])
def test_nul_in_the_query_is_a_400(client: Client, variant: Variant, query: str) -> None:
    assert client.get(f"/de/products/?{query}").status_code == 400


@pytest.mark.parametrize(
    "query", ["category='%20OR%201=1--", "availability=evil", "series=%ff", "country=XX", "country=" + "A" * 5000]
)
def test_odd_filter_is_a_page(client: Client, variant: Variant, query: str) -> None:
    assert client.get(f"/de/products/?{query}").status_code == 200


@pytest.mark.parametrize(
    ("country", "name_de", "name_en"),
    [("NO", "Norwegen", "Norway"), ("US", "Vereinigte Staaten", "United States"), ("XX", "XX", "XX")],
)
def test_country_that_is_not_served_is_refused_by_name(
    client: Client, variant: Variant, country: str, name_de: str, name_en: str
) -> None:
    add(client, variant)
    data = {**ADDRESS, "delivery-country": country}
    german, english = client.post("/de/checkout/", data), client.post("/en/checkout/", data)
    assert (german.status_code, english.status_code) == (422, 422)
    assert f"In dieses Land ({name_de}) liefern wir noch nicht." in german.content.decode()
    assert f"We do not deliver to {name_en} yet." in english.content.decode()
    assert "Mika Muster" in german.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("email", "mika@", "Bitte gib eine vollständige E-Mail-Adresse ein"),
        ("email", "", "Bitte gib deine E-Mail-Adresse ein."),
        ("email", "a@b.de\nBcc:x@y.de", "Bitte gib eine vollständige E-Mail-Adresse ein"),
        ("delivery-name", "", "Bitte sag uns deinen Namen."),
        ("delivery-name", "Mika\nMuster", "Bitte verwende eine Zeile einfachen Text."),
        ("delivery-name", "\u202eakiM", "Bitte verwende eine Zeile einfachen Text."),
        ("delivery-postcode", "1011", "Das ist keine Postleitzahl für das Land Deutschland."),
        ("delivery-postcode", "ABCDE", "Das ist keine Postleitzahl für das Land Deutschland."),
    ],
)
def test_bad_address_is_refused_at_its_field_and_the_rest_is_kept(
    client: Client, variant: Variant, field: str, value: str, message: str
) -> None:
    add(client, variant)
    response = client.post("/de/checkout/", {**ADDRESS, field: value})
    page = response.content.decode()
    assert (response.status_code, message in page) == (422, True)
    assert "Sternweg 1" in page
    assert 'aria-invalid="true"' in page


def test_names_of_all_the_world_are_taken_and_escaped(client: Client, variant: Variant) -> None:
    add(client, variant)
    name = "<script>alert(1)</script> 綾波 José 👩‍👩‍👧"
    client.post("/de/checkout/", {**ADDRESS, "delivery-name": name})
    client.post("/de/checkout/payment/", {"method": "bank_transfer"})
    page = client.get("/de/checkout/review/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 綾波 José" in page
    assert "<script>alert" not in page


def test_second_submit_of_one_checkout_is_the_same_order(client: Client, variant: Variant) -> None:
    add(client, variant)
    seen = walk_to_review(client)
    first = client.post("/de/checkout/order/", {"seen": seen})
    second = client.post("/de/checkout/order/", {"seen": seen})
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Order.objects.count() == 1


def test_price_that_changed_is_shown_and_nothing_is_ordered(client: Client, variant: Variant) -> None:
    add(client, variant)
    seen = walk_to_review(client)
    Variant.objects.update(price=189)
    response = client.post("/de/checkout/order/", {"seen": seen})
    page = response.content.decode()
    assert response.status_code == 409
    assert ("199,00\xa0€" in page, "189,00\xa0€" in page, "Es wurde nichts bestellt" in page) == (True, True, True)
    assert Order.objects.count() == 0


def test_cart_from_yesterday_says_that_its_price_changed(client: Client, variant: Variant) -> None:
    add(client, variant)
    CartLine.objects.update(added_at=timezone.now() - timedelta(days=1))
    Variant.objects.update(price=209)
    page = client.get("/de/cart/").content.decode()
    assert ("199,00\xa0€" in page, "209,00\xa0€" in page) == (True, True)


@pytest.mark.parametrize("path", ["checkout/", "checkout/payment/", "checkout/review/"])
def test_checkout_without_goods_leads_to_the_cart(client: Client, variant: Variant, path: str) -> None:
    response = client.get(f"/de/{path}")
    assert (response.status_code, response["Location"]) == (302, "/de/cart/")


def test_skipped_step_leads_back_to_the_one_that_is_due(client: Client, variant: Variant) -> None:
    add(client, variant)
    assert client.get("/de/checkout/review/")["Location"] == "/de/checkout/"
    client.post("/de/checkout/", ADDRESS)
    assert client.get("/de/checkout/review/")["Location"] == "/de/checkout/payment/"
    assert client.post("/de/checkout/order/", {"seen": "x"})["Location"] == "/de/checkout/review/"
    assert Order.objects.count() == 0


def test_line_of_another_cart_does_not_exist(client: Client, variant: Variant) -> None:
    add(client, variant)
    line = CartLine.objects.get()
    stranger = Client()
    add(stranger, variant)
    assert stranger.post(f"/de/cart/lines/{line.pk}/removal/").status_code == 404
    assert stranger.post(f"/de/cart/lines/{line.pk}/", {"quantity": "9"}).status_code == 404
    line.refresh_from_db()
    assert line.quantity == 1


@pytest.mark.parametrize("path", ["cart/lines/", "cart/country/", "checkout/order/", "cart/lines/1/removal/"])
def test_deed_by_get_is_not_allowed(client: Client, variant: Variant, path: str) -> None:
    assert client.get(f"/de/{path}").status_code == 405


def walk_to_review(client: Client) -> str:
    """Fill in the checkout; what the last page says is agreed to."""
    client.post("/de/checkout/", ADDRESS)
    client.post("/de/checkout/payment/", {"method": "bank_transfer"})
    return str(client.get("/de/checkout/review/").context["seen"])
