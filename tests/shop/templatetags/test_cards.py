"""A card is drawn once for what it shows, and anew as soon as any of it changes."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.template import engines
from django.test import Client
from django.utils.safestring import mark_safe
from djmoney.money import Money

from shop.catalog.models import Manufacturer, Picture, Product, ProductImage, Series, Variant
from shop.shipping.models import FreeShippingRule
from shop.stock.models import Stock
from shop.tax.models import TaxProfile
from shop.templatetags import once
from shop.templatetags.cards import TEMPLATE
from shop.templatetags.once import Drawn
from tests.factories import a_product, a_product_image, a_series, a_shop, a_variant

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    fresh = Drawn(most=100)
    monkeypatch.setattr(once, "drawn", fresh)
    return fresh


def cards_of(drawn: Drawn) -> int:
    return sum(key[0] == TEMPLATE for key in drawn.known())


def card(client: Client, language: str = "en") -> str:
    text = client.get(f"/{language}/products/").content.decode()
    return text[text.index('<article class="card') : text.index("</article>")]


def a_full_product() -> None:
    a_shop()
    product = a_product(series=a_series(name="Lumiversum"))
    a_variant(product=product, price="79.90")
    a_product_image(product=product)


def test_card_is_drawn_once_for_every_visitor(client: Client, drawn: Drawn) -> None:
    a_full_product()
    first = card(client)
    assert (card(Client()), cards_of(drawn)) == (first, 1)


CHANGES: dict[str, Callable[[], Any]] = {
    "name": lambda: Product.objects.update(name_en="Another name"),
    "address": lambda: Product.objects.update(slug="another-address"),
    "series": lambda: Series.objects.update(name="Another series"),
    "maker": lambda: Manufacturer.objects.update(name="Another maker"),
    "price": lambda: Variant.objects.update(price=Money("12.34", "EUR")),
    "stock": lambda: Stock.objects.update(on_hand=2),
    "alternative text": lambda: ProductImage.objects.update(alt_en="Another view"),
    "picture": lambda: Picture.objects.update(digest="f" * 64),
    "its formats": lambda: Picture.objects.update(renditions={"jpeg": [60]}),
    "free shipping": lambda: FreeShippingRule.objects.update(threshold=Money("50.00", "EUR")),
    "taxes": lambda: TaxProfile.objects.update_or_create(defaults={"small_business_from": date(2020, 1, 1)}),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_card_is_drawn_anew_when_what_it_shows_changes(client: Client, drawn: Drawn, change: Callable[[], Any]) -> None:
    a_full_product()
    before = card(client)
    change()
    assert card(client) != before
    assert cards_of(drawn) == 2


def test_card_speaks_the_language_of_its_page(client: Client, drawn: Drawn) -> None:
    a_full_product()
    assert ("In stock" in card(client), "Auf Lager" in card(client, "de"), cards_of(drawn)) == (True, True, 2)


def test_who_works_on_the_template_sees_each_change(client: Client, drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    a_full_product()
    monkeypatch.setattr(engines["django"].engine, "debug", True)
    card(client)
    drawn.find = lambda key: mark_safe("stale")  # type: ignore[method-assign]
    assert "stale" not in card(client)


def test_part_of_every_page_is_drawn_once_for_its_parameters_and_language(client: Client, drawn: Drawn) -> None:
    a_shop()
    for path in ("/de/products/", "/de/blog/", "/de/products/", "/en/blog/"):
        client.get(path)
    footers = [key for key in drawn.known() if key[0] == "components/site_footer.html"]
    assert [(language, facts) for _template, language, facts in footers] == [("de", (("demo", False),)), ("en", (("demo", False),))]
    english = client.get("/en/products/").content.decode()
    assert ("Right of withdrawal" in english, "Widerrufsrecht" in english, "invented" in english) == (True, False, False)
    page = engines["django"].from_string('{% load once %}{% once "components/site_footer.html" demo=demo %}')
    assert ["invented" in page.render({"demo": demo}) for demo in (True, False)] == [True, False]


def test_cards_that_nobody_asked_for_the_longest_make_room() -> None:
    kept = Drawn(most=2)
    for key in ("a", "b"):
        kept.keep(key, mark_safe(key))
    kept.find("a")
    kept.keep("c", mark_safe("c"))
    assert (kept.find("a"), kept.find("b"), kept.find("c"), len(kept)) == ("a", None, "c", 2)
