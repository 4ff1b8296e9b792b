"""A card in an article is drawn once for what it shows: after each change it is what a process that never drew one would show."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from djmoney.money import Money

from blog.articles.models import Post
from shop.catalog.models import Character, Product, Release, Variant
from shop.stock.models import Stock
from shop.tax.models import TaxProfile
from shop.templatetags import once
from shop.templatetags.once import Drawn
from tests.factories import a_character, a_post, a_product, a_release, a_series, a_shop, a_variant

pytestmark = pytest.mark.django_db


def card(client: Client) -> str:
    page = client.get("/en/blog/about/").content.decode()
    assert page.count('class="inline-card"') == 1
    return page.partition('<aside class="inline-card"')[2].partition("</aside>")[0]


@pytest.fixture
def variant(monkeypatch: pytest.MonkeyPatch) -> Variant:
    monkeypatch.setattr(once, "drawn", Drawn(most=100))
    a_shop()
    found = a_variant(product=a_product(slug="lumi", name="Lumi", series=a_series(), character=a_character(name="Lumi Ota")))
    a_variant(product=a_product(slug="heir", name="Heir", character=found.product.character))
    a_post(slug_en="about", body_en="<p>Before.</p><p>[[product:lumi]]</p>")
    return found


def _release(variant: Variant) -> None:
    day = timezone.localdate() + timedelta(days=60)
    release = a_release(product=variant.product, released_on=day, deliver_by=day)
    Variant.objects.filter(pk=variant.pk).update(release=release)
    Stock.objects.filter(variant=variant).update(on_hand=0, preorder_limit=3)


CHANGES: dict[str, Callable[[Variant], Any]] = {
    "name": lambda variant: Product.objects.filter(pk=variant.product_id).update(name_en="Another name"),
    "address": lambda variant: Product.objects.filter(pk=variant.product_id).update(slug="another"),
    "series": lambda variant: Product.objects.filter(pk=variant.product_id).update(series=a_series(name="Another series")),
    "price": lambda variant: Variant.objects.filter(pk=variant.pk).update(price=Money("12.34", "EUR")),
    "sizes": lambda variant: a_variant(product=variant.product, label="XL"),
    "pre-order": _release,
    "sold out": lambda variant: Stock.objects.filter(variant=variant).update(on_hand=0),
    "taxes": lambda _variant: TaxProfile.objects.update_or_create(defaults={"small_business_from": date(2020, 1, 1)}),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_card_is_drawn_anew_when_what_it_shows_changes(
    client: Client, variant: Variant, change: Callable[[Variant], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = card(client)
    assert card(client) == before
    change(variant)
    if not Product.objects.filter(slug="lumi").exists():
        Post.objects.update(body_en="<p>Before.</p><p>[[product:another]]</p>")
    after = card(client)
    monkeypatch.setattr(once, "drawn", Drawn(most=100))
    assert (after != before, after) == (True, card(client))


def test_card_that_was_healed_names_the_character_of_today(client: Client, variant: Variant) -> None:
    Stock.objects.filter(variant=variant).update(on_hand=0)
    assert "also of Lumi Ota:" in card(client)
    Character.objects.update(name="Lumi Oota")
    assert "also of Lumi Oota:" in card(client)


def test_card_names_the_next_release_of_today(client: Client, variant: Variant) -> None:
    Stock.objects.update(on_hand=0)
    day = timezone.localdate() + timedelta(days=300)
    Release.objects.create(product=variant.product, released_on=day, precision="day")
    first = card(client)
    Release.objects.update(released_on=day + timedelta(days=1))
    assert [f"{one:%Y}" in text for one, text in ((day, first), (day, card(client)))] == [True, True]
    assert card(client) != first


def test_two_articles_have_cards_of_their_own(client: Client, variant: Variant) -> None:
    other = a_post(slug_en="other", body_en="<p>[[product:lumi]]</p>")
    card(client)
    page = client.get("/en/blog/other/").content.decode()
    assert f'name="article" value="{other.pk}"' in page
    assert page.count('name="article"') == 1
