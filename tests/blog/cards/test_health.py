"""Staff see what each card does today."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from blog.articles.models import Post
from blog.cards.health import CardHealth, Health, card_health
from tests.factories import a_character, a_post, a_product, a_release, a_series, a_variant

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)


def text(*slugs: str) -> str:
    return "".join(f"<p>[[product:{slug}]]</p>" for slug in slugs)


def test_each_card_says_how_it_is(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    series = a_series()
    lumi, echo = a_character(series=series), a_character(series=series)
    good = a_variant(product=a_product(slug="good", character=lumi, series=series)).product
    spare = a_variant(product=a_product(slug="spare", series=series)).product
    a_variant(product=a_product(slug="same-character", character=lumi, series=series), on_hand=0)
    a_variant(product=a_product(slug="same-series", character=echo, series=series), on_hand=0)
    a_variant(product=a_product(slug="alone"), on_hand=0)
    waits = a_variant(product=a_product(slug="waits"), on_hand=0).product
    a_release(product=waits)
    post = a_post(body_de=text("same-character", "same-series", "alone", "waits", "never"), body_en=text("good", "good"))
    with django_assert_num_queries(3):
        found = card_health(Post.objects.all(), on=ON)
    assert found == [
        CardHealth(post, "de", "same-character", Health.CHARACTER, good),
        CardHealth(post, "de", "same-series", Health.SERIES, spare),
        CardHealth(post, "de", "alone", Health.VANISHED, None),
        CardHealth(post, "de", "waits", Health.NEXT_RELEASE, waits),
        CardHealth(post, "de", "never", Health.UNKNOWN, None),
        CardHealth(post, "en", "good", Health.ITSELF, good),
    ]
    assert [card.well for card in found] == [False, False, False, True, False, True]
