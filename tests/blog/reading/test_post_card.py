"""The card of an article is drawn once for what it shows, and anew as soon as any of it changes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client

from blog.articles.models import Author, Post
from shop.catalog.models import Picture
from shop.templatetags import once
from shop.templatetags.once import Drawn
from tests.factories import a_picture, a_post, a_shop

pytestmark = pytest.mark.django_db
TEMPLATE = "components/post_card.html"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    fresh = Drawn(most=100)
    monkeypatch.setattr(once, "drawn", fresh)
    return fresh


def cards_of(drawn: Drawn) -> int:
    return sum(key[0] == TEMPLATE for key in drawn.known())


def card(client: Client, language: str = "en") -> str:
    text = client.get(f"/{language}/blog/").content.decode()
    return text[text.index('<article class="card card--post') : text.index("</article>")]


def an_article() -> None:
    a_shop()
    a_post(cover=a_picture(), score=78)


def test_card_is_drawn_once_for_every_reader(client: Client, drawn: Drawn) -> None:
    an_article()
    first = card(client)
    assert (card(Client()), cards_of(drawn)) == (first, 1)


CHANGES: dict[str, Callable[[], Any]] = {
    "title": lambda: Post.objects.update(title_en="Another title"),
    "address": lambda: Post.objects.update(slug_en="another-address"),
    "excerpt": lambda: Post.objects.update(excerpt_en="Another excerpt."),
    "kind": lambda: Post.objects.update(kind="guide"),
    "score": lambda: Post.objects.update(score=79),
    "day": lambda: Post.objects.update(published_at=F("published_at") - timedelta(days=2)),
    "author": lambda: Author.objects.update(name="Another author"),
    "no cover": lambda: Post.objects.update(cover=None),
    "picture": lambda: Picture.objects.update(digest="f" * 64),
    "its formats": lambda: Picture.objects.update(renditions={"jpeg": [60]}),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_card_is_drawn_anew_when_what_it_shows_changes(client: Client, drawn: Drawn, change: Callable[[], Any]) -> None:
    an_article()
    before = card(client)
    change()
    assert card(client) != before
    assert cards_of(drawn) == 2


def test_card_speaks_the_language_of_its_page(client: Client, drawn: Drawn) -> None:
    an_article()
    english, german = card(client), card(client, "de")
    assert ("7.8 / 10" in english, "7,8 / 10" in german, cards_of(drawn)) == (True, True, 2)
